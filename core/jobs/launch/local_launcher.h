// Engines as processes of this machine that outlive the server.
#pragma once

#include "telesoft/base/os/files.h"
#include "telesoft/jobs/launch/launcher.h"

namespace telesoft::jobs {

/// Runs `telesoft-engine run <run directory>` in a session of its own, what it prints to engine.log
/// (mode 0600). Alive means that engine.lock is held, or that the process of that id runs with the
/// run directory among its arguments (an id alone may have been given to another program).
class LocalLauncher final : public Launcher {
 public:
  /// An empty path: $TELESOFT_ENGINE_PROGRAM, else the telesoft-engine beside this program.
  explicit LocalLauncher(base::Path engine = {}) : engine_(std::move(engine)) {}
  [[nodiscard]] base::Result<std::int64_t> launch(const RunDirectory& run) override;
  [[nodiscard]] bool isAlive(const RunDirectory& run, std::int64_t processId) override;
  void kill(const RunDirectory& run, std::int64_t processId) override;

 private:
  base::Path engine_;
};

}  // namespace telesoft::jobs
