// The end of a run: result.json, the event "finished", and the status, in this order, so that an
// engine killed between them finishes the rest when it is started again.
#pragma once

#include <optional>

#include "telesoft/engine/run/run_journal.h"

namespace telesoft::engine {

struct Ending {
  protocol::RunResult result;
  double bestValue = 0;
};

/// Peak of this process.
[[nodiscard]] double peakMemoryMb();
/// Of this process now.
[[nodiscard]] double memoryMb();

/// The state follows from result.reason. "paused" leaves no result.json: the run goes on later.
[[nodiscard]] base::Status finishRun(const base::Path& folder,
                                     RunJournal& journal,
                                     const Ending& ending);
/// True when result.json was there already; what was missing after it is then written.
[[nodiscard]] base::Result<bool> wasFinished(const base::Path& folder, RunJournal& journal);

}  // namespace telesoft::engine
