// One run of the engine, from the run directory to the exit status.
#pragma once

#include "telesoft/base/clock.h"
#include "telesoft/base/os/files.h"
#include "telesoft/base/result.h"

namespace telesoft::engine {

/// Holds <run>/engine.lock while it works. A run that was interrupted goes on from its checkpoint;
/// one that is finished stays as it is. What goes wrong stands in status.json and events.jsonl, and
/// is given back. Conflict, with nothing touched, while another engine works on the run.
[[nodiscard]] base::Status runEngine(const base::Path& folder, const base::Clock& clock);

}  // namespace telesoft::engine
