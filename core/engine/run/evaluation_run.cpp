#include "telesoft/engine/run/evaluation_run.h"

#include <limits>
#include <thread>

#include "telesoft/base/os/paths.h"
#include "telesoft/engine/run/arms.h"
#include "telesoft/engine/run/capabilities.h"
#include "telesoft/engine/run/model_folder.h"
#include "telesoft/engine/run/run_outcome.h"

namespace telesoft::engine {

using base::ErrorCode;
using base::fail;
using base::Result;
using base::Status;
using protocol::RunState;

namespace {

constexpr const char* kFile = "evaluation.json";
constexpr double kNotKnown = std::numeric_limits<double>::quiet_NaN();

/// The metric that the model was trained for; an evaluation's spec does not repeat it.
Result<std::string> primaryOf(const RunInput& input) {
  TELESOFT_TRY(known, readModelDescription(input.resolve(input.spec.tunedModel.path)));
  const std::string asked =
      known && !known->primary.empty() ? known->primary : input.spec.targetMetrics.primary;
  const bool isRisk = input.spec.task == protocol::Task::TabularRisk;
  return asked == "loss" ? std::string(isRisk ? "auroc" : "f1_score") : asked;
}

Result<evaluate::EvaluationInput> evaluationInput(const RunInput& input,
                                                  const data::PreparedManifest& manifest,
                                                  const std::vector<data::PreparedRow>& test) {
  evaluate::EvaluationInput out;
  TELESOFT_TRY(primary, primaryOf(input));
  out.primary = primary;
  out.classes = manifest.classes;
  out.subgroupColumns = input.spec.subgroups;
  out.seed = static_cast<std::uint64_t>(input.spec.hyperparameters.seed);
  for (const data::PreparedRow& row : test) {
    out.labels.push_back(row.label);
    out.patients.push_back(row.patient);
    out.rows.push_back(row.row);
    out.groups.push_back(row.subgroups);
  }
  return out;
}

/// What the figures do not say by themselves.
void addRemarks(protocol::Evaluation& evaluation, const protocol::RunSpec& spec) {
  std::string& text = evaluation.improvementSummary;
  if (spec.approach == protocol::Approach::KnowledgeBase) {
    text =
        "A knowledge base changes which passages are cited, not the findings: the base is "
        "compared with itself. " +
        text;
  }
  for (const protocol::CapabilityMetrics& one : evaluation.capabilities) {
    if (one.state == "not_applicable") {
      text += " " + one.name + ": " + one.title;
    } else if (one.state == "lost") {
      text += " Tuning has lost " + one.name + ".";
    }
  }
}

Status evaluateModels(RunParts& run) {
  const RunInput& input = run.input;
  const base::Stop& stop = run.control.stop();
  if (input.spec.tunedModel.path.empty()) {
    return fail(ErrorCode::InvalidInput, "\"tunedModel.path\" is empty",
                "name the model to evaluate");
  }
  const std::int64_t cores = std::max(1U, std::thread::hardware_concurrency());
  setThreads(input.spec.hyperparameters.threads > 0 ? input.spec.hyperparameters.threads : cores);
  const auto progress = [&](double fraction) {
    return run.journal.progress({0, 0, 0, fraction, kNotKnown});
  };
  if (!input.spec.baseModel.path.empty()) {
    TELESOFT_CHECK(checkWeights(input, input.spec.baseModel));
  }
  TELESOFT_CHECK(checkWeights(input, input.spec.tunedModel));
  TELESOFT_TRY(manifest, readManifest(input));
  TELESOFT_TRY(test, readPart(input, manifest, "test", stop));
  TELESOFT_TRY(asked, evaluationInput(input, manifest, test));
  TELESOFT_TRY(arms, predictArms({input, manifest, test, progress}, stop));
  asked.arms = std::move(arms);
  TELESOFT_TRY(evaluation, evaluate::evaluate(asked, stop));
  if (!input.spec.preserveCapabilities.empty()) {
    TELESOFT_TRY(resources, base::resourcesFolder());
    TELESOFT_TRY(capabilities, askCapabilities(input, resources / "batteries", stop));
    evaluation.capabilities = std::move(capabilities);
  }
  addRemarks(evaluation, input.spec);
  TELESOFT_CHECK(base::writeFileWhole(input.folder / kFile, base::toJson(evaluation).dump(2) + "\n")
                     .in("writing evaluation.json"));
  Ending ending;
  const auto value = evaluation.metrics.find(asked.primary);
  ending.bestValue = value == evaluation.metrics.end() ? kNotKnown : value->second;
  ending.result.reason = "completed";
  ending.result.evaluationPath = kFile;
  ending.result.peakMemoryMb = peakMemoryMb();
  run.journal.status().bestValue = ending.bestValue;
  return finishRun(input.folder, run.journal, ending);
}

}  // namespace

Status runEvaluation(RunParts& run) {
  TELESOFT_CHECK(run.journal.enter(RunState::Running));
  TELESOFT_CHECK(run.journal.event("started", {{"totalSteps", 0}, {"device", "cpu"}}));
  Status done = evaluateModels(run);
  const RunRequest request = run.control.request();
  if (!done && done.error().code == ErrorCode::Cancelled && request != RunRequest::None) {
    Ending ending;
    ending.bestValue = kNotKnown;
    ending.result.reason = request == RunRequest::Pause ? "paused" : "cancelled";
    return finishRun(run.input.folder, run.journal, ending);
  }
  return done;
}

}  // namespace telesoft::engine
