// Jobs: what the API shows of them, and what the supervisor needs to find their runs again.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "telesoft/base/ids.h"
#include "telesoft/protocol/job.h"
#include "telesoft/store/transaction.h"

namespace telesoft::store {

/// What was last asked of a run, and stands in its control.json.
enum class RunRequest { None, Pause, Cancel };

struct JobRecord {
  protocol::Job job;
  base::EvaluationId evaluation;  // kind "evaluation": whose result the run makes
  RunRequest request = RunRequest::None;
  std::int64_t queueNumber = 0;  // its place in the queue while it waits
  std::int64_t processId = 0;    // of the engine; 0 while none was started
  std::int64_t restarts = 0;     // after deaths of the engine
  std::int64_t eventOffset = 0;  // bytes of events.jsonl that have been taken over
  std::int64_t eventSeq = 0;     // of the last event taken over
};

class JobTable {
 public:
  /// At the end of the queue. AlreadyExists. Empty createdAt becomes now.
  [[nodiscard]] static base::Status insert(Transaction& transaction, JobRecord record);
  /// Replaces the row; NotFound.
  [[nodiscard]] static base::Status update(Transaction& transaction, const JobRecord& record);
  [[nodiscard]] static base::Result<JobRecord> find(const Snapshot& snapshot,
                                                    const base::JobId& id);
  /// Newest first; `kind` "" for all.
  [[nodiscard]] static base::Result<std::vector<protocol::Job>> list(const Snapshot& snapshot,
                                                                     const std::string& kind = "");
  /// Those that wait or run, in the order of the queue.
  [[nodiscard]] static base::Result<std::vector<JobRecord>> unfinished(const Snapshot& snapshot);
  [[nodiscard]] static base::Result<std::vector<base::JobId>> ids(const Snapshot& snapshot);
  /// How many run now.
  [[nodiscard]] static base::Result<std::int64_t> running(const Snapshot& snapshot);
  [[nodiscard]] static base::Result<std::int64_t> nextQueueNumber(const Snapshot& snapshot);
};

}  // namespace telesoft::store

namespace telesoft::base {
template <>
struct EnumNames<store::RunRequest> {
  static constexpr std::pair<store::RunRequest, std::string_view> table[] = {
      {store::RunRequest::None, "none"},
      {store::RunRequest::Pause, "pause"},
      {store::RunRequest::Cancel, "cancel"}};
};
}  // namespace telesoft::base
