// What a run goes on from: weights, optimizer, position and the best so far, in files that are
// whole at every moment.
//
//   last.safetensors          values and moments of every parameter; the TrainingState as metadata
//   best-<step>.safetensors   the values at the best evaluation, the one that the state names
#pragma once

#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "telesoft/base/json.h"
#include "telesoft/base/os/files.h"
#include "telesoft/engine/models/parameter.h"
#include "telesoft/engine/train/adamw.h"

namespace telesoft::engine {

struct EvaluationPoint {
  std::int64_t step = 0;
  std::map<std::string, double> metrics;
};

/// Together with the spec, everything that decides the steps still to come. The random draws are
/// functions of seed, epoch and row, so seed and position are their whole state.
struct TrainingState {
  std::string format = "telesoft.checkpoint";
  std::int64_t version = 1;
  std::string fingerprint;  // of the spec and the data: another one is not gone on with
  std::int64_t seed = 0;
  std::int64_t step = 0;  // steps done
  std::int64_t epoch = 0, position = 0;
  std::int64_t optimizerSteps = 0;
  std::int64_t evaluatedStep = -1;                              // the last evaluation's
  std::int64_t bestStep = -1;                                   // -1: none yet
  double bestScore = std::numeric_limits<double>::quiet_NaN();  // larger is better
  std::int64_t evaluationsSinceBest = 0;
  double elapsedSeconds = 0;
  std::vector<EvaluationPoint> history;
};

class CheckpointFolder {
 public:
  explicit CheckpointFolder(base::Path folder) : folder_(std::move(folder)) {}

  /// Errors: OutOfResources when the disk is full; what was there stands.
  [[nodiscard]] base::Status saveBest(const Parameters& parameters, std::int64_t step) const;
  /// Then removes the best files that `state` does not name.
  [[nodiscard]] base::Status saveLast(const TrainingState& state,
                                      const Parameters& parameters,
                                      AdamW& optimizer) const;
  /// Nothing where there is no checkpoint. Errors: Conflict for another fingerprint, Corrupt for a
  /// file that does not fit the parameters; the parameters are then partly overwritten.
  [[nodiscard]] base::Result<std::optional<TrainingState>> restoreLast(
      const std::string& fingerprint, Parameters& parameters, AdamW& optimizer) const;
  [[nodiscard]] base::Status restoreBest(std::int64_t step, Parameters& parameters) const;

  [[nodiscard]] static std::string lastName() { return "last.safetensors"; }
  [[nodiscard]] static std::string bestName(std::int64_t step) {
    return "best-" + std::to_string(step) + ".safetensors";
  }
  /// Of both files together, at the moment of replacing them.
  [[nodiscard]] static std::uint64_t bytesNeeded(const Parameters& parameters);

 private:
  base::Path folder_;
};

template <class V>
void describe(V& v, EvaluationPoint& e) {
  v.required("step", e.step);
  v.required("metrics", e.metrics);
}
template <class V>
void describe(V& v, TrainingState& s) {
  v.required("format", s.format);
  v.required("version", s.version);
  v.required("fingerprint", s.fingerprint);
  v.required("seed", s.seed);
  v.required("step", s.step);
  v.required("epoch", s.epoch);
  v.required("position", s.position);
  v.required("optimizerSteps", s.optimizerSteps);
  v.required("evaluatedStep", s.evaluatedStep);
  v.required("bestStep", s.bestStep);
  v.required("bestScore", s.bestScore);
  v.required("evaluationsSinceBest", s.evaluationsSinceBest);
  v.required("elapsedSeconds", s.elapsedSeconds);
  v.required("history", s.history);
}

}  // namespace telesoft::engine
