#include "telesoft/engine/train/trainer.h"

#include <chrono>
#include <cmath>

#include "telesoft/engine/train/schedule.h"

namespace telesoft::engine {

using base::Error;
using base::ErrorCode;
using base::fail;
using base::Result;
using base::Status;

namespace {

constexpr size_t kWorstShown = 5;
/// A checkpoint between evaluations is written so often that at most a few per cent of the time
/// goes into writing, and about half a minute of work can be lost.
constexpr double kSaveEverySeconds = 30;
constexpr double kWorkPerSaving = 20;

class Stopwatch {
 public:
  [[nodiscard]] double seconds() const {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - began_).count();
  }

 private:
  std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
};

BatchShape shapeOf(const TrainingSetup& setup) {
  const protocol::Hyperparameters& h = setup.hyperparameters;
  return {setup.train.size(), h.batchSize, h.accumulationSteps, h.epochs,
          static_cast<std::uint64_t>(h.seed)};
}

std::string text(double number) {
  return base::json(number).dump();
}

}  // namespace

Trainer::Trainer(const TrainingSetup& setup, TrainingListener& listener)
    : setup_(setup),
      listener_(listener),
      plan_(shapeOf(setup)),
      optimizer_(setup_.model.parameters()),
      checkpoints_(setup_.checkpoints) {
  if (setup_.hyperparameters.classWeights) {
    classWeights_ = balancedWeights(setup_.train.label, setup_.classes);
  }
  if (setup_.hyperparameters.warmupSteps == 0) {
    setup_.hyperparameters.warmupSteps = static_cast<std::int64_t>(
        std::ceil(setup_.warmupFraction * static_cast<double>(plan_.totalSteps())));
  }
  state_.fingerprint = setup_.fingerprint;
  state_.seed = setup_.hyperparameters.seed;
}

double Trainer::epochsDone() const {
  return static_cast<double>(state_.step) / static_cast<double>(plan_.stepsPerEpoch());
}

double Trainer::valueOf(double score) const {
  return setup_.primary == "loss" ? -score : score;
}

bool Trainer::evaluationIsDue() const {
  const std::int64_t asked = setup_.hyperparameters.evalEverySteps;
  const std::int64_t every = asked > 0 ? asked : plan_.stepsPerEpoch();
  const bool isHere = state_.step % every == 0 || state_.step == plan_.totalSteps();
  return isHere && state_.evaluatedStep < state_.step;
}

bool Trainer::hasStoppedEarly() const {
  const std::int64_t patience = setup_.hyperparameters.earlyStoppingPatience;
  return patience > 0 && state_.evaluationsSinceBest >= patience;
}

std::int64_t Trainer::evaluationsLeft() const {
  const std::int64_t asked = setup_.hyperparameters.evalEverySteps;
  const std::int64_t every = asked > 0 ? asked : plan_.stepsPerEpoch();
  return (plan_.totalSteps() - state_.step + every - 1) / every;
}

Status Trainer::tryWorstBatch() {
  const std::vector<std::int64_t> rows =
      longestRows(setup_.train, setup_.hyperparameters.batchSize);
  static_cast<void>(setup_.model.accumulate(setup_.train, rows, {}, LossTerms{}));
  for (const auto& p : setup_.model.parameters().all()) {
    std::fill(p->gradient.begin(), p->gradient.end(), 0.0F);
  }
  return {};
}

Result<TrainingOutcome> Trainer::run() {
  TELESOFT_TRY(restored,
               checkpoints_.restoreLast(setup_.fingerprint, setup_.model.parameters(), optimizer_));
  if (restored) {
    state_ = *std::move(restored);
    resumedAt_ = state_.step;
    setup_.model.refresh();
  }
  TELESOFT_TRY(reason, loop());
  return finish(reason);
}

Result<std::string> Trainer::loop() {
  while (true) {
    if (evaluationIsDue()) {
      Status done = evaluate();
      if (!done &&
          !(done.error().code == ErrorCode::Cancelled && listener_.request() != RunRequest::None)) {
        return std::move(done).error();
      }
    }
    const RunRequest request = listener_.request();
    if (request == RunRequest::Cancel) {
      return std::string("cancelled");
    }
    if (request == RunRequest::Pause) {
      TELESOFT_CHECK(saveLast());
      return std::string("paused");
    }
    if (hasStoppedEarly() && state_.step < plan_.totalSteps()) {
      return std::string("early_stopping");
    }
    if (state_.step == plan_.totalSteps()) {
      return std::string("completed");
    }
    TELESOFT_CHECK(step());
    if (secondsSinceSaved_ > std::max(kSaveEverySeconds, kWorkPerSaving * secondsOfSaving_)) {
      TELESOFT_CHECK(saveLast());
    }
  }
}

LossTerms Trainer::lossTermsFor(const std::vector<std::vector<std::int64_t>>& batches) const {
  LossTerms terms;
  terms.classWeights = classWeights_;
  terms.smoothing = setup_.labelSmoothing;
  double total = 0;  // of all micro-batches: so many small ones equal one large one
  for (const auto& batch : batches) {
    for (const std::int64_t row : batch) {
      total += terms.weight(setup_.train.label[static_cast<size_t>(row)]);
    }
  }
  terms.scale = 1.0 / total;
  return terms;
}

Status Trainer::step() {
  const Stopwatch watch;
  const protocol::Hyperparameters& h = setup_.hyperparameters;
  const auto batches = plan_.batches(state_.step);
  const LossTerms terms = lossTermsFor(batches);
  const Draw draw{static_cast<std::uint64_t>(h.seed), plan_.epochOf(state_.step)};
  StepReport report;
  std::int64_t rows = 0;
  for (const auto& batch : batches) {
    report.loss += setup_.model.accumulate(setup_.train, batch, draw, terms) * terms.scale;
    rows += static_cast<std::int64_t>(batch.size());
  }
  report.gradientNorm = optimizer_.gradientNorm();
  report.learningRate =
      learningRateAt({h.schedule, h.learningRate, h.warmupSteps, plan_.totalSteps()}, state_.step);
  const bool isFinite = std::isfinite(report.loss) && std::isfinite(report.gradientNorm);
  const Error why = isFinite ? Error() : diverged(report.loss);
  if (isFinite) {
    const bool clips = h.clipNorm > 0 && report.gradientNorm > h.clipNorm;
    optimizer_.step({report.learningRate, h.weightDecay,
                     clips ? h.clipNorm / (report.gradientNorm + 1e-6) : 1.0});
    setup_.model.refresh();
    lastLoss_ = report.loss;
  }
  ++state_.step;
  const double seconds = watch.seconds();
  timeLeft_.addStep(seconds);
  stepSeconds_ += seconds;
  secondsSinceSaved_ += seconds;
  state_.elapsedSeconds += seconds;
  rowsStepped_ += rows;
  report.step = state_.step;
  report.totalSteps = plan_.totalSteps();
  report.epoch = epochsDone();
  report.samplesPerSecond = static_cast<double>(rows) / std::max(seconds, 1e-9);
  report.secondsLeft = timeLeft_.seconds(plan_.totalSteps() - state_.step, evaluationsLeft());
  TELESOFT_CHECK(listener_.stepped(report));
  return isFinite ? Status() : Status(why);
}

Error Trainer::diverged(double loss) const {
  std::string where;
  for (const auto& p : setup_.model.parameters().all()) {
    const auto bad = [](float x) { return !std::isfinite(x); };
    if (std::any_of(p->value.begin(), p->value.end(), bad)) {
      where = "; the weights of \"" + p->name + "\" are not numbers";
      break;
    }
    if (std::any_of(p->gradient.begin(), p->gradient.end(), bad)) {
      where = "; the gradient of \"" + p->name + "\" is the first that is not";
      break;
    }
  }
  const double rate = setup_.hyperparameters.learningRate;
  return fail(ErrorCode::InvalidInput,
              std::string(std::isfinite(loss) ? "the gradient" : "the loss") +
                  " is not a finite number at step " + std::to_string(state_.step + 1) +
                  " (the loss before it was " + text(lastLoss_) + ", the learning rate is " +
                  text(rate) + ")" + where,
              "train with a smaller learning rate, such as " + text(rate / 10) +
                  ", or with a longer warm-up");
}

Status Trainer::evaluate() {
  const Stopwatch watch;
  TELESOFT_TRY(probabilities, setup_.model.predict(setup_.validation, listener_.stop()));
  const ValidationMetrics metrics =
      validate(probabilities, setup_.validation.label, setup_.classes);
  state_.evaluatedStep = state_.step;
  state_.history.push_back({state_.step, metrics.byName()});
  const double score = metrics.score(setup_.primary);
  const bool isBest = state_.bestStep < 0 || score > state_.bestScore ||
                      (std::isnan(state_.bestScore) && !std::isnan(score));
  if (isBest) {
    TELESOFT_CHECK(checkpoints_.saveBest(setup_.model.parameters(), state_.step));
    state_.bestStep = state_.step;
    state_.bestScore = score;
    state_.evaluationsSinceBest = 0;
    TELESOFT_CHECK(listener_.saved(state_.step, CheckpointFolder::bestName(state_.step)));
  } else {
    ++state_.evaluationsSinceBest;
  }
  const double seconds = watch.seconds();
  timeLeft_.addEvaluation(seconds);
  state_.elapsedSeconds += seconds;
  TELESOFT_CHECK(listener_.evaluated({state_.step, epochsDone(), metrics.byName(),
                                      worstSamples(setup_.validation, probabilities, kWorstShown),
                                      state_.bestStep, valueOf(state_.bestScore)}));
  return saveLast();
}

Status Trainer::saveLast() {
  const Stopwatch watch;
  state_.epoch = plan_.epochOf(state_.step);
  state_.position = plan_.positionOf(state_.step);
  state_.optimizerSteps = optimizer_.steps();
  TELESOFT_CHECK(checkpoints_.saveLast(state_, setup_.model.parameters(), optimizer_));
  secondsOfSaving_ = watch.seconds();
  secondsSinceSaved_ = 0;
  return listener_.saved(state_.step, CheckpointFolder::lastName());
}

Result<TrainingOutcome> Trainer::finish(const std::string& reason) {
  TrainingOutcome out;
  out.reason = reason;
  out.step = state_.step;
  out.bestStep = state_.bestStep;
  out.bestValue = valueOf(state_.bestScore);
  out.seconds = state_.elapsedSeconds;
  out.samplesPerSecond = stepSeconds_ > 0 ? static_cast<double>(rowsStepped_) / stepSeconds_ : 0;
  for (const EvaluationPoint& point : state_.history) {
    if (point.step == state_.bestStep) {
      out.bestMetrics = point.metrics;
    }
  }
  if (reason != "paused" && state_.bestStep >= 0) {
    TELESOFT_CHECK(checkpoints_.restoreBest(state_.bestStep, setup_.model.parameters()));
    setup_.model.refresh();
  }
  return out;
}

}  // namespace telesoft::engine
