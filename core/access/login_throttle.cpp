#include "telesoft/access/login_throttle.h"

#include <algorithm>

namespace telesoft::access {

namespace {

using namespace std::chrono_literals;
using std::chrono::milliseconds;

constexpr int kFree = 5;
constexpr milliseconds kLongest = 5min;
constexpr milliseconds kMemory = 15min;
constexpr milliseconds kEach = 1s;
constexpr milliseconds kBurst = 50 * kEach;

milliseconds delayAfter(int failures) {
  constexpr int kDoublings = 9;  // 512 s is more than the longest
  return failures < kFree
             ? milliseconds(0)
             : std::min(kLongest, milliseconds(1s) * (1 << std::min(failures - kFree, kDoublings)));
}

}  // namespace

milliseconds LoginThrottle::waitOverall(milliseconds now) const {
  return std::max(milliseconds(0), paidUntil_ - now - kBurst + kEach);
}

milliseconds LoginThrottle::wait(const std::string& name) const {
  const std::lock_guard lock(mutex_);
  const milliseconds now = clock_.steady();
  const auto found = names_.find(name);
  const milliseconds own = found == names_.end()
                               ? milliseconds(0)
                               : found->second.last + delayAfter(found->second.count) - now;
  return std::max({milliseconds(0), own, waitOverall(now)});
}

void LoginThrottle::failed(const std::string& name) {
  const std::lock_guard lock(mutex_);
  const milliseconds now = clock_.steady();
  std::erase_if(names_, [&](const auto& entry) { return now - entry.second.last >= kMemory; });
  Failures& failures = names_[name];
  ++failures.count;
  failures.last = now;
  paidUntil_ = std::max(paidUntil_, now) + kEach;
}

void LoginThrottle::succeeded(const std::string& name) {
  const std::lock_guard lock(mutex_);
  names_.erase(name);
}

}  // namespace telesoft::access
