// A run of kind "train": from the prepared set to a model folder and result.json.
#pragma once

#include "telesoft/engine/run/control.h"
#include "telesoft/engine/run/run_data.h"
#include "telesoft/engine/run/run_journal.h"

namespace telesoft::engine {

struct RunParts {
  RunInput input;
  RunJournal& journal;
  Control& control;
};

/// Ends with the state succeeded, cancelled or paused in the journal. A cancelled run keeps its
/// best model where it has one.
[[nodiscard]] base::Status runTraining(RunParts& run);

}  // namespace telesoft::engine
