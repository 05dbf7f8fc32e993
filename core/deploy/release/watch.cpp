#include "telesoft/deploy/release/watch.h"

#include <cmath>

#include <fmt/format.h>

#include "telesoft/base/text.h"
#include "telesoft/evaluate/intervals.h"
#include "telesoft/evaluate/wording.h"

namespace telesoft::deploy {

using protocol::ArmStatistics;
using protocol::DeploymentLive;
using protocol::MonitoringSettings;

namespace {

std::string percent(double share) {
  return fmt::format("{:.1f} %", share * 100);
}

double errorRate(const ArmStatistics& arm) {
  return arm.requests == 0 ? 0
                           : static_cast<double>(arm.errors) / static_cast<double>(arm.requests);
}

/// Counts windows that end, one after another, in a breach that is no reason for a rollback yet.
void countWindow(const ArmStatistics& window,
                 const MonitoringSettings& settings,
                 std::chrono::milliseconds now,
                 WatchMemory& memory) {
  const auto length = std::chrono::milliseconds(settings.windowSeconds * 1000);
  if (memory.windowBegan.count() < 0) {
    memory.windowBegan = now;
  }
  if (now - memory.windowBegan < length) {
    return;
  }
  memory.windowBegan = now;
  if (window.requests < settings.minimumRequests) {
    return;  // no verdict: neither a breach nor its end
  }
  const bool slow = window.p99Ms > settings.alertThresholds.latency;
  const bool failing = errorRate(window) > settings.alertThresholds.errorRate;
  memory.slowWindows = slow ? memory.slowWindows + 1 : 0;
  memory.failingWindows = failing ? memory.failingWindows + 1 : 0;
}

void judgeErrors(const ArmStatistics& window,
                 std::int64_t failuresInARow,
                 const MonitoringSettings& settings,
                 const WatchMemory& memory,
                 std::vector<Finding>& out) {
  const double limit = settings.alertThresholds.errorRate;
  if (failuresInARow >= kFailuresInARow) {
    out.push_back({"error_rate", "rollback",
                   fmt::format("{} requests of the candidate failed in a row", failuresInARow)});
    return;
  }
  if (window.requests < settings.minimumRequests) {
    return;
  }
  const evaluate::Interval interval = evaluate::wilson(window.errors, window.requests);
  const std::string text =
      fmt::format("{} of the candidate's {} requests failed (95 % CI {} to {}; limit {})",
                  percent(errorRate(window)), base::withThousands(window.requests),
                  percent(interval.low), percent(interval.high), percent(limit));
  if (interval.low > limit) {
    out.push_back({"error_rate", "rollback", text});
  } else if (memory.failingWindows >= kSoftWindows) {
    out.push_back({"error_rate", "hold",
                   text + fmt::format(", above the limit in {} windows running", kSoftWindows)});
  }
}

void judgeLatency(const ArmStatistics& window,
                  const MonitoringSettings& settings,
                  const WatchMemory& memory,
                  std::vector<Finding>& out) {
  const double limit = settings.alertThresholds.latency;
  if (window.requests < settings.minimumRequests || !(window.p99Ms > 0)) {
    return;
  }
  const std::string text =
      fmt::format("P99 of the candidate is {:.0f} ms (limit {:.0f} ms, n = {})", window.p99Ms,
                  limit, base::withThousands(window.requests));
  if (window.p99Ms > 2 * limit) {
    out.push_back({"latency", "rollback", text + ", more than twice the limit"});
  } else if (memory.slowWindows >= kSoftWindows) {
    out.push_back({"latency", "hold",
                   text + fmt::format(", above the limit in {} windows running", kSoftWindows)});
  }
}

void judgeOutcome(const DeploymentLive& live,
                  const MonitoringSettings& settings,
                  std::vector<Finding>& out) {
  const protocol::Estimate& d = live.agreementDifference;
  if (d.value < -settings.alertThresholds.outcome && d.high < 0) {
    out.push_back({"outcome", "rollback",
                   fmt::format("users agree with the candidate less than with the stable version: "
                               "{}, n = {} (limit -{})",
                               evaluate::differenceText(d), base::withThousands(d.n),
                               base::proportion(settings.alertThresholds.outcome, 2))});
  }
}

void judgeInputs(const DeploymentLive& live,
                 const MonitoringSettings& settings,
                 std::vector<Finding>& out) {
  if (live.sampleRatioP < kSampleRatioP) {
    out.push_back({"sample_ratio", "hold",
                   "subjects are not split between the arms as asked (" +
                       evaluate::pText(live.sampleRatioP) + "): do not compare the arms"});
  }
  std::vector<std::string> fields;
  for (const protocol::DriftFinding& finding : live.drift) {
    if (finding.state == "drift") {
      fields.push_back(fmt::format("{} (PSI {:.2f}, n = {})", finding.field, finding.psi,
                                   base::withThousands(finding.n)));
    }
  }
  if (!fields.empty()) {
    out.push_back({"drift", "watch",
                   fmt::format("inputs do not look like the training data: {} (limit {:.2f})",
                               base::join(fields, ", "), settings.alertThresholds.drift)});
  }
}

}  // namespace

ArmStatistics armOf(const std::vector<ArmStatistics>& arms, const std::string& name) {
  for (const ArmStatistics& arm : arms) {
    if (arm.arm == name) {
      return arm;
    }
  }
  ArmStatistics out;
  out.arm = name;
  return out;
}

std::vector<Finding> findingsOf(const DeploymentLive& live,
                                std::int64_t failuresInARow,
                                const MonitoringSettings& settings,
                                std::chrono::milliseconds now,
                                WatchMemory& memory) {
  const ArmStatistics window = armOf(live.window, "candidate");
  countWindow(window, settings, now, memory);
  std::vector<Finding> out;
  judgeErrors(window, failuresInARow, settings, memory, out);
  judgeLatency(window, settings, memory, out);
  if (settings.performanceTracking) {
    judgeOutcome(live, settings, out);
    judgeInputs(live, settings, out);
  }
  return out;
}

std::string verdictOf(const DeploymentLive& live,
                      const std::vector<Finding>& findings,
                      const MonitoringSettings& settings) {
  if (!findings.empty()) {
    std::vector<std::string> parts;
    for (const Finding& finding : findings) {
      parts.push_back(finding.message);
    }
    std::string text = base::join(parts, "; ");
    text.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(text.front())));
    return text + ".";
  }
  const ArmStatistics window = armOf(live.window, "candidate");
  if (window.requests == 0) {
    return fmt::format("No request reached the candidate in the last {} s: nothing to judge.",
                       settings.windowSeconds);
  }
  if (window.requests < settings.minimumRequests) {
    return fmt::format("{} requests in the last {} s; a verdict needs {}.",
                       base::withThousands(window.requests), settings.windowSeconds,
                       base::withThousands(settings.minimumRequests));
  }
  return fmt::format("Within limits: {} of {} requests failed, P99 {:.0f} ms.",
                     percent(errorRate(window)), base::withThousands(window.requests),
                     window.p99Ms);
}

}  // namespace telesoft::deploy
