// The learning rate at each step. Source: Hugging Face optimization.py: the first warm-up step has
// rate 0.
#pragma once

#include <cstdint>

#include "telesoft/protocol/run_spec.h"

namespace telesoft::engine {

struct SchedulePlan {
  protocol::Schedule shape = protocol::Schedule::Linear;
  double learningRate = 0;
  std::int64_t warmupSteps = 0, totalSteps = 0;
};

/// At step `step`, counted from 0.
[[nodiscard]] double learningRateAt(const SchedulePlan& plan, std::int64_t step);

}  // namespace telesoft::engine
