// The one training loop, for every model: steps, evaluations, checkpoints, early stopping.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "telesoft/base/stop.h"
#include "telesoft/engine/models/model.h"
#include "telesoft/engine/train/adamw.h"
#include "telesoft/engine/train/batch_plan.h"
#include "telesoft/engine/train/checkpoint.h"
#include "telesoft/engine/train/samples.h"
#include "telesoft/engine/train/time_left.h"
#include "telesoft/engine/train/validation.h"
#include "telesoft/protocol/run_spec.h"

namespace telesoft::engine {

enum class RunRequest { None, Pause, Cancel };

struct StepReport {
  std::int64_t step = 0, totalSteps = 0;  // steps done, this one counted
  double epoch = 0;                       // passes over the rows done
  double loss = 0, learningRate = 0, gradientNorm = 0, samplesPerSecond = 0, secondsLeft = 0;
};

struct EvaluationReport {
  std::int64_t step = 0;
  double epoch = 0;
  std::map<std::string, double> metrics;
  std::vector<WorstSample> worst;
  std::int64_t bestStep = 0;
  double bestValue = 0;  // of the primary metric
};

/// Hears of everything as it happens, in the training thread. An error that it gives ends the run.
class TrainingListener {
 public:
  virtual ~TrainingListener() = default;
  /// Asked at every step.
  [[nodiscard]] virtual RunRequest request() = 0;
  /// Requested as soon as request() is not None, for evaluations.
  [[nodiscard]] virtual const base::Stop& stop() = 0;
  [[nodiscard]] virtual base::Status stepped(const StepReport& report) = 0;
  [[nodiscard]] virtual base::Status evaluated(const EvaluationReport& report) = 0;
  [[nodiscard]] virtual base::Status saved(std::int64_t step, const std::string& name) = 0;
};

struct TrainingSetup {
  Model& model;
  const Examples& train;
  const Examples& validation;
  std::int64_t classes = 2;
  protocol::Hyperparameters hyperparameters;  // presets filled in
  std::string primary = "f1_score";
  base::Path checkpoints;
  std::string fingerprint;
  double warmupFraction = 0;  // of the steps, where warmupSteps is 0
  double labelSmoothing = 0;
};

struct TrainingOutcome {
  std::string reason;  // completed | early_stopping | cancelled | paused
  std::int64_t step = 0;
  std::int64_t bestStep = -1;  // -1: none; otherwise the model holds the best weights
  double bestValue = 0;
  std::map<std::string, double> bestMetrics;
  double seconds = 0;  // of training and evaluation, over all resumptions
  double samplesPerSecond = 0;
};

/// Goes on from the checkpoint where there is one. With one thread, a run that is interrupted at
/// any moment and resumed gives the same bytes as one that is not. The state before the first step
/// is evaluated too, so that the best is never worse on validation than the beginning.
class Trainer {
 public:
  Trainer(const TrainingSetup& setup, TrainingListener& listener);
  /// Errors: InvalidInput with a diagnosis when the loss stops being a number; OutOfResources when
  /// a checkpoint cannot be written; those of the listener.
  [[nodiscard]] base::Result<TrainingOutcome> run();
  [[nodiscard]] std::int64_t totalSteps() const { return plan_.totalSteps(); }
  /// Steps that a checkpoint had done; 0 for a fresh start.
  [[nodiscard]] std::int64_t resumedAt() const { return resumedAt_; }
  /// A pass over the rows that need most memory, without effect: what cannot work fails here,
  /// before anything has been trained.
  [[nodiscard]] base::Status tryWorstBatch();

 private:
  [[nodiscard]] bool evaluationIsDue() const;
  [[nodiscard]] bool hasStoppedEarly() const;
  [[nodiscard]] std::int64_t evaluationsLeft() const;
  [[nodiscard]] double epochsDone() const;
  [[nodiscard]] double valueOf(double score) const;
  [[nodiscard]] LossTerms lossTermsFor(const std::vector<std::vector<std::int64_t>>& batches) const;
  [[nodiscard]] base::Result<std::string> loop();
  [[nodiscard]] base::Status step();
  [[nodiscard]] base::Status evaluate();
  [[nodiscard]] base::Status saveLast();
  [[nodiscard]] base::Error diverged(double loss) const;
  [[nodiscard]] base::Result<TrainingOutcome> finish(const std::string& reason);

  TrainingSetup setup_;
  TrainingListener& listener_;
  BatchPlan plan_;
  AdamW optimizer_;
  CheckpointFolder checkpoints_;
  TrainingState state_;
  TimeLeft timeLeft_;
  std::vector<double> classWeights_;
  std::int64_t resumedAt_ = 0;
  double lastLoss_ = 0;
  double secondsSinceSaved_ = 0, secondsOfSaving_ = 0;
  double stepSeconds_ = 0;
  std::int64_t rowsStepped_ = 0;
};

}  // namespace telesoft::engine
