// First in, first out, with so many running at once.
#pragma once

#include <string>
#include <vector>

#include "telesoft/store/tables/job_table.h"

namespace telesoft::jobs {

/// Holds no state: the queue is what the database says of the unfinished jobs.
class Queue {
 public:
  /// `atOnce`: how many run at once, at least one.
  explicit Queue(std::size_t atOnce) : atOnce_(atOnce == 0 ? 1 : atOnce) {}

  /// The waiting jobs that may start now, in order.
  [[nodiscard]] std::vector<base::JobId> startable(
      const std::vector<store::JobRecord>& unfinished) const;
  /// "waits for 1 running job and 2 jobs before it"; "" for a job that does not wait.
  [[nodiscard]] std::string whyItWaits(const std::vector<store::JobRecord>& unfinished,
                                       const base::JobId& id) const;

 private:
  std::size_t atOnce_;
};

}  // namespace telesoft::jobs
