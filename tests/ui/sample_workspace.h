// A workspace in the middle of its journey, as a fake server tells it.
#pragma once

#include "telesoft/protocol/dataset.h"
#include "telesoft/protocol/evaluation.h"
#include "telesoft/protocol/job.h"
#include "telesoft/protocol/split.h"

#include "support/fake_server.h"

namespace telesoft::tests {

/// "2026-...Z", so many seconds from now.
[[nodiscard]] std::string momentAt(double secondsFromNow);
[[nodiscard]] protocol::Job runningJob();
[[nodiscard]] protocol::Job finishedJob();
[[nodiscard]] protocol::Job failedJob();
[[nodiscard]] base::json jobEvent(std::int64_t seq,
                                  const std::string& kind,
                                  const base::json& data);
/// Datasets, a split, three runs, a model and its comparison.
void fillSample(FakeServer& server);
/// Curves and events of the running job, with one NaN in its loss.
void fillRun(FakeServer& server, const std::string& jobId);

}  // namespace telesoft::tests
