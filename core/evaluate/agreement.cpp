#include "telesoft/evaluate/agreement.h"

#include <algorithm>
#include <cmath>

#include "telesoft/evaluate/intervals.h"

namespace telesoft::evaluate {

namespace {

constexpr double kZ = 1.959963984540054;  // 97.5 % point of the normal distribution

using Counts = std::vector<std::vector<std::int64_t>>;

/// Shares of all cases.
struct Shares {
  double n = 0;
  std::vector<double> first, second;  // of each answer
  double observed = 0, expected = 0;
};

Shares sharesOf(const Counts& counts, std::int64_t n) {
  const size_t k = counts.size();
  Shares out;
  out.n = static_cast<double>(n);
  out.first.resize(k);
  out.second.resize(k);
  for (size_t i = 0; i < k; ++i) {
    for (size_t j = 0; j < k; ++j) {
      const double share = static_cast<double>(counts[i][j]) / out.n;
      out.first[i] += share;
      out.second[j] += share;
      out.observed += i == j ? share : 0;
    }
  }
  for (size_t i = 0; i < k; ++i) {
    out.expected += out.first[i] * out.second[i];
  }
  return out;
}

double varianceOf(const Counts& counts, const Shares& shares, double kappa) {
  const double apart = 1 - kappa;
  double sum = 0;
  for (size_t i = 0; i < counts.size(); ++i) {
    for (size_t j = 0; j < counts.size(); ++j) {
      const double share = static_cast<double>(counts[i][j]) / shares.n;
      const double term = i == j ? 1 - (shares.first[i] + shares.second[i]) * apart
                                 : apart * (shares.second[i] + shares.first[j]);
      sum += share * term * term;
    }
  }
  const double middle = kappa - shares.expected * apart;
  const double scale = 1 - shares.expected;
  return (sum - middle * middle) / (scale * scale * shares.n);
}

protocol::Estimate kappaOf(const Counts& counts, std::int64_t n) {
  protocol::Estimate out;
  out.n = n;
  out.method = "large sample, Fleiss, Cohen & Everitt";
  if (n == 0) {
    return out;
  }
  const Shares shares = sharesOf(counts, n);
  if (shares.expected > 1 - 1e-12) {
    return out;
  }
  out.value = (shares.observed - shares.expected) / (1 - shares.expected);
  const double variance = varianceOf(counts, shares, out.value);
  if (variance > 1e-15) {
    const double half = kZ * std::sqrt(variance);
    out.low = std::max(out.value - half, -1.0);
    out.high = std::min(out.value + half, 1.0);
  }
  return out;
}

}  // namespace

protocol::Agreement agreement(std::vector<std::string> classes, Counts counts) {
  protocol::Agreement out;
  std::int64_t same = 0;
  for (size_t i = 0; i < counts.size(); ++i) {
    for (size_t j = 0; j < counts.size(); ++j) {
      out.n += counts[i][j];
      same += i == j ? counts[i][j] : 0;
    }
  }
  const Interval interval = wilson(same, out.n);
  out.observed = {out.n > 0 ? static_cast<double>(same) / static_cast<double>(out.n) : std::nan(""),
                  interval.low, interval.high, out.n, "Wilson"};
  out.kappa = kappaOf(counts, out.n);
  out.classes = std::move(classes);
  out.counts = std::move(counts);
  return out;
}

}  // namespace telesoft::evaluate
