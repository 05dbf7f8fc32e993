// A clock that a test sets.
#pragma once

#include <atomic>

#include "telesoft/base/clock.h"

namespace telesoft::tests {

/// Stands still at 2025-11-24T16:00:00.000Z unless it is moved on. Thread: any.
class FakeClock final : public base::Clock {
 public:
  [[nodiscard]] base::TimePoint now() const override {
    return base::TimePoint(std::chrono::milliseconds(1764000000000 + passed_));
  }
  [[nodiscard]] std::chrono::milliseconds steady() const override {
    return std::chrono::milliseconds(passed_);
  }
  void advance(std::chrono::milliseconds by) { passed_ += by.count(); }

 private:
  std::atomic<std::int64_t> passed_ = 0;
};

}  // namespace telesoft::tests
