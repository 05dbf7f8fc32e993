#include "telesoft/engine/models/calibration.h"

#include <algorithm>
#include <cmath>

namespace telesoft::engine {

namespace {

constexpr std::int64_t kLeastRows = 30;
constexpr double kLowest = 0.05;
constexpr double kHighest = 20;
constexpr double kPrecision = 1e-7;  // of log T

double logOf(double probability) {
  return std::log(std::max(probability, 1e-300));
}

}  // namespace

void applyTemperature(std::vector<double>& probabilities, double temperature) {
  if (temperature == 1 || probabilities.empty()) {
    return;
  }
  const double top = logOf(*std::max_element(probabilities.begin(), probabilities.end()));
  double total = 0;
  for (double& p : probabilities) {
    p = std::exp((logOf(p) - top) / temperature);
    total += p;
  }
  for (double& p : probabilities) {
    p /= total;
  }
}

double meanLogLoss(const Probabilities& probabilities,
                   const std::vector<std::int64_t>& labels,
                   double temperature) {
  double sum = 0;
  for (size_t row = 0; row < labels.size(); ++row) {
    const std::vector<double>& p = probabilities[row];
    const double top = logOf(*std::max_element(p.begin(), p.end()));
    double total = 0;
    for (const double x : p) {
      total += std::exp((logOf(x) - top) / temperature);
    }
    sum += std::log(total) + (top - logOf(p[static_cast<size_t>(labels[row])])) / temperature;
  }
  return sum / static_cast<double>(labels.size());
}

Calibration fitTemperature(const Probabilities& probabilities,
                           const std::vector<std::int64_t>& labels) {
  const auto rows = static_cast<std::int64_t>(labels.size());
  if (rows < kLeastRows) {
    return {};
  }
  const auto loss = [&](double logT) { return meanLogLoss(probabilities, labels, std::exp(logT)); };
  // The loss is convex in 1/T and so has one valley in log T: golden section.
  constexpr double kGolden = 0.61803398874989484820;
  double low = std::log(kLowest);
  double high = std::log(kHighest);
  double left = high - kGolden * (high - low);
  double right = low + kGolden * (high - low);
  double leftLoss = loss(left);
  double rightLoss = loss(right);
  while (high - low > kPrecision) {
    if (leftLoss <= rightLoss) {
      high = right;
      right = left;
      rightLoss = leftLoss;
      left = high - kGolden * (high - low);
      leftLoss = loss(left);
    } else {
      low = left;
      left = right;
      leftLoss = rightLoss;
      right = low + kGolden * (high - low);
      rightLoss = loss(right);
    }
  }
  const double best = (low + high) / 2;
  if (best - std::log(kLowest) < 10 * kPrecision) {
    return {};
  }
  return {std::exp(best), rows};
}

}  // namespace telesoft::engine
