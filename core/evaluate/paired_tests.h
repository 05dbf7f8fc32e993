// Two models on the same rows: is the difference more than chance?
#pragma once

#include <cstdint>
#include <vector>

#include "telesoft/evaluate/intervals.h"

namespace telesoft::evaluate {

/// The exact two-sided p of b rows that only the one got right against c that only the other did;
/// 1 where neither exists. Source: McNemar 1947; oracle: statsmodels mcnemar(exact=True).
[[nodiscard]] double mcNemarExact(std::int64_t b, std::int64_t c);

struct PairedDifference {
  double value = std::numeric_limits<double>::quiet_NaN();
  Interval interval;
  double pValue = std::numeric_limits<double>::quiet_NaN();
};

/// AUROC of `first` - `second`. Source: DeLong et al. 1988; oracle: pROC roc.test.
[[nodiscard]] PairedDifference deLongTest(const std::vector<double>& first,
                                          const std::vector<double>& second,
                                          const std::vector<bool>& positive);

/// Two-sided, from resampled differences: twice the smaller share beyond 0, counting the sample
/// itself. Source: Davison & Hinkley 1997, section 4.2.
[[nodiscard]] double bootstrapPValue(const std::vector<double>& differences);

}  // namespace telesoft::evaluate
