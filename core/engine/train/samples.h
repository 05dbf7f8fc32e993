// What training looks at row by row: which rows weigh how much, and which go worst.
#pragma once

#include <cstdint>
#include <vector>

#include "telesoft/engine/models/model.h"

namespace telesoft::engine {

/// A validation row with a large loss, by its number in the imported file.
struct WorstSample {
  std::int64_t row = 0, label = 0, predicted = 0;
  double loss = 0;
};

/// The rows with the largest cross-entropy, worst first.
[[nodiscard]] std::vector<WorstSample> worstSamples(const Examples& examples,
                                                    const Probabilities& probabilities,
                                                    size_t count);
/// n / (classes * n of the class), as scikit-learn's "balanced"; 0 for a class without rows.
[[nodiscard]] std::vector<double> balancedWeights(const std::vector<std::int64_t>& labels,
                                                  std::int64_t classes);
/// The `count` rows that need most memory to compute: those with the most tokens.
[[nodiscard]] std::vector<std::int64_t> longestRows(const Examples& examples, std::int64_t count);

}  // namespace telesoft::engine
