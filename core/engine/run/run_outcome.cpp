#include "telesoft/engine/run/run_outcome.h"

#include <cstdio>
#include <limits>

#include <sys/resource.h>
#include <unistd.h>

namespace telesoft::engine {

using base::Path;
using base::Result;
using base::Status;
using protocol::RunResult;
using protocol::RunState;

namespace {

RunState stateOf(const std::string& reason) {
  if (reason == "paused") {
    return RunState::Paused;
  }
  return reason == "cancelled" ? RunState::Cancelled : RunState::Succeeded;
}

Status announce(RunJournal& journal, const Ending& ending) {
  const RunResult& result = ending.result;
  TELESOFT_CHECK(journal.event("finished", {{"step", result.steps},
                                            {"bestStep", result.bestStep},
                                            {"bestValue", base::toJson(ending.bestValue)},
                                            {"reason", result.reason}}));
  return journal.enter(stateOf(result.reason));
}

}  // namespace

double peakMemoryMb() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / 1024.0;
}

double memoryMb() {
  const auto text = base::readFile("/proc/self/statm", 4096);
  unsigned long long all = 0;
  unsigned long long resident = 0;
  if (!text ||
      std::sscanf(text->c_str(), "%llu %llu", &all, &resident) != 2) {  // NOLINT(cert-err34-c)
    return std::numeric_limits<double>::quiet_NaN();
  }
  return static_cast<double>(resident) * static_cast<double>(::sysconf(_SC_PAGESIZE)) / 1048576.0;
}

Status finishRun(const Path& folder, RunJournal& journal, const Ending& ending) {
  if (ending.result.reason != "paused") {
    TELESOFT_CHECK(
        base::writeFileWhole(folder / "result.json", base::toJson(ending.result).dump(2) + "\n")
            .in("writing result.json"));
  }
  return announce(journal, ending);
}

Result<bool> wasFinished(const Path& folder, RunJournal& journal) {
  const auto text = base::readFile(folder / "result.json", 1U << 24U);
  if (!text) {
    return false;
  }
  TELESOFT_TRY(parsed, base::parseJson(*text).in("reading result.json"));
  TELESOFT_TRY(result, base::fromJson<RunResult>(parsed).in("reading result.json"));
  if (journal.lastKind() != "finished") {
    TELESOFT_CHECK(announce(journal, {result, journal.status().bestValue}));
  } else if (journal.status().state != stateOf(result.reason)) {
    TELESOFT_CHECK(journal.enter(stateOf(result.reason)));
  }
  return true;
}

}  // namespace telesoft::engine
