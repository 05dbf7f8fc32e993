// demo: the whole journey on real data, with a summary at the end.
#include <memory>

#include <fmt/format.h>

#include "telesoft/base/os/paths.h"

#include "command.h"
#include "demo/demo_run.h"

namespace telesoft::cli {

namespace {

void printSummary(Output& out, const std::string& title, const DemoPart& part) {
  out.line();
  out.line(title);
  for (const std::string& line : part.summary) {
    out.line("  " + line);
  }
}

base::Status demo(Session& session, const std::string& only) {
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
  document["seconds"] = run.seconds();
  if (only != "risk") {
    printSummary(session.out, "Text", text);
  }
  if (only != "text") {
    printSummary(session.out, "Risk", risk);
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
  auto only = std::make_shared<std::string>();
  CLI::App* command =
      app.add_subcommand("demo", "the whole journey on real data, in a few minutes");
  command->add_option("--only", *only, "one half of it")->check(CLI::IsMember({"text", "risk"}));
  command->footer("Example: telesoft demo --workspace /tmp/demo --json");
  command->callback(
      [only, &chosen] { chosen = [only](Session& session) { return demo(session, *only); }; });
}

}  // namespace telesoft::cli
