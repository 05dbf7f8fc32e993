// What the supervisor tells of the runs, for live events and for what it cannot do itself.
#pragma once

#include <vector>

#include "telesoft/base/ids.h"
#include "telesoft/base/os/files.h"
#include "telesoft/protocol/evaluation.h"
#include "telesoft/protocol/job.h"
#include "telesoft/protocol/run_record.h"

namespace telesoft::jobs {

/// Called after the database has it. Thread: the supervisor's, or the one that called submit(),
/// cancel(), pause() or resume(); so an implementation is safe to call from several. It must not
/// call these four: the supervisor waits for it.
class RunListener {
 public:
  virtual ~RunListener() = default;
  virtual void jobChanged(const protocol::Job&) {}
  virtual void jobEvents(const base::JobId&, const std::vector<protocol::JobEvent>&) {}
  virtual void modelRegistered(const protocol::Model&) {}
  virtual void evaluationChanged(const protocol::Evaluation&) {}
  /// Before a finished evaluation is stored: write what goes beside evaluation.json (report.html)
  /// into `folder` and set reportUrl. An error fails the evaluation. May run again after a crash.
  [[nodiscard]] virtual base::Status completeEvaluation(protocol::Evaluation&,
                                                        const base::Path& /*folder*/) {
    return {};
  }
};

}  // namespace telesoft::jobs
