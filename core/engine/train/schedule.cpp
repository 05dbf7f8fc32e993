#include "telesoft/engine/train/schedule.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace telesoft::engine {

double learningRateAt(const SchedulePlan& plan, std::int64_t step) {
  if (step < plan.warmupSteps) {
    return plan.learningRate * static_cast<double>(step) /
           static_cast<double>(std::max<std::int64_t>(1, plan.warmupSteps));
  }
  const auto left = static_cast<double>(plan.totalSteps - step);
  const auto span =
      static_cast<double>(std::max<std::int64_t>(1, plan.totalSteps - plan.warmupSteps));
  switch (plan.shape) {
    case protocol::Schedule::Constant:
      return plan.learningRate;
    case protocol::Schedule::Linear:
      return plan.learningRate * std::max(0.0, left / span);
    case protocol::Schedule::Cosine:
      return plan.learningRate * 0.5 * (1.0 + std::cos(std::numbers::pi * (1.0 - left / span)));
  }
  return plan.learningRate;
}

}  // namespace telesoft::engine
