#include "telesoft/jobs/run_driver.h"

#include "telesoft/jobs/event_log.h"
#include "telesoft/jobs/run_outcome.h"
#include "telesoft/jobs/run_progress.h"
#include "telesoft/store/tables/evaluation_table.h"
#include "telesoft/store/tables/model_table.h"

namespace telesoft::jobs {

using base::ErrorCode;
using base::fail;
using base::JobId;
using base::Result;
using base::Status;
using protocol::JobState;
using protocol::RunState;
using protocol::RunStatus;
using store::JobRecord;
using store::RunRequest;
using store::Transaction;

namespace {

constexpr const char* kServer = "workspace server";

JobId idOf(const JobRecord& record) {
  return JobId(record.job.id);
}

template <class T>
Status asStatus(const Result<T>& result) {
  return result ? Status() : Status(result.error());
}

/// "Paused" counts where a pause was asked for: else it is of a pause before.
bool hasEnded(const JobRecord& record, const RunStatus& status) {
  switch (status.state) {
    case RunState::Succeeded:
    case RunState::Failed:
    case RunState::Cancelled:
      return true;
    case RunState::Paused:
      return record.job.status == JobState::Pausing && record.request == RunRequest::Pause;
    case RunState::Starting:
    case RunState::Running:
      break;
  }
  return false;
}

/// Failures that may pass: they are tried again at the next look.
bool mayPass(const base::Error& error) {
  return error.code == ErrorCode::OutOfResources || error.code == ErrorCode::Unavailable;
}

}  // namespace

RunDirectory RunDriver::runOf(const JobId& id) const {
  return RunDirectory(parts_.workspace.runsFolder() / id.text());
}

Status RunDriver::start(const JobId& id) {
  TELESOFT_TRY(record, writer_.move(id, {JobState::Running, kServer, "job.start"}));
  return launch(record);
}

Status RunDriver::launch(const JobRecord& record) {
  const RunDirectory run = runOf(idOf(record));
  watches_.erase(record.job.id);
  Status ready = asStatus(run.spec());
  if (ready) {
    ready = run.request(record.request);
  }
  if (!ready) {
    return failJob(record, ready.error());
  }
  if (parts_.launcher.isAlive(run, record.processId)) {
    return {};
  }
  const auto started = parts_.launcher.launch(run);
  if (!started) {
    return failJob(record, started.error());
  }
  return asStatus(writer_.write(idOf(record), [&](Transaction&, JobRecord& now) -> Status {
    now.processId = *started;
    return {};
  }));
}

Status RunDriver::look(const JobRecord& record) {
  const RunDirectory run = runOf(idOf(record));
  std::error_code ignored;
  if (!std::filesystem::is_directory(run.folder(), ignored)) {
    return failJob(
        record, fail(ErrorCode::Corrupt, "the job's run directory is gone", "start the job again"));
  }
  const Status asked = run.request(record.request);
  // Its life before its words: what a dead engine has written is complete.
  const bool alive = parts_.launcher.isAlive(run, record.processId);
  const Told told = run.status().value_or(Told());
  TELESOFT_TRY(now, takeNews(record, run, told));
  const bool ended = told && hasEnded(now, *told);
  if (alive) {
    watchLiving(now, run, ended);
    return asked;
  }
  if (ended) {
    return finish(now, run, *told);
  }
  // A server that died between starting an engine and noting its process knows of it by its lock.
  const bool mayBeStarting = now.processId == 0;
  if (mayBeStarting && !hasLasted(watches_[now.job.id].unknown, true, settings_.startGrace)) {
    return {};
  }
  return lost(now, run);
}

Result<JobRecord> RunDriver::takeNews(JobRecord record, const RunDirectory& run, const Told& told) {
  EventTail tail(run.eventsFile(), record.eventOffset, record.eventSeq);
  while (true) {
    TELESOFT_TRY(events, tail.next());
    JobRecord next = record;
    for (const protocol::JobEvent& event : events) {
      applyEvent(next.job, event);
    }
    if (told) {
      applyStatus(next.job, *told);
    }
    if (events.empty() && base::toJson(next.job) == base::toJson(record.job)) {
      return record;
    }
    next.eventOffset = tail.offset();
    next.eventSeq = tail.lastSeq();
    TELESOFT_CHECK(writer_.write(idOf(record), [&](Transaction&, JobRecord& stored) -> Status {
      stored = next;
      return {};
    }));
    if (!events.empty()) {
      parts_.listener.jobEvents(idOf(record), events);
    }
    record = std::move(next);
  }
}

bool RunDriver::hasLasted(std::optional<std::chrono::milliseconds>& since,
                          bool now,
                          std::chrono::milliseconds limit) const {
  if (!now) {
    since.reset();
    return false;
  }
  since = since.value_or(parts_.workspace.clock().steady());
  return parts_.workspace.clock().steady() - *since >= limit;
}

void RunDriver::watchLiving(const JobRecord& record, const RunDirectory& run, bool ended) {
  Watch& watch = watches_[record.job.id];
  const bool cancelled = record.request == RunRequest::Cancel;
  const bool stays = hasLasted(watch.ended, ended, settings_.stopGrace);
  const bool deaf = hasLasted(watch.cancelled, cancelled, settings_.cancelGrace);
  if (stays || deaf) {
    parts_.log.warning("job " + record.job.id + ": its engine does not end, and is killed");
    parts_.launcher.kill(run, record.processId);
  }
}

Status RunDriver::finish(const JobRecord& record,
                         const RunDirectory& run,
                         const RunStatus& status) {
  switch (status.state) {
    case RunState::Succeeded:
      return succeed(record, run);
    case RunState::Cancelled:
      return endCancelled(record, run);
    case RunState::Paused:
      return moveTo(record, {JobState::Paused, kServer, "job.paused"});
    default:
      break;
  }
  const std::size_t hint = status.message.find('\n');
  base::Error error = fail(base::errorCodeOf(status.errorCode), status.message.substr(0, hint));
  if (hint != std::string::npos) {
    error.hint = status.message.substr(hint + 1);
  }
  return failJob(record, error);
}

Status RunDriver::succeed(const JobRecord& record, const RunDirectory& run) {
  const Status done = record.evaluation.empty()
                          ? registerModel(record, run, {JobState::Succeeded, "job.succeed"})
                          : storeEvaluation(record, run);
  if (!done && !mayPass(done.error())) {
    return failJob(record, done.error());
  }
  watches_.erase(record.job.id);
  return done;
}

Status RunDriver::endCancelled(const JobRecord& record, const RunDirectory& run) {
  const auto result = run.result();
  if (record.evaluation.empty() && result && !result->modelPath.empty()) {
    const Status kept = registerModel(record, run, {JobState::Cancelled, "job.cancelled"});
    if (kept || mayPass(kept.error())) {
      return kept;
    }
    parts_.log.warning("job " + record.job.id + ": its best model could not be kept");
  }
  return moveTo(record, {JobState::Cancelled, kServer, "job.cancelled"});
}

Status RunDriver::registerModel(const JobRecord& record, const RunDirectory& run, const End& end) {
  TELESOFT_TRY(model, takeModel(parts_.workspace, record, run));
  const auto alsoRegister = [&](Transaction& transaction, JobRecord& now) -> Status {
    now.job.resultModel = protocol::ResultModel{model.id};
    model.createdAt = transaction.now();
    TELESOFT_CHECK(store::ModelTable::insert(transaction, model));
    return transaction.audit(
        {kServer, "model.register", model.id, base::json{{"sha256", model.sha256}}});
  };
  TELESOFT_CHECK(writer_.move(idOf(record),
                              {end.state, kServer, end.action, base::json{{"model", model.id}}},
                              alsoRegister));
  watches_.erase(record.job.id);
  parts_.listener.modelRegistered(model);
  return {};
}

Status RunDriver::storeEvaluation(const JobRecord& record, const RunDirectory& run) {
  TELESOFT_TRY(evaluation, takeEvaluation(parts_.workspace, record, run, parts_.listener));
  return asStatus(writer_.move(
      idOf(record),
      {JobState::Succeeded, kServer, "job.succeed", base::json{{"evaluation", evaluation.id}}},
      [&](Transaction& transaction, JobRecord&) {
        return store::EvaluationTable::update(transaction, evaluation);
      }));
}

Status RunDriver::lost(const JobRecord& record, const RunDirectory& run) {
  if (record.request == RunRequest::Cancel) {
    return moveTo(record, {JobState::Cancelled, kServer, "job.cancelled"});
  }
  if (record.job.status == JobState::Pausing) {
    return moveTo(record, {JobState::Paused, kServer, "job.paused"});
  }
  if (record.restarts < settings_.restarts) {
    return startAgain(record);
  }
  const std::string words = run.logTail();
  return failJob(
      record, fail(ErrorCode::Internal,
                   "the engine has ended " + std::to_string(record.restarts + 1) +
                       " times without a result",
                   words.empty() ? "look at engine.log of the run" : "its last words: " + words));
}

Status RunDriver::startAgain(const JobRecord& record) {
  TELESOFT_TRY(again,
               writer_.write(idOf(record), [](Transaction& transaction, JobRecord& now) -> Status {
                 ++now.restarts;
                 now.processId = 0;
                 return transaction.audit(
                     {kServer, "job.restart", now.job.id, base::json{{"restart", now.restarts}}});
               }));
  parts_.log.warning("job " + record.job.id + ": its engine has died and is started again (" +
                     std::to_string(again.restarts) + " of " + std::to_string(settings_.restarts) +
                     ")");
  return launch(again);
}

Status RunDriver::moveTo(const JobRecord& record, const Move& move) {
  watches_.erase(record.job.id);
  return asStatus(writer_.move(idOf(record), move));
}

Status RunDriver::failJob(const JobRecord& record, const base::Error& error) {
  const std::string message = error.hint.empty() ? error.text() : error.text() + "\n" + error.hint;
  return moveTo(record,
                {JobState::Failed, kServer, "job.fail",
                 base::json{{"code", std::string(base::errorInfo(error.code).name)}}, message});
}

}  // namespace telesoft::jobs
