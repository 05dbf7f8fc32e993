// A workspace in which jobs can run, a launcher that starts nothing, and a listener that remembers.
#pragma once

#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "telesoft/base/log.h"
#include "telesoft/jobs/launch/launcher.h"
#include "telesoft/jobs/run_driver.h"
#include "telesoft/jobs/supervisor.h"
#include "telesoft/protocol/run_spec.h"
#include "telesoft/store/workspace.h"

#include "support/fake_clock.h"
#include "support/must.h"
#include "support/temp_folder.h"
#include "support/test_case.h"

namespace telesoft::tests {

class FakeLauncher final : public jobs::Launcher {
 public:
  base::Result<std::int64_t> launch(const jobs::RunDirectory& run) override;
  bool isAlive(const jobs::RunDirectory& run, std::int64_t processId) override;
  void kill(const jobs::RunDirectory& run, std::int64_t processId) override;

  std::vector<std::string> launched;  // folder names of the runs, in order
  std::vector<std::string> killed;
  std::map<std::string, bool> alive;
  bool refuses = false;
};

/// Thread: any.
class RememberingListener final : public jobs::RunListener {
 public:
  void jobChanged(const protocol::Job& job) override;
  void jobEvents(const base::JobId& id, const std::vector<protocol::JobEvent>& events) override;
  void modelRegistered(const protocol::Model& model) override;
  void evaluationChanged(const protocol::Evaluation& evaluation) override;
  base::Status completeEvaluation(protocol::Evaluation& evaluation,
                                  const base::Path& folder) override;

  std::mutex mutex;
  std::vector<std::string> states;              // "job_1 running"
  std::vector<double> progress;                 // of all jobs
  std::vector<std::int64_t> seqs;               // of all events
  std::vector<std::string> models;              // their ids
  std::vector<std::string> evaluationStatuses;  // "queued", "running"
  bool refusesToComplete = false;
};

class JobsFixture {
 public:
  explicit JobsFixture(const base::Clock& clock);
  [[nodiscard]] store::Workspace& workspace() { return *workspace_; }
  [[nodiscard]] jobs::Supervisor::Parts parts(jobs::Launcher& launcher) {
    return {*workspace_, launcher, listener, log_};
  }
  /// Closes the workspace and opens it again, as a new server does.
  void reopen();

  [[nodiscard]] static protocol::RunSpec spec(protocol::RunKind kind = protocol::RunKind::Train);
  /// A run directory, with <run>/data/behaviour for the fake engine.
  jobs::RunDirectory makeRun(const std::string& job,
                             const std::string& behaviour = "",
                             protocol::RunKind kind = protocol::RunKind::Train);
  /// A run directory and the submission for it.
  jobs::Submission submission(const std::string& job, const std::string& behaviour = "");
  /// Evaluation "ev_1" of model "md_0" on "ds_1", which it inserts.
  jobs::Submission evaluationSubmission(const std::string& job);
  [[nodiscard]] jobs::RunDirectory run(const std::string& job);
  [[nodiscard]] store::JobRecord record(const std::string& job);
  [[nodiscard]] protocol::Evaluation evaluation();
  [[nodiscard]] std::vector<protocol::Model> models();
  /// Actions of the audit trail, oldest first, from the first job on.
  [[nodiscard]] std::vector<std::string> actions();
  [[nodiscard]] bool auditIsIntact();

  RememberingListener listener;

 private:
  const base::Clock& clock_;
  TempFolder folder_;
  std::unique_ptr<store::Workspace> workspace_;
  base::NullLog log_;
};

// What an engine writes.
void writeStatus(const jobs::RunDirectory& run, const protocol::RunStatus& status);
void appendText(const base::Path& file, const std::string& text);
[[nodiscard]] std::string eventLine(std::int64_t seq,
                                    const std::string& kind,
                                    const base::json& data);
/// result.json and model/ with its weights.
void writeModelResult(const jobs::RunDirectory& run);

}  // namespace telesoft::tests
