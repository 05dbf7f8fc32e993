// Which rows experts read, and in which order.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace telesoft::review {

struct QueuePlan {
  std::int64_t cases = 60;       // all rows where there are fewer
  double auditShare = 0.1;       // of the cases
  double secondReaderShare = 0;  // of the cases
  std::uint64_t seed = 42;
};

struct QueuedRow {
  size_t row = 0;  // index into the uncertainties
  bool audit = false;
  bool readTwice = false;
};

/// The audit share is drawn first, from all rows alike, so that it is a fair sample; the most
/// uncertain of the others fill the rest, the first of equal ones first. One audit case stands in
/// each of as many equal stretches of the queue, at a place drawn within it, so that a reader
/// cannot tell which it is. Who is read twice is drawn from all cases alike. The same for the same
/// seed. An uncertainty that is NaN counts as the highest.
[[nodiscard]] std::vector<QueuedRow> makeQueue(const std::vector<double>& uncertainty,
                                               const QueuePlan& plan);

}  // namespace telesoft::review
