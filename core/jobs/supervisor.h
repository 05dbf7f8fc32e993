// Drives the jobs: queue, engines, their events and their ends, over crashes of either side.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include "telesoft/base/log.h"
#include "telesoft/jobs/launch/launcher.h"
#include "telesoft/jobs/run_listener.h"
#include "telesoft/store/workspace.h"

namespace telesoft::jobs {

struct SupervisorSettings {
  std::size_t atOnce = 1;                   // runs at once
  std::chrono::milliseconds interval{150};  // between two looks at the runs
  std::int64_t restarts = 3;                // of an engine that died, resuming from its checkpoint
  // Until an engine whose process a killed server had not yet noted must hold its lock.
  std::chrono::milliseconds startGrace{3000};
  std::chrono::milliseconds stopGrace{20000};     // until an engine that has ended must be gone
  std::chrono::milliseconds cancelGrace{120000};  // until an engine that is to cancel is killed
};

/// A job to be run; its run directory has been made by RunDirectory::create().
struct Submission {
  protocol::Job job;              // id, name, kind, request; the rest is filled
  base::EvaluationId evaluation;  // kind "evaluation" only
  std::string actor;              // for the audit trail
  /// Changes that belong into the job's own transaction, such as the evaluation's row; may be
  /// empty.
  std::function<base::Status(store::Transaction&)> alsoWrite = {};
};

/// The database is the truth: every decision is a legal transition in one transaction, so that a
/// server killed at any moment goes on where it was, and no run is lost or started twice. The
/// registered model's id is the job's with "md_" before it, so that registering twice is the same
/// as once. Thread: any.
class Supervisor {
 public:
  struct Parts {
    store::Workspace& workspace;
    Launcher& launcher;
    RunListener& listener;
    base::Log& log;
  };
  Supervisor(Parts parts, SupervisorSettings settings = {});
  /// Stops looking; runs go on by themselves.
  ~Supervisor();
  Supervisor(const Supervisor&) = delete;
  Supervisor& operator=(const Supervisor&) = delete;

  /// Removes run directories of no job, takes up the unfinished jobs, and starts the thread.
  [[nodiscard]] base::Status start();
  /// Runs go on by themselves.
  void stop();

  [[nodiscard]] base::Result<protocol::Job> submit(const Submission& submission);
  /// A waiting or paused job is cancelled at once, a running one at its next step. Conflict where
  /// it has ended; no error where it is being cancelled already.
  [[nodiscard]] base::Result<protocol::Job> cancel(const base::JobId& id, const std::string& actor);
  [[nodiscard]] base::Result<protocol::Job> pause(const base::JobId& id, const std::string& actor);
  /// Back into the queue, to go on from the checkpoint.
  [[nodiscard]] base::Result<protocol::Job> resume(const base::JobId& id, const std::string& actor);

  /// Jobs that wait or run: while there are some, the server does not stop by itself.
  [[nodiscard]] base::Result<std::int64_t> unfinished() const;
  /// One look at all runs, as the thread does it: for tests. Not while the thread runs.
  [[nodiscard]] base::Status lookOnce();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace telesoft::jobs
