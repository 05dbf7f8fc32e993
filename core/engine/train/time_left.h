// How long a run will still take, from what its steps and evaluations have taken.
#pragma once

#include <cstdint>
#include <deque>

namespace telesoft::engine {

/// Medians of the last steps and evaluations: one slow step does not move it.
class TimeLeft {
 public:
  void addStep(double seconds) { add(steps_, seconds); }
  void addEvaluation(double seconds) { add(evaluations_, seconds); }
  /// Seconds; NaN before the first step.
  [[nodiscard]] double seconds(std::int64_t stepsLeft, std::int64_t evaluationsLeft) const;

 private:
  static void add(std::deque<double>& durations, double seconds);
  std::deque<double> steps_, evaluations_;
};

}  // namespace telesoft::engine
