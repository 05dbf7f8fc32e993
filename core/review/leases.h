// Who is looking at which case just now, so that two people are not given the same one.
#pragma once

#include <chrono>
#include <map>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "telesoft/base/clock.h"

namespace telesoft::review {

/// In memory only: a lease lost with the server costs at most a decision that is refused, since the
/// ledger takes one reading once. Thread: any.
class Leases {
 public:
  explicit Leases(const base::Clock& clock,
                  std::chrono::milliseconds time = std::chrono::minutes(10))
      : clock_(clock), time_(time) {}

  /// Takes up to `count` of `cases` (ids, in their order) that nobody else holds; a reader's own
  /// are renewed. `free`: how many nobody else holds.
  struct Taken {
    std::vector<std::string> cases;
    std::int64_t free = 0;
  };
  [[nodiscard]] Taken take(const std::vector<std::string>& cases,
                           const std::string& reading,
                           const std::string& reader,
                           size_t count);
  /// Where the reader holds it.
  void giveBack(const std::string& caseId, const std::string& reading, const std::string& reader);

 private:
  struct Lease {
    std::string reader;
    std::chrono::milliseconds until{0};
  };
  const base::Clock& clock_;
  const std::chrono::milliseconds time_;
  std::mutex mutex_;
  std::map<std::pair<std::string, std::string>, Lease> leases_;  // (case, reading)
};

}  // namespace telesoft::review
