// The rules by which a rollout is stopped without anybody looking.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "telesoft/protocol/release.h"

namespace telesoft::deploy {

/// What a rule asks for. `severity`: "watch" tells, "hold" freezes the share, "rollback" gives
/// everybody back to the stable version.
struct Finding {
  std::string kind;  // of protocol::Alert
  std::string severity;
  std::string message;
};

/// What the rules remember between looks.
struct WatchMemory {
  std::chrono::milliseconds windowBegan{-1};  // steady time; negative: none yet
  int slowWindows = 0, failingWindows = 0;    // one after another
};

inline constexpr std::int64_t kFailuresInARow = 5;
inline constexpr int kSoftWindows = 3;
inline constexpr double kSampleRatioP = 0.001;

/// Pure but for `memory`. Of the candidate's last window, with at least minimumRequests in it:
///   rollback  the error rate's lower 95 % bound above the threshold; P99 above twice the limit
///   hold      error rate above the threshold, or P99 above the limit, in three windows running
/// and whatever the window holds:
///   rollback  five failures in a row; users agree less than with the stable arm, by more than the
///             threshold, and the interval of the difference excludes 0
///   hold      subjects are not split as asked (p < .001)
///   watch     an input field drifted
/// No requests: nothing. `now`: steady time.
[[nodiscard]] std::vector<Finding> findingsOf(const protocol::DeploymentLive& live,
                                              std::int64_t failuresInARow,
                                              const protocol::MonitoringSettings& settings,
                                              std::chrono::milliseconds now,
                                              WatchMemory& memory);

/// The live view in one sentence.
[[nodiscard]] std::string verdictOf(const protocol::DeploymentLive& live,
                                    const std::vector<Finding>& findings,
                                    const protocol::MonitoringSettings& settings);

/// The arm of that name; an empty one where it is not there.
[[nodiscard]] protocol::ArmStatistics armOf(const std::vector<protocol::ArmStatistics>& arms,
                                            const std::string& name);

}  // namespace telesoft::deploy
