// What each arm of each deployment has done: counted as it happens, read by the watch and the API.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "telesoft/deploy/gateway/routes.h"
#include "telesoft/protocol/release.h"

namespace telesoft::deploy {

/// One answered or failed request.
struct Observation {
  std::string deploymentId;
  Arm arm = Arm::Stable;
  std::string modelId;
  bool failed = false;
  double latencyMs = 0;
  double confidence = 0;
  /// Of each input field: the number, the category, or the text's length in words.
  std::vector<std::pair<std::string, base::json>> inputs;
};

/// What drift is measured from: the newest values of each field, some thousands at most.
struct FieldSample {
  std::vector<double> numbers;
  std::map<std::string, std::int64_t> categories;
  std::int64_t missing = 0;
  std::int64_t n = 0;
};

/// Constant memory for each deployment. Thread: any.
class LiveStatistics {
 public:
  void observe(const Observation& what, std::chrono::system_clock::time_point at);
  /// A user has said whether an answer was right.
  void outcome(const std::string& deploymentId, Arm arm, bool agrees);

  /// Of the last `window`; arms in the order stable, candidate.
  [[nodiscard]] std::vector<protocol::ArmStatistics> window(
      const std::string& deploymentId,
      std::chrono::seconds window,
      std::chrono::system_clock::time_point now) const;
  [[nodiscard]] std::vector<protocol::ArmStatistics> total(const std::string& deploymentId) const;
  [[nodiscard]] std::vector<protocol::VolumePoint> minutes(
      const std::string& deploymentId, std::chrono::system_clock::time_point now) const;
  [[nodiscard]] std::map<std::string, FieldSample> inputs(const std::string& deploymentId) const;
  /// Failures of the candidate since its last answer.
  [[nodiscard]] std::int64_t failuresInARow(const std::string& deploymentId) const;
  /// Begins anew, such as after a rollback.
  void forget(const std::string& deploymentId);

 private:
  struct Series;
  mutable std::mutex mutex_;
  std::map<std::string, std::shared_ptr<Series>>
      series_;  // shared: Series is complete in the .cpp only
};

}  // namespace telesoft::deploy
