// The one way in which a job's record changes.
#pragma once

#include <functional>
#include <string>

#include "telesoft/jobs/run_listener.h"
#include "telesoft/store/tables/job_table.h"
#include "telesoft/store/workspace.h"

namespace telesoft::jobs {

/// A decision about a job: where it goes, who says so, and what the audit trail keeps of it.
struct Move {
  protocol::JobState to;
  std::string actor;
  std::string action;  // "job.start"
  base::json detail = base::json::object();
  std::string message = {};  // for people; "" takes away what stood there
};

/// Every change is one transaction, and the listener hears of it afterwards. Thread: one at a time.
class JobWriter {
 public:
  JobWriter(store::Workspace& workspace, RunListener& listener)
      : workspace_(workspace), listener_(listener) {}

  using Change = std::function<base::Status(store::Transaction&, store::JobRecord&)>;
  /// Lets `change` alter the job as it stands; not its state.
  [[nodiscard]] base::Result<store::JobRecord> write(const base::JobId& id, const Change& change);
  /// A legal transition with its audit row, with what `also` changes, and with the evaluation whose
  /// status follows its job's. Conflict where the transition is not legal.
  [[nodiscard]] base::Result<store::JobRecord> move(const base::JobId& id,
                                                    const Move& move,
                                                    const Change& also = {});

 private:
  store::Workspace& workspace_;
  RunListener& listener_;
};

}  // namespace telesoft::jobs
