#include "telesoft/engine/serve/shapley.h"

#include <algorithm>
#include <numeric>

#include "telesoft/base/rng.h"

namespace telesoft::engine {

using base::Result;

namespace {

constexpr std::int64_t kPairs = 32;
constexpr std::int64_t kMostSteps = 10000;

/// From none to all, feature by feature.
std::vector<Coalition> pathOf(const std::vector<size_t>& order) {
  std::vector<Coalition> out{Coalition(order.size(), false)};
  for (const size_t feature : order) {
    out.push_back(out.back());
    out.back()[feature] = true;
  }
  return out;
}

}  // namespace

Result<ShapleyValues> shapleyValues(std::int64_t features, const CoalitionValues& valuesOf) {
  ShapleyValues out;
  out.values.assign(static_cast<size_t>(features), 0.0);
  if (features == 0) {
    return out;
  }
  const std::int64_t pairs = std::clamp<std::int64_t>(kMostSteps / features, 1, kPairs);
  out.permutations = 2 * pairs;
  base::Rng rng(0, "shapley");
  std::vector<size_t> order(static_cast<size_t>(features));
  std::iota(order.begin(), order.end(), 0U);
  for (std::int64_t i = 0; i < out.permutations; ++i) {
    if (i % 2 == 0) {
      rng.shuffle(order);
    } else {
      std::reverse(order.begin(), order.end());
    }
    TELESOFT_TRY(values, valuesOf(pathOf(order)));
    for (size_t step = 0; step < order.size(); ++step) {
      out.values[order[step]] += values[step + 1] - values[step];
    }
  }
  for (double& value : out.values) {
    value /= static_cast<double>(out.permutations);
  }
  return out;
}

}  // namespace telesoft::engine
