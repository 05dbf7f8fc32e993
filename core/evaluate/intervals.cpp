#include "telesoft/evaluate/intervals.h"

#include <algorithm>
#include <cmath>

namespace telesoft::evaluate {

namespace {

constexpr double kZ = 1.959963984540054;  // 97.5 % point of the normal distribution
constexpr double kTail = 0.025;
constexpr int kHalvings = 60;

/// The p at which a falling function of p passes `target`.
template <class Function>
double crossing(const Function& falling, double target) {
  double low = 0, high = 1;
  for (int i = 0; i < kHalvings; ++i) {
    const double middle = (low + high) / 2;
    (falling(middle) > target ? low : high) = middle;
  }
  return (low + high) / 2;
}

double quantile(const std::vector<double>& sorted, double share) {
  const double at = share * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<size_t>(at);
  const size_t above = std::min(below + 1, sorted.size() - 1);
  return sorted[below] + (at - static_cast<double>(below)) * (sorted[above] - sorted[below]);
}

}  // namespace

Interval wilson(std::int64_t successes, std::int64_t n) {
  if (n <= 0) {
    return {};
  }
  const auto total = static_cast<double>(n);
  const double share = static_cast<double>(successes) / total;
  const double scale = 1 + kZ * kZ / total;
  const double middle = (share + kZ * kZ / (2 * total)) / scale;
  const double half =
      kZ * std::sqrt(share * (1 - share) / total + kZ * kZ / (4 * total * total)) / scale;
  return {successes == 0 ? 0 : middle - half, successes == n ? 1 : middle + half};
}

Interval clopperPearson(std::int64_t successes, std::int64_t n) {
  if (n <= 0) {
    return {};
  }
  Interval out{0, 1};
  if (successes > 0) {
    out.low = crossing([&](double p) { return binomialAtMost(successes - 1, n, p); }, 1 - kTail);
  }
  if (successes < n) {
    out.high = crossing([&](double p) { return binomialAtMost(successes, n, p); }, kTail);
  }
  return out;
}

Interval percentileInterval(std::vector<double> draws) {
  const size_t all = draws.size();
  std::erase_if(draws, [](double value) { return !std::isfinite(value); });
  if (draws.empty() || draws.size() * 10 < all * 9) {
    return {};
  }
  std::sort(draws.begin(), draws.end());
  return {quantile(draws, kTail), quantile(draws, 1 - kTail)};
}

double binomialAtMost(std::int64_t k, std::int64_t n, double p) {
  if (k < 0) {
    return 0;
  }
  if (k >= n || p <= 0) {
    return 1;
  }
  if (p >= 1) {
    return 0;
  }
  const double odds = std::log(p) - std::log1p(-p);
  double logTerm = static_cast<double>(n) * std::log1p(-p);
  double sum = std::exp(logTerm);
  for (std::int64_t i = 0; i < k; ++i) {
    logTerm += std::log(static_cast<double>(n - i)) - std::log(static_cast<double>(i + 1)) + odds;
    sum += std::exp(logTerm);
  }
  return std::min(sum, 1.0);
}

}  // namespace telesoft::evaluate
