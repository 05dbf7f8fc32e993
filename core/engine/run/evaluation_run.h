// A run of kind "evaluate": the models' answers on the test part, evaluation.json and result.json.
#pragma once

#include "telesoft/engine/run/training_run.h"

namespace telesoft::engine {

/// Ends with the state succeeded, cancelled or paused in the journal; a paused one begins anew.
[[nodiscard]] base::Status runEvaluation(RunParts& run);

}  // namespace telesoft::engine
