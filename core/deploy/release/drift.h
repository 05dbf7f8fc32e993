// Whether what is asked of a model still looks like what it was trained on.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "telesoft/base/json.h"
#include "telesoft/deploy/gateway/live_statistics.h"
#include "telesoft/protocol/release.h"

namespace telesoft::deploy {

/// Rows that a field must have been seen in for a finding.
inline constexpr std::int64_t kDriftRows = 500;
inline constexpr double kWatchIndex = 0.1;  // of the population stability index

/// One input field in the training rows.
struct FieldReference {
  std::string name;
  std::string kind;            // "number" | "category" | "text", whose length in words is meant
  std::int64_t n = 0;          // rows, missing ones counted
  std::vector<double> edges;   // numbers: the upper edges, inclusive, of all bins but the last
  std::vector<double> shares;  // of each bin, the last: missing; categories: that of missing only
  std::map<std::string, double> categories;
  std::vector<double> sample;  // numbers: sorted, 1,000 at most, evenly spaced in rank
};

/// Bins by the deciles of `values`; equal deciles make one bin.
[[nodiscard]] FieldReference referenceOfNumbers(std::string name,
                                                std::string kind,
                                                std::vector<double> values,
                                                std::int64_t missing);
[[nodiscard]] FieldReference referenceOfCategories(
    std::string name, const std::map<std::string, std::int64_t>& counts, std::int64_t missing);

/// "too_little_data" below kDriftRows, "drift" above `threshold`, "watch" above kWatchIndex, else
/// "steady". The state rests on the index alone: with thousands of rows KS finds differences that
/// mean nothing, and is told beside it.
[[nodiscard]] protocol::DriftFinding driftOf(const FieldReference& reference,
                                             const FieldSample& sample,
                                             double threshold);

/// Population stability index, sum of (a - e) ln(a / e); shares below .0001 are taken as that.
/// Source: Siddiqi, Credit Risk Scorecards, 2006, chapter 8.
[[nodiscard]] double stabilityIndex(const std::vector<double>& expected,
                                    const std::vector<double>& actual);
/// The largest distance of the two empirical distributions. Oracle: scipy.stats.ks_2samp.
[[nodiscard]] double kolmogorovSmirnov(const std::vector<double>& sortedA,
                                       const std::vector<double>& sortedB);
/// Two-sided, from Kolmogorov's limit at d * sqrt(n m / (n + m)). Oracle: scipy.stats.kstwobign.sf.
[[nodiscard]] double kolmogorovSmirnovP(double d, std::int64_t n, std::int64_t m);

/// As the gateway counts the length of a text.
[[nodiscard]] std::int64_t wordsIn(std::string_view text);

template <class V>
void describe(V& v, FieldReference& f) {
  v.required("name", f.name);
  v.required("kind", f.kind);
  v.required("n", f.n);
  v.optional("edges", f.edges);
  v.optional("shares", f.shares);
  v.optional("categories", f.categories);
  v.optional("sample", f.sample);
}

}  // namespace telesoft::deploy
