// Time as something that is passed in, so that tests can set it.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "telesoft/base/result.h"

namespace telesoft::base {

using TimePoint = std::chrono::sys_time<std::chrono::milliseconds>;

class Clock {
 public:
  virtual ~Clock() = default;
  [[nodiscard]] virtual TimePoint now() const = 0;
  /// Never goes back.
  [[nodiscard]] virtual std::chrono::milliseconds steady() const = 0;
};

class SystemClock final : public Clock {
 public:
  [[nodiscard]] TimePoint now() const override;
  [[nodiscard]] std::chrono::milliseconds steady() const override;
};

/// "2026-11-24T01:50:33.123Z".
[[nodiscard]] std::string toIso8601(TimePoint time);
[[nodiscard]] Result<TimePoint> fromIso8601(std::string_view text);

}  // namespace telesoft::base
