#include "telesoft/jobs/launch/local_launcher.h"

#include <algorithm>
#include <csignal>

#include "telesoft/base/os/lock_file.h"
#include "telesoft/base/os/paths.h"
#include "telesoft/base/os/subprocess.h"
#include "telesoft/base/text.h"

namespace telesoft::jobs {

using base::ErrorCode;
using base::fail;
using base::Path;
using base::Result;

namespace {

/// True where that process has the run directory among its arguments.
bool worksOn(std::int64_t processId, const Path& folder) {
  if (!base::isRunning(static_cast<int>(processId))) {
    return false;
  }
  const auto line = base::readFile("/proc/" + std::to_string(processId) + "/cmdline", 1U << 20U);
  if (!line) {
    return false;
  }
  const std::vector<std::string> arguments = base::split(*line, '\0');
  return std::find(arguments.begin(), arguments.end(), folder.string()) != arguments.end();
}

}  // namespace

Result<std::int64_t> LocalLauncher::launch(const RunDirectory& run) {
  TELESOFT_TRY(engine, base::engineProgram(engine_));
  auto started = base::startDetached({.program = engine,
                                      .arguments = {"run", run.folder().string()},
                                      .standardOutput = run.logFile(),
                                      .standardError = run.logFile()});
  if (!started) {
    return fail(ErrorCode::Unavailable, "the engine cannot be started: " + started.error().text(),
                "check that telesoft-engine is installed beside this program");
  }
  return static_cast<std::int64_t>(*started);
}

bool LocalLauncher::isAlive(const RunDirectory& run, std::int64_t processId) {
  // The process first: looking at the lock takes it for a moment, which a starting engine would
  // take for another engine.
  return worksOn(processId, run.folder()) || base::LockFile::isHeld(run.lockFile());
}

void LocalLauncher::kill(const RunDirectory& run, std::int64_t processId) {
  const auto status = run.status();
  const std::int64_t told = status && *status ? (*status)->processId : 0;
  for (const std::int64_t id : {processId, told}) {
    if (worksOn(id, run.folder())) {
      ::kill(static_cast<pid_t>(id), SIGKILL);
    }
  }
}

}  // namespace telesoft::jobs
