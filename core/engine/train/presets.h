// The values behind a 0 in a spec: learning rate, with what belongs to it, and epochs, by task and
// approach.
#pragma once

#include "telesoft/protocol/run_spec.h"

namespace telesoft::engine {

struct Presets {
  protocol::Hyperparameters hyperparameters;  // with a rate and epochs
  double warmupFraction = 0;                  // of the steps, where the spec names none
  double labelSmoothing = 0;
};

/// Of `approach`, which is the spec's but for expert feedback, that trains as peft or full does. A
/// rate that is given stands for itself: warm-up and smoothing are then the spec's alone. Going on
/// from a tuned model takes a third of the rate and half of the passes: readers correct a few rows,
/// and what was learnt is to stay.
[[nodiscard]] Presets withPresets(const protocol::RunSpec& spec, protocol::Approach approach);

}  // namespace telesoft::engine
