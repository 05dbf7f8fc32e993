#include "telesoft/evaluate/capability.h"

#include <algorithm>
#include <cmath>

#include "telesoft/base/rng.h"
#include "telesoft/base/text.h"
#include "telesoft/evaluate/auroc.h"
#include "telesoft/evaluate/intervals.h"
#include "telesoft/evaluate/paired_tests.h"

namespace telesoft::evaluate {

using base::ErrorCode;
using base::fail;
using protocol::CapabilityMetrics;
using protocol::Estimate;

namespace {

constexpr double kTolerated = -0.05;
constexpr double kNormal975 = 1.959963984540054;  // of the standard normal distribution
constexpr int kResamples = 2000;

Estimate share(const std::vector<bool>& right) {
  const auto n = static_cast<std::int64_t>(right.size());
  const std::int64_t hits = std::count(right.begin(), right.end(), true);
  const Interval interval = wilson(hits, n);
  return {static_cast<double>(hits) / static_cast<double>(n), interval.low, interval.high, n,
          "Wilson"};
}

Estimate resampledDifference(const std::string& name,
                             const std::vector<bool>& base,
                             const std::vector<bool>& tuned) {
  base::Rng rng(42, "capability " + name);
  const size_t n = base.size();
  const auto gain = [&](size_t i) {
    return static_cast<int>(tuned[i]) - static_cast<int>(base[i]);
  };
  std::vector<double> draws;
  for (int k = 0; k < kResamples; ++k) {
    int sum = 0;
    for (size_t i = 0; i < n; ++i) {
      sum += gain(rng.below(n));
    }
    draws.push_back(static_cast<double>(sum) / static_cast<double>(n));
  }
  int sum = 0;
  for (size_t i = 0; i < n; ++i) {
    sum += gain(i);
  }
  const Interval interval = percentileInterval(std::move(draws));
  return {static_cast<double>(sum) / static_cast<double>(n), interval.low, interval.high,
          static_cast<std::int64_t>(n), "bootstrap by item, 2,000"};
}

/// Wald's interval with DeLong's variance, within 0 and 1.
Estimate areaOf(const DeLong& both, size_t arm, std::int64_t n) {
  const double half = kNormal975 * std::sqrt(both.covariance[arm][arm]);
  return {both.auroc[arm], std::max(0.0, both.auroc[arm] - half),
          std::min(1.0, both.auroc[arm] + half), n, "DeLong"};
}

}  // namespace

const std::vector<std::string>& capabilityNames() {
  static const std::vector<std::string> kNames = {"general_medical_knowledge",
                                                  "regulatory_compliance"};
  return kNames;
}

base::Status checkCapabilities(const std::vector<std::string>& names) {
  const auto& known = capabilityNames();
  for (size_t i = 0; i < names.size(); ++i) {
    if (std::find(known.begin(), known.end(), names[i]) == known.end()) {
      return fail(ErrorCode::InvalidInput,
                  "\"preserveCapabilities[" + std::to_string(i) + "]\" is no known capability",
                  "there are batteries for: " + base::join(known, ", "));
    }
  }
  return {};
}

base::Result<CapabilityMetrics> capabilityOfAnswers(const std::string& name,
                                                    const std::vector<bool>& base,
                                                    const std::vector<bool>& tuned) {
  if (base.empty() || base.size() != tuned.size()) {
    return fail(ErrorCode::InvalidInput, "a battery needs items that both models have answered");
  }
  CapabilityMetrics out;
  out.name = name;
  out.base = share(base);
  out.tuned = share(tuned);
  out.difference = resampledDifference(name, base, tuned);
  out.state = capabilityState(out.difference);
  return out;
}

base::Result<CapabilityMetrics> capabilityOfScores(const std::string& name,
                                                   const std::vector<double>& base,
                                                   const std::vector<double>& tuned,
                                                   const std::vector<bool>& positive) {
  const auto positives = static_cast<size_t>(std::count(positive.begin(), positive.end(), true));
  if (base.size() != positive.size() || tuned.size() != positive.size() || positives == 0 ||
      positives == positive.size()) {
    return fail(ErrorCode::InvalidInput,
                "a battery needs rows of both kinds, scored by both models");
  }
  const auto n = static_cast<std::int64_t>(positive.size());
  const DeLong both = delong({base, tuned}, positive);
  const PairedDifference gain = deLongTest(tuned, base, positive);
  CapabilityMetrics out;
  out.name = name;
  out.base = areaOf(both, 0, n);
  out.tuned = areaOf(both, 1, n);
  out.difference = {gain.value, gain.interval.low, gain.interval.high, n, "DeLong"};
  if (base == tuned) {  // no variance: the interval is the point
    out.difference.low = out.difference.high = 0;
  }
  out.state = capabilityState(out.difference);
  return out;
}

std::string capabilityState(const Estimate& difference) {
  if (difference.high < kTolerated) {
    return "lost";
  }
  return difference.low > kTolerated ? "kept" : "uncertain";
}

CapabilityMetrics capabilityNotAsked(const std::string& name, const std::string& why) {
  CapabilityMetrics out;
  out.name = name;
  out.title = why;
  out.state = "not_applicable";
  return out;
}

}  // namespace telesoft::evaluate
