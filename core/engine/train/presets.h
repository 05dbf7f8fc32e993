// The values behind a 0 in a spec: learning rate and epochs by task and approach.
#pragma once

#include "telesoft/protocol/run_spec.h"

namespace telesoft::engine {

/// Fills learningRate and epochs where they are 0; everything else stays.
[[nodiscard]] protocol::Hyperparameters withPresets(const protocol::RunSpec& spec);

}  // namespace telesoft::engine
