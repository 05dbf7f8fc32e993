// demo: the whole journey on real data, with a summary at the end.
#include <memory>

#include <fmt/format.h>

#include "telesoft/base/os/paths.h"

#include "command.h"
#include "demo/demo_run.h"
#include "demo/full_demo.h"

namespace telesoft::cli {

namespace {

void printSummary(Output& out, const std::string& title, const DemoPart& part) {
  out.line();
  out.line(title);
  for (const std::string& line : part.summary) {
    out.line("  " + line);
  }
}

std::string titleOf(const std::string& chapter) {
  static const std::map<std::string, std::string> titles = {{"feedback", "Expert feedback"},
                                                            {"knowledge", "Knowledge base"},
                                                            {"release", "Release"},
                                                            {"refusal", "Refused release"},
                                                            {"safekeeping", "Safekeeping"}};
  return titles.at(chapter);
}

using Chapters = std::vector<std::pair<std::string, DemoPart>>;

/// What comes after a tuned model, told on the models of the first half.
base::Result<Chapters> runSecondHalf(DemoRun& run,
                                     const std::filesystem::path& resources,
                                     const base::json& first) {
  Chapters out;
  run.say("(c) expert feedback: a reader corrects what a small model is unsure of");
  TELESOFT_TRY(
      feedback,
      runFeedbackDemo(run, first["text"].value("dataset", "")).in("expert feedback demonstration"));
  out.emplace_back("feedback", feedback);
  run.say("(d) knowledge base: guidelines and a formulary");
  TELESOFT_TRY(knowledge, runKnowledgeDemo(run, resources).in("knowledge base demonstration"));
  out.emplace_back("knowledge", knowledge);
  run.say("(e) release: gates, signature, rollout, rollback");
  TELESOFT_TRY(release, runReleaseDemo(run, {first["text"].value("model", ""),
                                             first["text"].value("testData", "")})
                            .in("release demonstration"));
  out.emplace_back("release", release);
  TELESOFT_TRY(refusal, runRefusalDemo(run, {first["risk"].value("model", ""),
                                             first["risk"].value("testData", "")})
                            .in("release demonstration"));
  out.emplace_back("refusal", refusal);
  TELESOFT_TRY(safekeeping, runSafekeepingDemo(run).in("backup demonstration"));
  out.emplace_back("safekeeping", safekeeping);
  return out;
}

struct DemoOptions {
  std::string only;
  bool full = false;
};

base::Status demo(Session& session, const DemoOptions& options) {
  const std::string& only = options.only;
  TELESOFT_TRY(resources, base::resourcesFolder());
  TELESOFT_TRY(api, session.connect());
  DemoRun run(session, api);
  run.say("workspace: " + session.workspace().string());
  base::json document = {{"workspace", session.workspace().string()}};
  DemoPart text, risk;
  if (only != "risk") {
    run.say("(a) text: sorting medical definitions");
    TELESOFT_TRY(part, runTextDemo(run, resources).in("text demonstration"));
    text = part;
    document["text"] = text.json;
  }
  if (only != "text") {
    run.say("(b) risk: a base from Rotterdam meets a German hospital");
    TELESOFT_TRY(part, runRiskDemo(run, resources).in("risk demonstration"));
    risk = part;
    document["risk"] = risk.json;
  }
  Chapters chapters;
  if (options.full) {
    TELESOFT_TRY(told, runSecondHalf(run, resources, document));
    chapters = std::move(told);
  }
  document["seconds"] = run.seconds();
  if (only != "risk") {
    printSummary(session.out, "Text", text);
  }
  if (only != "text") {
    printSummary(session.out, "Risk", risk);
  }
  for (const auto& [name, chapter] : chapters) {
    printSummary(session.out, titleOf(name), chapter);
    document[name] = chapter.json;
  }
  session.out.line();
  session.out.line(fmt::format("Done in {:.0f} s. Everything lies in {}.", run.seconds(),
                               session.workspace().string()));
  session.out.line(
      "Next: telesoft-workbench shows it; telesoft import FILE starts with your own data.");
  session.out.result(document);
  return {};
}

}  // namespace

void addDemo(CLI::App& app, Action& chosen) {
  auto options = std::make_shared<DemoOptions>();  // lives as long as the callback
  CLI::App* command =
      app.add_subcommand("demo", "the whole journey on real data, in a few minutes");
  CLI::Option* only = command->add_option("--only", options->only, "one half of it")
                          ->check(CLI::IsMember({"text", "risk"}));
  command
      ->add_flag("--full", options->full,
                 "also expert feedback, knowledge base, release, rollback and backup")
      ->excludes(only);
  command->footer("Example: telesoft demo --full --workspace /tmp/demo --json");
  command->callback([options, &chosen] {
    chosen = [options](Session& session) { return demo(session, *options); };
  });
}

}  // namespace telesoft::cli
