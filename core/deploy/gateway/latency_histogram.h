// Latencies counted on a logarithmic scale: percentiles in constant memory.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace telesoft::deploy {

/// 10 microseconds to 100 seconds; what lies outside counts as the nearest of them. A percentile is
/// at most 4 % off.
class LatencyHistogram {
 public:
  void add(double milliseconds);
  void add(const LatencyHistogram& other);
  /// `share` 0..1, by nearest rank; NaN where nothing was counted.
  [[nodiscard]] double percentile(double share) const;

 private:
  static constexpr size_t kBins = 216;  // 10^7 in steps of 1.078
  std::array<std::uint32_t, kBins> counts_{};
};

}  // namespace telesoft::deploy
