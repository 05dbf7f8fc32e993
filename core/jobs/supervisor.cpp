#include "telesoft/jobs/supervisor.h"

#include <condition_variable>
#include <mutex>
#include <thread>

#include "telesoft/jobs/job_state.h"
#include "telesoft/jobs/queue.h"
#include "telesoft/jobs/run_driver.h"

namespace telesoft::jobs {

using base::ErrorCode;
using base::fail;
using base::JobId;
using base::Result;
using base::Status;
using protocol::Job;
using protocol::JobState;
using store::JobRecord;
using store::JobTable;
using store::RunRequest;
using store::Snapshot;
using store::Transaction;

class Supervisor::Impl {
 public:
  Impl(Parts parts, SupervisorSettings settings)
      : parts_(parts), settings_(settings), queue_(settings.atOnce), driver_(parts_, settings_) {}

  Status start();
  void stop();
  Result<Job> submit(const Submission& submission);
  Result<Job> cancel(const JobId& id, const std::string& actor);
  Result<Job> pause(const JobId& id, const std::string& actor);
  Result<Job> resume(const JobId& id, const std::string& actor);
  Result<std::vector<JobRecord>> unfinished() const;
  Status lookOnce();

 private:
  void serve(const std::stop_token& stop);
  void report(const Status& status);
  Status lookAtRunning();
  Status startWaiting();
  Status tellWaiting();
  Result<JobRecord> find(const JobId& id) const;
  Result<Job> cancelRunning(const JobRecord& record, const std::string& actor);
  Result<Job> told(Result<JobRecord> changed);

  Parts parts_;
  const SupervisorSettings settings_;
  const Queue queue_;
  std::mutex mutex_;  // one look or one request at a time
  RunDriver driver_;
  bool idle_ = false;
  bool news_ = false;
  std::condition_variable_any changed_;
  std::string lastTrouble_;  // of the thread
  std::jthread thread_;
};

Status Supervisor::Impl::start() {
  TELESOFT_TRY(ids, parts_.workspace.database().read(
                        [](const Snapshot& snapshot) { return JobTable::ids(snapshot); }));
  std::set<std::string> known;
  for (const JobId& id : ids) {
    known.insert(id.text());
  }
  TELESOFT_TRY(removed, RunDirectory::removeOrphans(parts_.workspace.runsFolder(), known));
  if (removed > 0) {
    parts_.log.info(std::to_string(removed) + " half-made run directories were removed");
  }
  thread_ = std::jthread([this](const std::stop_token& stop) { serve(stop); });
  return {};
}

void Supervisor::Impl::stop() {
  if (thread_.joinable()) {
    thread_.request_stop();
    thread_.join();
  }
}

void Supervisor::Impl::serve(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    report(lookOnce());
    std::unique_lock lock(mutex_);
    const auto hasNews = [this] { return news_; };
    if (idle_) {
      changed_.wait(lock, stop, hasNews);
    } else {
      changed_.wait_for(lock, stop, settings_.interval, hasNews);
    }
    news_ = false;
  }
}

/// What stays wrong is told once.
void Supervisor::Impl::report(const Status& status) {
  const std::string trouble = status ? "" : status.error().text();
  if (!trouble.empty() && trouble != lastTrouble_) {
    parts_.log.error("looking at the jobs: " + trouble);
  }
  lastTrouble_ = trouble;
}

Status Supervisor::Impl::lookOnce() {
  const std::lock_guard lock(mutex_);
  idle_ = false;
  const Status looked = lookAtRunning();
  TELESOFT_CHECK(startWaiting());
  TELESOFT_CHECK(tellWaiting());
  return looked;
}

/// One job's trouble does not keep the others waiting.
Status Supervisor::Impl::lookAtRunning() {
  TELESOFT_TRY(records, unfinished());
  Status first;
  for (const JobRecord& record : records) {
    if (record.job.status != JobState::Queued) {
      Status looked = driver_.look(record);
      if (!looked && first) {
        first = std::move(looked).in("job", record.job.id);
      }
    }
  }
  return first;
}

Status Supervisor::Impl::startWaiting() {
  TELESOFT_TRY(records, unfinished());
  for (const JobId& id : queue_.startable(records)) {
    TELESOFT_CHECK(driver_.start(id).in("starting job", id.text()));
  }
  return {};
}

Status Supervisor::Impl::tellWaiting() {
  TELESOFT_TRY(records, unfinished());
  for (const JobRecord& record : records) {
    const JobId id(record.job.id);
    const std::string why = queue_.whyItWaits(records, id);
    if (record.job.status == JobState::Queued && record.job.message != why) {
      auto written = driver_.writer().write(id, [&](Transaction&, JobRecord& now) -> Status {
        now.job.message = why;
        return {};
      });
      TELESOFT_CHECK(std::move(written));
    }
  }
  idle_ = records.empty();
  return {};
}

Result<std::vector<JobRecord>> Supervisor::Impl::unfinished() const {
  return parts_.workspace.database().read(
      [](const Snapshot& snapshot) { return JobTable::unfinished(snapshot); });
}

Result<JobRecord> Supervisor::Impl::find(const JobId& id) const {
  return parts_.workspace.database().read(
      [&](const Snapshot& snapshot) { return JobTable::find(snapshot, id); });
}

/// Wakes the thread, and gives what the API shows.
Result<Job> Supervisor::Impl::told(Result<JobRecord> changed) {
  TELESOFT_TRY(record, std::move(changed));
  news_ = true;
  changed_.notify_all();
  return std::move(record.job);
}

Result<Job> Supervisor::Impl::submit(const Submission& submission) {
  const JobId id(submission.job.id);
  TELESOFT_TRY(spec, driver_.runOf(id).spec());
  const std::lock_guard lock(mutex_);
  auto submitted =
      parts_.workspace.database().write([&](Transaction& transaction) -> Result<JobRecord> {
        JobRecord record;
        record.job = submission.job;
        record.job.status = JobState::Queued;
        record.job.createdAt = transaction.now();
        record.job.createdBy = submission.actor;
        record.evaluation = submission.evaluation;
        if (submission.alsoWrite) {
          TELESOFT_CHECK(submission.alsoWrite(transaction));
        }
        TELESOFT_CHECK(JobTable::insert(transaction, record));
        TELESOFT_CHECK(transaction.audit({submission.actor,
                                          "job.submit",
                                          id.text(),
                                          {{"kind", record.job.kind},
                                           {"approach", std::string(base::nameOf(spec.approach))},
                                           {"baseModel", record.job.request.baseModel},
                                           {"trainingData", record.job.request.trainingData},
                                           {"evaluation", record.evaluation.text()}}}));
        return record;
      });
  if (submitted) {
    parts_.listener.jobChanged(submitted->job);
  }
  return told(std::move(submitted));
}

Result<Job> Supervisor::Impl::cancel(const JobId& id, const std::string& actor) {
  const std::lock_guard lock(mutex_);
  TELESOFT_TRY(record, find(id));
  const JobState state = record.job.status;
  if (state == JobState::Running || state == JobState::Pausing) {
    return cancelRunning(record, actor);
  }
  return told(driver_.writer().move(id, {JobState::Cancelled, actor, "job.cancelled"}));
}

Result<Job> Supervisor::Impl::cancelRunning(const JobRecord& record, const std::string& actor) {
  if (record.request == RunRequest::Cancel) {
    return record.job;
  }
  const JobId id(record.job.id);
  auto asked = driver_.writer().write(id, [&](Transaction& transaction, JobRecord& now) -> Status {
    now.request = RunRequest::Cancel;
    now.job.message = "is cancelled at its next step";
    return transaction.audit({actor, "job.cancel", id.text()});
  });
  if (asked) {  // the next look does it again where it fails here
    static_cast<void>(driver_.runOf(id).request(RunRequest::Cancel));
  }
  return told(std::move(asked));
}

Result<Job> Supervisor::Impl::pause(const JobId& id, const std::string& actor) {
  const std::lock_guard lock(mutex_);
  TELESOFT_TRY(record, find(id));
  const JobState state = record.job.status;
  if (record.request == RunRequest::Cancel && !isFinal(state)) {
    return fail(ErrorCode::Conflict, "the job is being cancelled", "wait until it has ended");
  }
  if (state == JobState::Pausing || state == JobState::Paused) {
    return std::move(record.job);
  }
  if (state == JobState::Queued) {
    return told(driver_.writer().move(id, {JobState::Paused, actor, "job.paused"}));
  }
  auto asked = driver_.writer().move(id, {JobState::Pausing, actor, "job.pause"},
                                     [](Transaction&, JobRecord& now) -> Status {
                                       now.request = RunRequest::Pause;
                                       return {};
                                     });
  if (asked) {
    static_cast<void>(driver_.runOf(id).request(RunRequest::Pause));
  }
  return told(std::move(asked));
}

Result<Job> Supervisor::Impl::resume(const JobId& id, const std::string& actor) {
  const std::lock_guard lock(mutex_);
  return told(driver_.writer().move(id, {JobState::Queued, actor, "job.resume"},
                                    [](Transaction& transaction, JobRecord& now) -> Status {
                                      TELESOFT_TRY(number, JobTable::nextQueueNumber(transaction));
                                      now.queueNumber = number;
                                      now.request = RunRequest::None;
                                      now.restarts = 0;
                                      return {};
                                    }));
}

Supervisor::Supervisor(Parts parts, SupervisorSettings settings)
    : impl_(std::make_unique<Impl>(parts, settings)) {}
Supervisor::~Supervisor() {
  stop();
}

Status Supervisor::start() {
  return impl_->start();
}
void Supervisor::stop() {
  impl_->stop();
}
Result<Job> Supervisor::submit(const Submission& submission) {
  return impl_->submit(submission);
}
Result<Job> Supervisor::cancel(const JobId& id, const std::string& actor) {
  return impl_->cancel(id, actor);
}
Result<Job> Supervisor::pause(const JobId& id, const std::string& actor) {
  return impl_->pause(id, actor);
}
Result<Job> Supervisor::resume(const JobId& id, const std::string& actor) {
  return impl_->resume(id, actor);
}
Result<std::int64_t> Supervisor::unfinished() const {
  TELESOFT_TRY(records, impl_->unfinished());
  return static_cast<std::int64_t>(records.size());
}
Status Supervisor::lookOnce() {
  return impl_->lookOnce();
}

}  // namespace telesoft::jobs
