#include "telesoft/evaluate/paired_tests.h"

#include <algorithm>
#include <cmath>

#include "telesoft/evaluate/auroc.h"

namespace telesoft::evaluate {

namespace {

constexpr double kZ = 1.959963984540054;

}  // namespace

double mcNemarExact(std::int64_t b, std::int64_t c) {
  return std::min(1.0, 2 * binomialAtMost(std::min(b, c), b + c, 0.5));
}

PairedDifference deLongTest(const std::vector<double>& first,
                            const std::vector<double>& second,
                            const std::vector<bool>& positive) {
  const DeLong both = delong({first, second}, positive);
  const auto& v = both.covariance;
  // Rounding can leave a variance just below 0 where the curves are the same.
  const double variance = std::max(v[0][0] + v[1][1] - 2 * v[0][1], 0.0);
  PairedDifference out;
  out.value = both.auroc[0] - both.auroc[1];
  if (!std::isfinite(v[0][1])) {
    return out;
  }
  const double error = std::sqrt(variance);
  out.interval = {std::max(out.value - kZ * error, -1.0), std::min(out.value + kZ * error, 1.0)};
  out.pValue = out.value == 0 ? 1 : std::erfc(std::abs(out.value) / error / std::sqrt(2.0));
  return out;
}

double bootstrapPValue(const std::vector<double>& differences) {
  std::int64_t below = 0, above = 0, all = 0;
  for (const double difference : differences) {
    all += std::isfinite(difference) ? 1 : 0;
    below += difference <= 0 ? 1 : 0;
    above += difference >= 0 ? 1 : 0;
  }
  if (all == 0) {
    return std::numeric_limits<double>::quiet_NaN();
  }
  return std::min(
      1.0, 2 * static_cast<double>(std::min(below, above) + 1) / static_cast<double>(all + 1));
}

}  // namespace telesoft::evaluate
