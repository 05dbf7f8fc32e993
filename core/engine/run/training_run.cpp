#include "telesoft/engine/run/training_run.h"

#include <limits>
#include <thread>

#include "telesoft/base/hash.h"
#include "telesoft/engine/models/calibration.h"
#include "telesoft/engine/run/learner.h"
#include "telesoft/engine/run/model_folder.h"
#include "telesoft/engine/run/run_outcome.h"
#include "telesoft/engine/train/presets.h"

namespace telesoft::engine {

using base::ErrorCode;
using base::fail;
using base::Result;
using base::Status;
using protocol::Hyperparameters;
using protocol::RunState;

namespace {

/// Turns what the trainer tells into events and the status file.
class Reporter final : public TrainingListener {
 public:
  explicit Reporter(RunParts& run) : run_(run) {}

  RunRequest request() override { return run_.control.request(); }
  const base::Stop& stop() override { return run_.control.stop(); }

  Status stepped(const StepReport& r) override {
    TELESOFT_CHECK(
        run_.journal.event("metric", {{"step", r.step},
                                      {"epoch", r.epoch},
                                      {"values", base::toJson(std::map<std::string, double>{
                                                     {"loss", r.loss},
                                                     {"learningRate", r.learningRate},
                                                     {"gradientNorm", r.gradientNorm},
                                                     {"samplesPerSecond", r.samplesPerSecond},
                                                     {"memoryMb", memoryMb()}})}}));
    return run_.journal.progress(
        {r.step, r.totalSteps, r.epoch,
         static_cast<double>(r.step) / static_cast<double>(std::max<std::int64_t>(1, r.totalSteps)),
         r.secondsLeft});
  }

  Status evaluated(const EvaluationReport& r) override {
    TELESOFT_CHECK(run_.journal.event(
        "metric", {{"step", r.step}, {"epoch", r.epoch}, {"values", base::toJson(r.metrics)}}));
    for (const WorstSample& w : r.worst) {
      const auto& classes = run_.input.spec.classes;
      TELESOFT_CHECK(run_.journal.event(
          "sample", {{"step", r.step},
                     {"row", w.row},
                     {"label", classes[static_cast<size_t>(w.label)].name},
                     {"predicted", classes[static_cast<size_t>(w.predicted)].name},
                     {"loss", base::toJson(w.loss)}}));
    }
    run_.journal.status().bestStep = r.bestStep;
    run_.journal.status().bestValue = r.bestValue;
    return {};
  }

  Status saved(std::int64_t step, const std::string& name) override {
    return run_.journal.event(
        "checkpoint",
        {{"step", step}, {"path", "checkpoints/" + name}, {"best", name.starts_with("best-")}});
  }

 private:
  RunParts& run_;
};

std::string fingerprintOf(const protocol::RunSpec& spec, const Learner& learner) {
  protocol::RunSpec what = spec;
  what.runId.clear();
  what.hyperparameters.threads = 0;
  return base::sha256Hex(base::toJson(what).dump() + learner.dataFingerprint);
}

Status checkDisk(const base::Path& folder, Model& model) {
  TELESOFT_TRY(free, base::freeBytes(folder));
  const std::uint64_t needed = CheckpointFolder::bytesNeeded(model.parameters()) +
                               static_cast<std::uint64_t>(model.parameterCount()) * sizeof(float);
  if (free < needed) {
    return fail(ErrorCode::OutOfResources,
                "the disk of the run has " + std::to_string(free >> 20U) +
                    " MB free, and checkpoints and model need up to " +
                    std::to_string((needed >> 20U) + 1) + " MB",
                "free some space and start the run again");
  }
  return {};
}

Status announceStart(RunParts& run, Learner& learner, std::int64_t totalSteps) {
  run.journal.status().totalSteps = totalSteps;
  TELESOFT_CHECK(
      run.journal.event("started", {{"totalSteps", totalSteps},
                                    {"trainableParameters", learner.model->parameters().count()},
                                    {"parameters", learner.model->parameterCount()},
                                    {"precision", learner.model->precisionName()},
                                    {"threads", threadCount()},
                                    {"device", "cpu"}}));
  for (const Learner::Warning& warning : learner.warnings) {
    TELESOFT_CHECK(run.journal.warning(warning.message, warning.hint));
  }
  return run.journal.milestone("data_ready",
                               std::to_string(learner.train.size()) + " rows to train on, " +
                                   std::to_string(learner.validation.size()) + " to validate");
}

/// The model folder, and its part of the result.
Status keepModel(RunParts& run,
                 Learner& learner,
                 const TrainingOutcome& outcome,
                 const Hyperparameters& h,
                 protocol::RunResult& result) {
  const protocol::RunSpec& spec = run.input.spec;
  ModelDescription description;
  description.task = spec.task;
  description.approach = spec.approach;
  description.classes = spec.classes;
  description.baseModel = spec.baseModel.id;
  description.baseSha256 = spec.baseModel.sha256;
  description.maxLength = spec.task == protocol::Task::TextClassification ? h.maxLength : 0;
  description.primary = spec.targetMetrics.primary;
  description.validation = outcome.bestMetrics;
  // Not with the run's stop: a cancelled run keeps its best weights, calibrated like any other.
  TELESOFT_TRY(probabilities, learner.model->predict(learner.validation, {}));
  const Calibration fitted = fitTemperature(probabilities, learner.validation.label);
  description.temperature = result.temperature = fitted.temperature;
  description.calibrationRows = result.calibrationRows = fitted.rows;
  const base::Path folder = run.input.folder / "model";
  TELESOFT_TRY(written, writeModelFolder(folder, *learner.model, std::move(description)));
  TELESOFT_TRY(hash, base::sha256HexOfFile(folder / written.weightsFile));
  result.modelPath = "model";
  result.modelSha256 = hash;
  result.modelKind = written.kind;
  result.validation = outcome.bestMetrics;
  return run.journal.milestone(
      "model_saved", "the weights of step " + std::to_string(outcome.bestStep) + " are the model");
}

Status concludeTraining(RunParts& run,
                        Learner& learner,
                        const TrainingOutcome& outcome,
                        const Hyperparameters& h) {
  Ending ending;
  ending.bestValue = outcome.bestValue;
  protocol::RunResult& result = ending.result;
  result.reason = outcome.reason;
  result.steps = outcome.step;
  result.bestStep = std::max<std::int64_t>(0, outcome.bestStep);
  result.trainingSeconds = outcome.seconds;
  result.samplesPerSecond = outcome.samplesPerSecond;
  result.parameters = learner.model->parameterCount();
  result.trainableParameters = learner.model->parameters().count();
  if (outcome.reason != "paused" && outcome.bestStep >= 0) {
    TELESOFT_CHECK(keepModel(run, learner, outcome, h, result));
  }
  result.peakMemoryMb = peakMemoryMb();
  run.journal.status().step = outcome.step;
  return finishRun(run.input.folder, run.journal, ending);
}

/// Asked to stop before the first step: there is no model.
Status concludeBeforeTraining(RunParts& run, RunRequest request) {
  Ending ending;
  ending.bestValue = std::numeric_limits<double>::quiet_NaN();
  ending.result.reason = request == RunRequest::Pause ? "paused" : "cancelled";
  return finishRun(run.input.folder, run.journal, ending);
}

Status train(RunParts& run) {
  const protocol::RunSpec& spec = run.input.spec;
  const Presets presets = withPresets(spec, trainedAs(run.input));
  const Hyperparameters& h = presets.hyperparameters;
  const std::int64_t cores = std::max(1U, std::thread::hardware_concurrency());
  setThreads(h.threads > 0 ? h.threads : cores);
  TELESOFT_TRY(learner, makeLearner(run.input, h, run.control.stop()));
  TELESOFT_CHECK(checkLearnable(learner, spec));
  TELESOFT_CHECK(checkDisk(run.input.folder, *learner.model));
  Reporter reporter(run);
  Trainer trainer({*learner.model, learner.train, learner.validation,
                   static_cast<std::int64_t>(spec.classes.size()), h, spec.targetMetrics.primary,
                   run.input.folder / "checkpoints", fingerprintOf(spec, learner),
                   presets.warmupFraction, presets.labelSmoothing},
                  reporter);
  TELESOFT_CHECK(announceStart(run, learner, trainer.totalSteps()));
  TELESOFT_CHECK(learner.prepare(learner, run.control.stop()));
  TELESOFT_CHECK(trainer.tryWorstBatch());
  TELESOFT_TRY(outcome, trainer.run());
  return concludeTraining(run, learner, outcome, h);
}

}  // namespace

Status runTraining(RunParts& run) {
  TELESOFT_CHECK(run.journal.enter(RunState::Running));
  Status done = train(run);
  const RunRequest request = run.control.request();
  if (!done && done.error().code == ErrorCode::Cancelled && request != RunRequest::None) {
    return concludeBeforeTraining(run, request);
  }
  return done;
}

}  // namespace telesoft::engine
