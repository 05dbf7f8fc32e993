// How an engine is started and seen to live: as a local process, later over SSH or under Slurm.
#pragma once

#include <cstdint>

#include "telesoft/base/result.h"
#include "telesoft/jobs/run_directory.h"

namespace telesoft::jobs {

/// Thread: one at a time.
class Launcher {
 public:
  virtual ~Launcher() = default;
  /// Starts the engine on the run, resuming from its checkpoint where there is one; gives the
  /// process id. Unavailable with a hint where there is no engine.
  [[nodiscard]] virtual base::Result<std::int64_t> launch(const RunDirectory& run) = 0;
  /// True while an engine works on the run, whoever started it. `processId` 0: not known.
  [[nodiscard]] virtual bool isAlive(const RunDirectory& run, std::int64_t processId) = 0;
  /// For an engine that does not answer any more; its checkpoint stands.
  virtual void kill(const RunDirectory& run, std::int64_t processId) = 0;
};

}  // namespace telesoft::jobs
