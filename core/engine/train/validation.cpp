#include "telesoft/engine/train/validation.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace telesoft::engine {

namespace {

/// Mann-Whitney with ties counted half; NaN without both kinds.
double aurocOf(const Probabilities& p, const std::vector<std::int64_t>& labels, size_t c) {
  std::vector<size_t> order(labels.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::sort(order.begin(), order.end(), [&](size_t a, size_t b) { return p[a][c] < p[b][c]; });
  double rankSum = 0;
  double positives = 0;
  for (size_t i = 0; i < order.size();) {
    size_t end = i;
    while (end < order.size() && p[order[end]][c] == p[order[i]][c]) {
      ++end;
    }
    const double rank = 0.5 * static_cast<double>(i + 1 + end);
    for (; i < end; ++i) {
      if (labels[order[i]] == static_cast<std::int64_t>(c)) {
        rankSum += rank;
        positives += 1;
      }
    }
  }
  const double negatives = static_cast<double>(labels.size()) - positives;
  if (positives == 0 || negatives == 0) {
    return std::numeric_limits<double>::quiet_NaN();
  }
  return (rankSum - positives * (positives + 1) / 2) / (positives * negatives);
}

double auroc(const Probabilities& p,
             const std::vector<std::int64_t>& labels,
             std::int64_t classes) {
  if (classes == 2) {
    return aurocOf(p, labels, 1);
  }
  double total = 0;
  double defined = 0;
  for (std::int64_t c = 0; c < classes; ++c) {
    const double one = aurocOf(p, labels, static_cast<size_t>(c));
    if (!std::isnan(one)) {
      total += one;
      defined += 1;
    }
  }
  return total / defined;
}

}  // namespace

std::map<std::string, double> ValidationMetrics::byName() const {
  return {{"accuracy", accuracy},
          {"f1_score", macroF1},
          {"auroc", auroc},
          {"validationLoss", loss},
          {"brier", brier}};
}

double ValidationMetrics::score(const std::string& primary) const {
  if (primary == "accuracy") {
    return accuracy;
  }
  if (primary == "auroc") {
    return auroc;
  }
  return primary == "loss" ? -loss : macroF1;
}

ValidationMetrics validate(const Probabilities& probabilities,
                           const std::vector<std::int64_t>& labels,
                           std::int64_t classes) {
  const auto k = static_cast<size_t>(classes);
  std::vector<double> hit(k), truth(k), said(k);
  ValidationMetrics out;
  for (size_t i = 0; i < labels.size(); ++i) {
    const auto& p = probabilities[i];
    const auto label = static_cast<size_t>(labels[i]);
    const auto top = static_cast<size_t>(std::max_element(p.begin(), p.end()) - p.begin());
    truth[label] += 1;
    said[top] += 1;
    hit[label] += top == label ? 1 : 0;
    out.loss -= std::log(std::max(p[label], 1e-12));
    for (size_t c = 0; c < k; ++c) {
      const double d = p[c] - (c == label ? 1.0 : 0.0);
      out.brier += classes == 2 ? 0.5 * d * d : d * d;
    }
  }
  const auto n = static_cast<double>(labels.size());
  double present = 0;
  for (size_t c = 0; c < k; ++c) {
    out.accuracy += hit[c] / n;
    if (truth[c] + said[c] > 0) {
      out.macroF1 += 2 * hit[c] / (truth[c] + said[c]);
      present += 1;
    }
  }
  out.macroF1 /= std::max(present, 1.0);
  out.loss /= n;
  out.brier /= n;
  out.auroc = auroc(probabilities, labels, classes);
  return out;
}

}  // namespace telesoft::engine
