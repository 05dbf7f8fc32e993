// The curves of a job: every value of its metric events, thinned out for drawing.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "telesoft/base/os/files.h"
#include "telesoft/protocol/job.h"
#include "telesoft/protocol/run_record.h"

namespace telesoft::jobs {

/// Steps only go up: where a resumed run goes back to its checkpoint, its new values replace those
/// that it repeats.
class MetricCollector {
 public:
  /// Events of other kinds are passed over.
  void add(const protocol::JobEvent& event);
  /// Each series with at most `points` points (at least 4). Thinning keeps the first and the last
  /// point and, in each stretch between, the lowest and the highest; a stretch with a NaN keeps
  /// one.
  [[nodiscard]] protocol::JobMetrics metrics(const std::string& jobId, std::size_t points) const;

 private:
  std::map<std::string, protocol::MetricSeries> series_;
};

[[nodiscard]] protocol::MetricSeries decimate(const protocol::MetricSeries& series,
                                              std::size_t points);

/// All of a run's events file.
[[nodiscard]] base::Result<protocol::JobMetrics> readMetrics(const base::Path& eventsFile,
                                                             const std::string& jobId,
                                                             std::size_t points);

}  // namespace telesoft::jobs
