#include "telesoft/engine/train/samples.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace telesoft::engine {

std::vector<double> balancedWeights(const std::vector<std::int64_t>& labels, std::int64_t classes) {
  std::vector<double> counts(static_cast<size_t>(classes));
  for (const std::int64_t label : labels) {
    counts[static_cast<size_t>(label)] += 1;
  }
  for (double& count : counts) {
    count = count > 0 ? static_cast<double>(labels.size()) / (static_cast<double>(classes) * count)
                      : 0.0;
  }
  return counts;
}

std::vector<WorstSample> worstSamples(const Examples& examples,
                                      const Probabilities& probabilities,
                                      size_t count) {
  const auto lossOf = [&](size_t i) {
    return -std::log(std::max(probabilities[i][static_cast<size_t>(examples.label[i])], 1e-12));
  };
  std::vector<size_t> order(examples.label.size());
  std::iota(order.begin(), order.end(), size_t{0});
  const size_t kept = std::min(count, order.size());
  std::partial_sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(kept), order.end(),
                    [&](size_t a, size_t b) {
                      const double x = lossOf(a);
                      const double y = lossOf(b);
                      return x != y ? x > y : a < b;
                    });
  std::vector<WorstSample> out;
  for (size_t k = 0; k < kept; ++k) {
    const size_t i = order[k];
    const auto& p = probabilities[i];
    out.push_back({examples.row[i], examples.label[i],
                   std::max_element(p.begin(), p.end()) - p.begin(), lossOf(i)});
  }
  return out;
}

std::vector<std::int64_t> longestRows(const Examples& examples, std::int64_t count) {
  std::vector<std::int64_t> order(static_cast<size_t>(examples.size()));
  std::iota(order.begin(), order.end(), std::int64_t{0});
  if (!examples.tokens.empty()) {
    std::stable_sort(order.begin(), order.end(), [&](std::int64_t a, std::int64_t b) {
      return examples.tokens[static_cast<size_t>(a)].size() >
             examples.tokens[static_cast<size_t>(b)].size();
    });
  }
  order.resize(static_cast<size_t>(std::min(count, examples.size())));
  return order;
}

}  // namespace telesoft::engine
