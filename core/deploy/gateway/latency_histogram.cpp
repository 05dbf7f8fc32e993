#include "telesoft/deploy/gateway/latency_histogram.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace telesoft::deploy {

namespace {
constexpr double kLeast = 0.01;  // ms
constexpr double kDecades = 7;
}  // namespace

void LatencyHistogram::add(double milliseconds) {
  const double place = std::log10(std::max(milliseconds, kLeast) / kLeast) / kDecades * kBins;
  ++counts_[std::min(static_cast<size_t>(place), kBins - 1)];
}

void LatencyHistogram::add(const LatencyHistogram& other) {
  for (size_t i = 0; i < kBins; ++i) {
    counts_[i] += other.counts_[i];
  }
}

double LatencyHistogram::percentile(double share) const {
  const auto n = std::accumulate(counts_.begin(), counts_.end(), std::uint64_t{0});
  if (n == 0) {
    return std::numeric_limits<double>::quiet_NaN();
  }
  const auto rank = std::max<std::uint64_t>(
      1, static_cast<std::uint64_t>(std::ceil(share * static_cast<double>(n))));
  std::uint64_t seen = 0;
  size_t bin = 0;
  while (bin < kBins && (seen += counts_[bin]) < rank) {
    ++bin;
  }
  // The bin's middle, on the logarithmic scale.
  return kLeast * std::pow(10, (static_cast<double>(bin) + 0.5) * kDecades / kBins);
}

}  // namespace telesoft::deploy
