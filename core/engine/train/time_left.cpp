#include "telesoft/engine/train/time_left.h"

#include <algorithm>
#include <limits>
#include <vector>

namespace telesoft::engine {

namespace {

constexpr size_t kKept = 101;

double median(const std::deque<double>& durations) {
  std::vector<double> sorted(durations.begin(), durations.end());
  const auto middle = sorted.begin() + static_cast<std::ptrdiff_t>(sorted.size() / 2);
  std::nth_element(sorted.begin(), middle, sorted.end());
  return *middle;
}

}  // namespace

void TimeLeft::add(std::deque<double>& durations, double seconds) {
  durations.push_back(seconds);
  if (durations.size() > kKept) {
    durations.pop_front();
  }
}

double TimeLeft::seconds(std::int64_t stepsLeft, std::int64_t evaluationsLeft) const {
  if (steps_.empty()) {
    return std::numeric_limits<double>::quiet_NaN();
  }
  const double forSteps = median(steps_) * static_cast<double>(stepsLeft);
  const double forEvaluations =
      evaluations_.empty() ? 0.0 : median(evaluations_) * static_cast<double>(evaluationsLeft);
  return forSteps + forEvaluations;
}

}  // namespace telesoft::engine
