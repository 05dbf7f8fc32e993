#include "telesoft/deploy/release/two_arms.h"

#include <cmath>

#include "telesoft/evaluate/intervals.h"

namespace telesoft::deploy {

protocol::Estimate differenceOfShares(const Share& candidate, const Share& stable) {
  protocol::Estimate out;
  out.n = candidate.n + stable.n;
  out.method = "Newcombe";
  if (candidate.n == 0 || stable.n == 0) {
    return out;
  }
  const double c = static_cast<double>(candidate.count) / static_cast<double>(candidate.n);
  const double s = static_cast<double>(stable.count) / static_cast<double>(stable.n);
  const evaluate::Interval ofC = evaluate::wilson(candidate.count, candidate.n);
  const evaluate::Interval ofS = evaluate::wilson(stable.count, stable.n);
  out.value = c - s;
  out.low = out.value - std::hypot(c - ofC.low, ofS.high - s);
  out.high = out.value + std::hypot(ofC.high - c, s - ofS.low);
  return out;
}

double sampleRatioP(std::int64_t stable, std::int64_t candidate, double percentage) {
  constexpr double kFewest = 8;
  const double n = static_cast<double>(stable + candidate);
  const double expected = n * percentage / 100;
  if (expected < kFewest || n - expected < kFewest) {
    return std::numeric_limits<double>::quiet_NaN();
  }
  const double off = static_cast<double>(candidate) - expected;
  const double chiSquare = off * off / expected + off * off / (n - expected);
  return std::erfc(std::sqrt(chiSquare / 2));
}

}  // namespace telesoft::deploy
