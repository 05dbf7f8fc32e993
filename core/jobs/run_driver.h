// Takes one job's run from its start to its end, a look at a time.
#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>

#include "telesoft/jobs/job_writer.h"
#include "telesoft/jobs/run_directory.h"
#include "telesoft/jobs/supervisor.h"

namespace telesoft::jobs {

/// Whatever happened since the last look, the server's own death included, a look finds out from
/// the record, the run directory and the engine's life, and decides one thing. Thread: one at a
/// time.
class RunDriver {
 public:
  RunDriver(Supervisor::Parts parts, const SupervisorSettings& settings)
      : parts_(parts), settings_(settings), writer_(parts.workspace, parts.listener) {}

  /// A waiting job becomes a running one; a failed one where its engine cannot be started.
  [[nodiscard]] base::Status start(const base::JobId& id);
  /// At a job that runs.
  [[nodiscard]] base::Status look(const store::JobRecord& record);
  [[nodiscard]] JobWriter& writer() { return writer_; }
  [[nodiscard]] RunDirectory runOf(const base::JobId& id) const;

 private:
  using Told = std::optional<protocol::RunStatus>;
  /// Since when something has been so; only of this server's life.
  struct Watch {
    std::optional<std::chrono::milliseconds> unknown, ended, cancelled;
  };
  [[nodiscard]] base::Status launch(const store::JobRecord& record);
  [[nodiscard]] base::Result<store::JobRecord> takeNews(store::JobRecord record,
                                                        const RunDirectory& run,
                                                        const Told& told);
  void watchLiving(const store::JobRecord& record, const RunDirectory& run, bool ended);
  [[nodiscard]] base::Status finish(const store::JobRecord& record,
                                    const RunDirectory& run,
                                    const protocol::RunStatus& status);
  [[nodiscard]] base::Status succeed(const store::JobRecord& record, const RunDirectory& run);
  /// With the best model so far, where there is one.
  [[nodiscard]] base::Status endCancelled(const store::JobRecord& record, const RunDirectory& run);
  struct End {
    protocol::JobState state;
    const char* action;
  };
  [[nodiscard]] base::Status registerModel(const store::JobRecord& record,
                                           const RunDirectory& run,
                                           const End& end);
  [[nodiscard]] base::Status storeEvaluation(const store::JobRecord& record,
                                             const RunDirectory& run);
  [[nodiscard]] base::Status lost(const store::JobRecord& record, const RunDirectory& run);
  [[nodiscard]] base::Status startAgain(const store::JobRecord& record);
  [[nodiscard]] base::Status moveTo(const store::JobRecord& record, const Move& move);
  [[nodiscard]] base::Status failJob(const store::JobRecord& record, const base::Error& error);
  [[nodiscard]] bool hasLasted(std::optional<std::chrono::milliseconds>& since,
                               bool now,
                               std::chrono::milliseconds limit) const;

  Supervisor::Parts parts_;
  const SupervisorSettings& settings_;
  JobWriter writer_;
  std::map<std::string, Watch> watches_;
};

}  // namespace telesoft::jobs
