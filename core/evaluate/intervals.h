// 95 % intervals of a share, and of whatever was resampled.
#pragma once

#include <cstdint>
#include <limits>
#include <vector>

namespace telesoft::evaluate {

struct Interval {
  double low = std::numeric_limits<double>::quiet_NaN();
  double high = std::numeric_limits<double>::quiet_NaN();
};

/// Wilson's score interval without continuity correction; NaN for n = 0.
/// Source: Wilson 1927; Brown, Cai & DasGupta, Statist. Sci. 2001;16:101.
[[nodiscard]] Interval wilson(std::int64_t successes, std::int64_t n);

/// The exact interval: never less than 95 % coverage, wider than Wilson's. NaN for n = 0.
/// Source: Clopper & Pearson, Biometrika 1934;26:404.
[[nodiscard]] Interval clopperPearson(std::int64_t successes, std::int64_t n);

/// The 2.5 % and 97.5 % points, interpolated as numpy's "linear". Draws that are NaN are left out;
/// NaN where more than a tenth of them are.
[[nodiscard]] Interval percentileInterval(std::vector<double> draws);

/// P(X <= k) for X ~ Binomial(n, p).
[[nodiscard]] double binomialAtMost(std::int64_t k, std::int64_t n, double p);

}  // namespace telesoft::evaluate
