#include "telesoft/jobs/job_writer.h"

#include "telesoft/jobs/job_state.h"
#include "telesoft/store/tables/evaluation_table.h"

namespace telesoft::jobs {

using base::Result;
using base::Status;
using protocol::Evaluation;
using protocol::JobState;
using store::JobRecord;
using store::JobTable;
using store::Transaction;

namespace {

const char* evaluationStatusOf(JobState state) {
  switch (state) {
    case JobState::Queued:
    case JobState::Paused:
      return "queued";
    case JobState::Running:
    case JobState::Pausing:
      return "running";
    case JobState::Succeeded:
      return "succeeded";
    case JobState::Failed:
    case JobState::Cancelled:
      break;
  }
  return "failed";
}

void enter(JobRecord& record, const Move& move, const std::string& now) {
  protocol::Job& job = record.job;
  job.status = move.to;
  job.message = move.message;
  if (move.to == JobState::Running && job.startedAt.empty()) {
    job.startedAt = now;
  }
  if (move.to == JobState::Running) {
    record.processId = 0;
  } else {
    job.estimatedCompletion.clear();
  }
  if (isFinal(move.to)) {
    job.finishedAt = now;
  }
  if (move.to == JobState::Succeeded) {
    job.progress = 100;
  }
}

/// Nothing for a job of another kind.
Result<std::optional<Evaluation>> follow(Transaction& transaction, const JobRecord& record) {
  if (record.evaluation.empty()) {
    return std::optional<Evaluation>();
  }
  TELESOFT_TRY(evaluation, store::EvaluationTable::find(transaction, record.evaluation));
  evaluation.status = evaluationStatusOf(record.job.status);
  if (evaluation.status == "failed") {
    evaluation.message = record.job.message.empty() ? "cancelled" : record.job.message;
  }
  TELESOFT_CHECK(store::EvaluationTable::update(transaction, evaluation));
  return std::optional(std::move(evaluation));
}

}  // namespace

Result<JobRecord> JobWriter::write(const base::JobId& id, const Change& change) {
  TELESOFT_TRY(written,
               workspace_.database().write([&](Transaction& transaction) -> Result<JobRecord> {
                 auto record = JobTable::find(transaction, id);
                 Status done = record ? change(transaction, *record) : Status(record.error());
                 if (done) {
                   done = JobTable::update(transaction, *record);
                 }
                 return done ? std::move(record) : Result<JobRecord>(done.error());
               }));
  listener_.jobChanged(written.job);
  return written;
}

Result<JobRecord> JobWriter::move(const base::JobId& id, const Move& move, const Change& also) {
  std::optional<Evaluation> evaluation;
  auto moved = write(id, [&](Transaction& transaction, JobRecord& record) -> Status {
    TELESOFT_CHECK(checkTransition(record.job.status, move.to));
    enter(record, move, transaction.now());
    if (also) {
      TELESOFT_CHECK(also(transaction, record));
    }
    TELESOFT_TRY(follows, follow(transaction, record));
    evaluation = std::move(follows);
    return transaction.audit({move.actor, move.action, id.text(), move.detail});
  });
  if (moved && evaluation) {
    listener_.evaluationChanged(*evaluation);
  }
  return moved;
}

}  // namespace telesoft::jobs
