#include "telesoft/deploy/release/drift.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace telesoft::deploy {

namespace {

constexpr std::size_t kSample = 1000;
constexpr double kSmallestShare = 0.0001;

double share(std::int64_t count, std::int64_t n) {
  return n == 0 ? 0 : static_cast<double>(count) / static_cast<double>(n);
}

std::vector<double> decilesOf(const std::vector<double>& sorted) {
  std::vector<double> out;
  for (int tenth = 1; tenth < 10 && !sorted.empty(); ++tenth) {
    const double edge = sorted[(sorted.size() - 1) * static_cast<std::size_t>(tenth) / 10];
    if (out.empty() || edge > out.back()) {
      out.push_back(edge);
    }
  }
  return out;
}

/// Shares of n rows by bin, and of the missing ones.
std::vector<double> binned(const std::vector<double>& values,
                           const std::vector<double>& edges,
                           std::int64_t missing) {
  std::vector<std::int64_t> counts(edges.size() + 2, 0);
  for (const double value : values) {
    const auto bin = std::lower_bound(edges.begin(), edges.end(), value) - edges.begin();
    ++counts[static_cast<std::size_t>(bin)];
  }
  counts.back() = missing;
  const auto n = static_cast<std::int64_t>(values.size()) + missing;
  std::vector<double> out;
  for (const std::int64_t count : counts) {
    out.push_back(share(count, n));
  }
  return out;
}

double indexOfCategories(const FieldReference& reference, const FieldSample& sample) {
  std::int64_t n = sample.missing, known = 0;
  for (const auto& [unused, count] : sample.categories) {
    n += count;
  }
  std::vector<double> expected, actual;
  for (const auto& [name, was] : reference.categories) {
    const auto found = sample.categories.find(name);
    const std::int64_t count = found == sample.categories.end() ? 0 : found->second;
    known += count;
    expected.push_back(was);
    actual.push_back(share(count, n));
  }
  expected.push_back(0);  // categories that training did not know
  actual.push_back(share(n - sample.missing - known, n));
  expected.push_back(reference.shares.empty() ? 0 : reference.shares.back());
  actual.push_back(share(sample.missing, n));
  return stabilityIndex(expected, actual);
}

}  // namespace

FieldReference referenceOfNumbers(std::string name,
                                  std::string kind,
                                  std::vector<double> values,
                                  std::int64_t missing) {
  std::sort(values.begin(), values.end());
  FieldReference out;
  out.name = std::move(name);
  out.kind = std::move(kind);
  out.n = static_cast<std::int64_t>(values.size()) + missing;
  out.edges = decilesOf(values);
  out.shares = binned(values, out.edges, missing);
  const std::size_t kept = std::min(values.size(), kSample);
  for (std::size_t i = 0; i < kept; ++i) {
    out.sample.push_back(values[(2 * i + 1) * values.size() / (2 * kept)]);
  }
  return out;
}

FieldReference referenceOfCategories(std::string name,
                                     const std::map<std::string, std::int64_t>& counts,
                                     std::int64_t missing) {
  FieldReference out;
  out.name = std::move(name);
  out.kind = "category";
  out.n = missing;
  for (const auto& [unused, count] : counts) {
    out.n += count;
  }
  for (const auto& [category, count] : counts) {
    out.categories[category] = share(count, out.n);
  }
  out.shares = {share(missing, out.n)};
  return out;
}

protocol::DriftFinding driftOf(const FieldReference& reference,
                               const FieldSample& sample,
                               double threshold) {
  protocol::DriftFinding out;
  out.field = reference.name;
  out.n = sample.n;
  out.state = "too_little_data";
  if (sample.n < kDriftRows || reference.n == 0) {
    return out;
  }
  if (reference.kind == "category") {
    out.psi = indexOfCategories(reference, sample);
  } else {
    std::vector<double> now = sample.numbers;
    std::sort(now.begin(), now.end());
    // Only the newest numbers are kept: the missing ones in the same proportion.
    const double missing = share(sample.missing, sample.n);
    const double kept = static_cast<double>(now.size());
    const auto missingNow =
        missing >= 1 ? sample.missing
                     : static_cast<std::int64_t>(std::llround(kept * missing / (1 - missing)));
    out.psi = stabilityIndex(reference.shares, binned(now, reference.edges, missingNow));
    if (!now.empty() && !reference.sample.empty()) {
      out.ks = kolmogorovSmirnov(reference.sample, now);
      out.pValue = kolmogorovSmirnovP(out.ks, static_cast<std::int64_t>(reference.sample.size()),
                                      static_cast<std::int64_t>(now.size()));
    }
  }
  out.state = out.psi > threshold ? "drift" : out.psi > kWatchIndex ? "watch" : "steady";
  return out;
}

double stabilityIndex(const std::vector<double>& expected, const std::vector<double>& actual) {
  double out = 0;
  for (std::size_t i = 0; i < expected.size() && i < actual.size(); ++i) {
    const double e = std::max(expected[i], kSmallestShare);
    const double a = std::max(actual[i], kSmallestShare);
    out += (a - e) * std::log(a / e);
  }
  return out;
}

double kolmogorovSmirnov(const std::vector<double>& sortedA, const std::vector<double>& sortedB) {
  std::size_t a = 0, b = 0;
  double out = 0;
  while (a < sortedA.size() && b < sortedB.size()) {
    const double here = std::min(sortedA[a], sortedB[b]);
    while (a < sortedA.size() && sortedA[a] <= here) {
      ++a;
    }
    while (b < sortedB.size() && sortedB[b] <= here) {
      ++b;
    }
    out = std::max(out, std::abs(static_cast<double>(a) / static_cast<double>(sortedA.size()) -
                                 static_cast<double>(b) / static_cast<double>(sortedB.size())));
  }
  return out;
}

double kolmogorovSmirnovP(double d, std::int64_t n, std::int64_t m) {
  const double x =
      d * std::sqrt(static_cast<double>(n) * static_cast<double>(m) / static_cast<double>(n + m));
  if (!std::isfinite(x)) {
    return std::numeric_limits<double>::quiet_NaN();
  }
  constexpr int kTerms = 100;
  double out = 0;
  if (x < 1) {  // the other form of the same series, which converges where x is small
    if (x < 0.04) {
      return 1;
    }
    for (int k = 1; k <= kTerms; ++k) {
      const double odd = (2 * k - 1) * std::numbers::pi / x;
      out += std::exp(-odd * odd / 8);
    }
    return 1 - std::sqrt(2 * std::numbers::pi) / x * out;
  }
  for (int k = 1; k <= kTerms; ++k) {
    out += (k % 2 == 1 ? 2 : -2) * std::exp(-2.0 * k * k * x * x);
  }
  return out;
}

std::int64_t wordsIn(std::string_view text) {
  std::int64_t out = 0;
  bool inside = false;
  for (const char c : text) {
    const bool space = c == ' ' || (c >= '\t' && c <= '\r');
    out += !space && !inside ? 1 : 0;
    inside = !space;
  }
  return out;
}

}  // namespace telesoft::deploy
