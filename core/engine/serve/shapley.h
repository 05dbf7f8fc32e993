// Shapley values by permutations: how much each of some features adds to a function's value.
// Source: Strumbelj & Kononenko, Explaining prediction models and individual predictions with
// feature contributions (2014), algorithm 1; each permutation also backwards (antithetic), as in
// Mitchell et al., Sampling Permutations for Shapley Value Estimation (2104.12199), section 4.1.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "telesoft/base/result.h"

namespace telesoft::engine {

/// For each feature whether it has its own value; the others have the baseline's.
using Coalition = std::vector<bool>;
using CoalitionValues =
    std::function<base::Result<std::vector<double>>(const std::vector<Coalition>&)>;

struct ShapleyValues {
  std::vector<double> values;  // their sum is f(all) - f(none)
  std::int64_t permutations = 0;
};

/// 64 permutations, fewer with more than 300 features; the same ones for the same number of
/// features.
[[nodiscard]] base::Result<ShapleyValues> shapleyValues(std::int64_t features,
                                                        const CoalitionValues& valuesOf);

}  // namespace telesoft::engine
