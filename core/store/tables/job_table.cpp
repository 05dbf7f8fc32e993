#include "telesoft/store/tables/job_table.h"

#include "telesoft/store/sql/connection.h"

namespace telesoft::store {

using base::Result;
using base::Status;

namespace {

constexpr const char* kColumns =
    "SELECT json, evaluation, request, queue_number, process_id, restarts, event_offset, event_seq "
    "FROM jobs ";

Value evaluationOf(const JobRecord& record) {
  return record.evaluation.empty() ? Value(nullptr) : Value(record.evaluation.text());
}

Result<JobRecord> recordFrom(const Row& row) {
  JobRecord record;
  TELESOFT_TRY(job, recordOf<protocol::Job>(row.text(0), "jobs"));
  record.job = std::move(job);
  record.evaluation = base::EvaluationId(row.text(1));
  record.request = base::enumOf<RunRequest>(row.text(2)).value_or(RunRequest::None);
  record.queueNumber = row.integer(3);
  record.processId = row.integer(4);
  record.restarts = row.integer(5);
  record.eventOffset = row.integer(6);
  record.eventSeq = row.integer(7);
  return record;
}

}  // namespace

Status JobTable::insert(Transaction& transaction, JobRecord record) {
  protocol::Job& job = record.job;
  if (job.createdAt.empty()) {
    job.createdAt = transaction.now();
  }
  TELESOFT_TRY(queueNumber, nextQueueNumber(transaction));
  TELESOFT_CHECK(transaction.connection().change(
      "INSERT INTO jobs (id, kind, state, created, evaluation, request, queue_number, process_id, "
      "restarts, event_offset, event_seq, json) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      {job.id, job.kind, std::string(base::nameOf(job.status)), job.createdAt, evaluationOf(record),
       std::string(base::nameOf(record.request)), queueNumber, record.processId, record.restarts,
       record.eventOffset, record.eventSeq, dumpJson(base::toJson(job))}));
  return {};
}

Status JobTable::update(Transaction& transaction, const JobRecord& record) {
  return changedOne(
      transaction.connection().change(
          "UPDATE jobs SET state = ?, request = ?, queue_number = ?, process_id = ?, restarts = ?, "
          "event_offset = ?, event_seq = ?, json = ? WHERE id = ?",
          {std::string(base::nameOf(record.job.status)), std::string(base::nameOf(record.request)),
           record.queueNumber, record.processId, record.restarts, record.eventOffset,
           record.eventSeq, dumpJson(base::toJson(record.job)), record.job.id}),
      "job");
}

Result<JobRecord> JobTable::find(const Snapshot& snapshot, const base::JobId& id) {
  TELESOFT_TRY(rows,
               snapshot.connection().rows(std::string(kColumns) + "WHERE id = ?", {id.text()}));
  if (rows.empty()) {
    return notFound("job");
  }
  return recordFrom(rows.front());
}

Result<std::vector<protocol::Job>> JobTable::list(const Snapshot& snapshot,
                                                  const std::string& kind) {
  return recordsOf<protocol::Job>(
      snapshot.connection(),
      "SELECT json FROM jobs WHERE ?1 = '' OR kind = ?1 ORDER BY number DESC", {kind}, "jobs");
}

Result<std::vector<JobRecord>> JobTable::unfinished(const Snapshot& snapshot) {
  std::vector<JobRecord> out;
  TELESOFT_CHECK(snapshot.connection().each(
      std::string(kColumns) +
          "WHERE state IN ('queued', 'running', 'pausing') ORDER BY queue_number",
      {}, [&](const Row& row) -> Status {
        TELESOFT_TRY(record, recordFrom(row));
        out.push_back(std::move(record));
        return {};
      }));
  return out;
}

Result<std::vector<base::JobId>> JobTable::ids(const Snapshot& snapshot) {
  std::vector<base::JobId> out;
  TELESOFT_CHECK(
      snapshot.connection().each("SELECT id FROM jobs", {}, [&](const Row& row) -> Status {
        out.emplace_back(row.text(0));
        return {};
      }));
  return out;
}

Result<std::int64_t> JobTable::running(const Snapshot& snapshot) {
  return snapshot.connection().integer(
      "SELECT COUNT(*) FROM jobs WHERE state IN ('running', 'pausing')");
}

Result<std::int64_t> JobTable::nextQueueNumber(const Snapshot& snapshot) {
  return snapshot.connection().integer("SELECT COALESCE(MAX(queue_number), 0) + 1 FROM jobs");
}

}  // namespace telesoft::store
