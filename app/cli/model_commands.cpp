// models and evaluate: what there is, and whether the tuned one is better.
#include <memory>

#include <fmt/format.h>

#include "telesoft/base/text.h"
#include "telesoft/protocol/server.h"

#include "command.h"

namespace telesoft::cli {

namespace {

base::Status listModels(Session& session) {
  TELESOFT_TRY(api, session.connect());
  TELESOFT_TRY(bases, api.get<protocol::Items<protocol::BaseModel>>("/v1/base-models"));
  TELESOFT_TRY(tuned, api.get<protocol::Items<protocol::Model>>("/v1/models"));
  std::vector<std::vector<std::string>> rows;
  for (const protocol::BaseModel& model : bases.items) {
    rows.push_back(
        {model.id, "base", model.title, model.available ? "ready" : "not on this machine"});
  }
  for (const protocol::Model& model : tuned.items) {
    rows.push_back({model.id, std::string(base::nameOf(model.approach)), model.name,
                    "from " + model.baseModel});
  }
  session.out.table({"model", "kind", "name", ""}, rows);
  session.out.result(
      {{"baseModels", base::toJson(bases.items)}, {"models", base::toJson(tuned.items)}});
  return {};
}

struct EvaluateOptions {
  protocol::EvaluationRequest request;
  bool subgroups = false;
  bool noBase = false;
};

base::Status evaluate(Session& session, EvaluateOptions options) {
  options.request.subgroupAnalysis = options.subgroups;
  options.request.compareToBase = !options.noBase;
  TELESOFT_TRY(api, session.connect());
  TELESOFT_TRY(started, (api.post<protocol::Evaluation>("/v1/evaluations", options.request)));
  TELESOFT_TRY(evaluation, session.waitForEvaluation(api, started.id));
  session.out.line(evaluation.improvementSummary);
  printEvaluation(session.out, evaluation);
  session.out.line(fmt::format("  report: {}/evaluations/{}/report.html",
                               session.workspace().string(), evaluation.id));
  session.out.result(base::toJson(evaluation));
  return {};
}

}  // namespace

void printEvaluation(Output& out, const protocol::Evaluation& evaluation) {
  std::vector<std::vector<std::string>> arms;
  for (const protocol::ArmMetrics& arm : evaluation.arms) {
    arms.push_back({arm.title.empty() ? arm.arm : arm.title, estimateText(arm.accuracy),
                    estimateText(arm.macroF1), estimateText(arm.macroAuroc),
                    estimateText(arm.brier)});
  }
  out.table({"arm", "accuracy", "macro-F1", "AUROC", "Brier"}, arms);
  std::vector<std::vector<std::string>> differences;
  for (const protocol::Comparison& comparison : evaluation.comparisons) {
    differences.push_back({"tuned - " + comparison.against, comparison.metric,
                           estimateText(comparison.difference),
                           fmt::format("p {:.3g}, {}", comparison.pValue, comparison.test)});
  }
  out.table({"difference", "in", "95 % interval", "test"}, differences);
}

void addModels(CLI::App& app, Action& chosen) {
  CLI::App* command = app.add_subcommand("models", "list base models and tuned ones");
  command->footer("Example: telesoft models");
  command->callback([&chosen] { chosen = listModels; });
}

void addEvaluate(CLI::App& app, Action& chosen) {
  auto options = std::make_shared<EvaluateOptions>();
  CLI::App* command = app.add_subcommand(
      "evaluate", "compare a tuned model with its base on the untouched test part");
  command->add_option("model", options->request.modelId, "the tuned model")->required();
  command->add_option("--test", options->request.testData, "the test part's dataset id")
      ->required();
  command->add_flag("--subgroups", options->subgroups, "by every declared subgroup column");
  command->add_flag("--no-base", options->noBase, "only the tuned model");
  command->footer("Example: telesoft evaluate md_... --test ds_... --subgroups");
  command->callback([options, &chosen] {
    chosen = [options](Session& session) { return evaluate(session, *options); };
  });
}

}  // namespace telesoft::cli
