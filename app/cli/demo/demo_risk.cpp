// Demonstration (b): a risk model from one country meets the patients of another hospital. Is
// tuning worth it?
#include <fmt/format.h>

#include "telesoft/base/text.h"

#include "demo/demo_run.h"

namespace telesoft::cli {

namespace {

/// Rows to train on; about 55 more stop the training early, so that the last rung uses all 277 of
/// the local half.
constexpr std::int64_t kSizes[] = {30, 60, 150, 222};

struct Rung {
  std::int64_t rows = 0;
  protocol::Evaluation tuned;    // fine-tuned, compared with the base
  protocol::Evaluation scratch;  // the same network without the base
};

/// One half is the test part, the same at every size; the other half is cut to `rows` for training.
protocol::SplitRequest splitPlan(const std::string& dataset, std::int64_t rows) {
  protocol::SplitRequest plan;
  plan.datasetId = dataset;
  plan.name = fmt::format("GBSG, {} rows", rows);
  plan.trainFraction = 0.4;
  plan.validationFraction = 0.1;
  plan.testFraction = 0.5;
  plan.maxTrainRows = rows;
  return plan;
}

base::Result<protocol::Evaluation> trainAndEvaluate(DemoRun& run,
                                                    const protocol::Split& split,
                                                    protocol::Approach approach,
                                                    std::int64_t rows) {
  protocol::JobRequest request;
  request.name = fmt::format("GBSG {} rows, {}", rows, base::nameOf(approach));
  request.baseModel = "telesoft-risk-v1";
  request.approach = approach;
  request.trainingData = partId(split, "train");
  request.validationData = partId(split, "validation");
  request.targetMetrics.primary = "auroc";
  TELESOFT_TRY(job, run.train(request));
  return run.evaluate(job.resultModel->id, partId(split, "test"));
}

std::string auroc(const protocol::Evaluation& evaluation, const std::string& arm) {
  const protocol::ArmMetrics* found = armOf(evaluation, arm);
  return found != nullptr ? estimateText(found->macroAuroc) : "-";
}

void printLadder(Output& out, const std::vector<Rung>& ladder) {
  std::vector<std::vector<std::string>> rows;
  for (const Rung& rung : ladder) {
    const protocol::Comparison* difference = comparisonOf(rung.tuned, "base", "auroc");
    rows.push_back({std::to_string(rung.rows), auroc(rung.tuned, "base"),
                    auroc(rung.tuned, "tuned"), auroc(rung.scratch, "tuned"),
                    difference != nullptr ? estimateText(difference->difference) : "-"});
  }
  out.table({"local rows", "base as it is", "fine-tuned", "from scratch", "fine-tuned - base"},
            rows);
}

base::json ladderJson(const std::vector<Rung>& ladder) {
  base::json out = base::json::array();
  for (const Rung& rung : ladder) {
    base::json entry = {{"rows", rung.rows}, {"verdict", base::nameOf(rung.tuned.verdict)}};
    for (const auto& [name, evaluation, arm] : {std::tuple{"base", &rung.tuned, "base"},
                                                {"tuned", &rung.tuned, "tuned"},
                                                {"scratch", &rung.scratch, "tuned"}}) {
      if (const protocol::ArmMetrics* found = armOf(*evaluation, arm)) {
        entry[name] = {{"auroc", base::toJson(found->macroAuroc)},
                       {"brier", base::toJson(found->brier)}};
      }
    }
    if (const protocol::Comparison* difference = comparisonOf(rung.tuned, "base", "auroc")) {
      entry["difference"] = base::toJson(difference->difference);
      entry["pValue"] = difference->pValue;
    }
    out.push_back(entry);
  }
  return out;
}

}  // namespace

base::Result<DemoPart> runRiskDemo(DemoRun& run, const std::filesystem::path& resources) {
  DemoPart part;
  TELESOFT_TRY(imported, run.import({resources / "demo/risk", "gbsg.csv", "gbsg.recipe.json"},
                                    "GBSG breast cancer"));
  run.say(fmt::format("imported {} women with a known three-year outcome",
                      base::withThousands(imported.rows)));
  for (const std::string& warning : imported.warnings) {
    run.say("  note: " + warning);
  }
  TELESOFT_TRY(safe, run.deidentify(imported.id, protocol::DeidRequest{}));
  run.say(fmt::format("de-identified: {} columns changed", safe.report.columnActions.size()));

  std::vector<Rung> ladder;
  for (const std::int64_t rows : kSizes) {
    TELESOFT_TRY(split, run.split(splitPlan(safe.dataset.id, rows)));
    if (rows == kSizes[0]) {
      run.say("split: " + split.proof.statement);
    }
    run.say(fmt::format("{} local rows: fine-tuning the base, and training from scratch", rows));
    TELESOFT_TRY(tuned, trainAndEvaluate(run, split, protocol::Approach::Full, rows));
    TELESOFT_TRY(scratch, trainAndEvaluate(run, split, protocol::Approach::Scratch, rows));
    ladder.push_back({rows, tuned, scratch});
  }
  printLadder(run.session().out, ladder);
  const protocol::Evaluation& last = ladder.back().tuned;
  part.json["rows"] = imported.rows;
  part.json["ladder"] = ladderJson(ladder);
  part.json["verdict"] = base::nameOf(last.verdict);
  part.json["improvementSummary"] = last.improvementSummary;
  part.summary.push_back(last.improvementSummary);
  const std::string report =
      (run.session().workspace() / "evaluations" / last.id / "report.html").string();
  part.json["report"] = report;
  part.json["model"] = last.modelId;
  part.json["testData"] = last.testData;
  part.summary.push_back("Report: " + report);
  return part;
}

}  // namespace telesoft::cli
