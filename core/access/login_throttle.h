// Slows the guessing of passwords down, and never shuts anybody out for good.
#pragma once

#include <chrono>
#include <map>
#include <mutex>
#include <string>

#include "telesoft/base/clock.h"

namespace telesoft::access {

/// After five failures in a row a name waits 1 s, then 2, 4, ... and five minutes at most; all
/// names together may fail 50 times at once and then once a second. A try while waiting is refused
/// and does not count. Names are forgotten 15 minutes after their last failure. Thread: any.
class LoginThrottle {
 public:
  explicit LoginThrottle(const base::Clock& clock) : clock_(clock) {}
  /// How long until `name`, which need not be an account's, may try again; 0: now.
  [[nodiscard]] std::chrono::milliseconds wait(const std::string& name) const;
  void failed(const std::string& name);
  void succeeded(const std::string& name);

 private:
  struct Failures {
    int count = 0;
    std::chrono::milliseconds last{0};
  };
  [[nodiscard]] std::chrono::milliseconds waitOverall(std::chrono::milliseconds now) const;

  const base::Clock& clock_;
  mutable std::mutex mutex_;
  std::map<std::string, Failures> names_;
  // When the failures of all names would be worked off, one a second.
  std::chrono::milliseconds paidUntil_{0};
};

}  // namespace telesoft::access
