#include "telesoft/evaluate/arm_report.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "telesoft/base/text.h"
#include "telesoft/evaluate/intervals.h"

namespace telesoft::evaluate {

namespace {

using protocol::Estimate;

constexpr double kZ = 1.959963984540054;

Estimate wilsonEstimate(double value, std::int64_t n, std::string method) {
  const auto successes = std::llround(value * static_cast<double>(n));
  const Interval interval = wilson(successes, n);
  return {value, interval.low, interval.high, n, std::move(method)};
}

/// The share of `counts` rows that statistic `s` gives.
Estimate shareEstimate(const ArmSource& source,
                       double value,
                       size_t s,
                       const std::vector<bool>& counts) {
  const std::int64_t n = std::count(counts.begin(), counts.end(), true);
  if (n == 0 || std::isnan(value)) {
    return {value, value, value, n, ""};
  }
  if (source.patients.oneRowEach()) {
    return wilsonEstimate(value, n, "Wilson");
  }
  if (value == 0 || value == 1) {
    Estimate out =
        wilsonEstimate(value, source.patients.patientsAmong(counts), "Wilson over patients");
    out.n = n;
    return out;
  }
  return bootstrapEstimate(value, source.draws[s], source.patients, n);
}

/// Neither DeLong nor resampling sees the uncertainty of a perfect ranking. Pairs of different rows
/// are independent, and as many as the smaller side has were all ranked alike.
Estimate perfectAuroc(const ArmSource& source, double value, const std::vector<bool>& positive) {
  std::vector<bool> negative = positive;
  negative.flip();
  const std::int64_t pairs =
      std::min(source.patients.patientsAmong(positive), source.patients.patientsAmong(negative));
  const Interval interval = clopperPearson(value == 1 ? pairs : 0, pairs);
  return {value, interval.low, interval.high, static_cast<std::int64_t>(positive.size()),
          "Clopper-Pearson over pairs"};
}

Estimate aurocEstimate(const ArmSource& source, double value, size_t s, size_t c) {
  const std::vector<bool> positive = source.arm.isOfClass(c);
  const auto n = static_cast<std::int64_t>(positive.size());
  if (value == 0 || value == 1) {
    return perfectAuroc(source, value, positive);
  }
  if (!source.patients.oneRowEach() || std::isnan(value)) {
    return bootstrapEstimate(value, source.draws[s], source.patients, n);
  }
  const double half =
      kZ * std::sqrt(std::max(delong({source.arm.scores(c)}, positive).covariance[0][0], 0.0));
  return {value, std::max(value - half, 0.0), std::min(value + half, 1.0), n, "DeLong"};
}

std::vector<bool> rowsWhere(const std::vector<std::int64_t>& values, size_t c) {
  std::vector<bool> out;
  for (const std::int64_t value : values) {
    out.push_back(value == static_cast<std::int64_t>(c));
  }
  return out;
}

protocol::ClassMetrics describeClass(const ArmSource& source,
                                     const std::vector<double>& values,
                                     size_t c) {
  const auto value = [&](ClassStatistic s) { return values[indexOf(c, s)]; };
  const auto truths = rowsWhere(source.arm.labels(), c);
  const auto claims = rowsWhere(source.arm.predicted(), c);
  protocol::ClassMetrics out;
  out.support = std::count(truths.begin(), truths.end(), true);
  out.precision = shareEstimate(source, value(Precision), indexOf(c, Precision), claims);
  out.recall = shareEstimate(source, value(Recall), indexOf(c, Recall), truths);
  out.f1 = bootstrapEstimate(value(F1), source.draws[indexOf(c, F1)], source.patients, out.support);
  out.auroc = aurocEstimate(source, value(ClassAuroc), indexOf(c, ClassAuroc), c);
  return out;
}

std::vector<std::vector<std::int64_t>> confusionOf(const ArmStatistics& arm) {
  std::vector<std::vector<std::int64_t>> out(arm.classes(),
                                             std::vector<std::int64_t>(arm.classes()));
  for (size_t row = 0; row < arm.labels().size(); ++row) {
    ++out[static_cast<size_t>(arm.labels()[row])][static_cast<size_t>(arm.predicted()[row])];
  }
  return out;
}

}  // namespace

Estimate bootstrapEstimate(double value,
                           const std::vector<double>& draws,
                           const PatientResampler& patients,
                           std::int64_t n) {
  Estimate out;
  out.value = value;
  out.n = n;
  if (patients.patients() >= 2 && !std::isnan(value)) {
    const Interval interval = percentileInterval(draws);
    out.low = interval.low;
    out.high = interval.high;
    out.method = fmt::format("bootstrap by patient, {}",
                             base::withThousands(static_cast<std::int64_t>(draws.size())));
  }
  return out;
}

protocol::ArmMetrics describeArm(const ArmSource& source,
                                 const std::vector<std::string>& classNames) {
  const std::vector<double> values = source.arm.estimates();
  const size_t rows = source.arm.labels().size();
  const auto resampled = [&](Statistic s) {
    return bootstrapEstimate(values[s], source.draws[s], source.patients,
                             static_cast<std::int64_t>(rows));
  };
  protocol::ArmMetrics out;
  out.accuracy = shareEstimate(source, values[Accuracy], Accuracy, std::vector<bool>(rows, true));
  out.macroF1 = resampled(MacroF1);
  out.macroAuroc =
      classNames.size() == 2 ? aurocEstimate(source, values[Auroc], Auroc, 1) : resampled(Auroc);
  out.brier = resampled(Brier);
  out.calibrationError = resampled(CalibrationError);
  for (size_t c = 0; c < classNames.size(); ++c) {
    out.classes.push_back(describeClass(source, values, c));
    out.classes.back().name = classNames[c];
  }
  out.confusion = confusionOf(source.arm);
  out.calibration = source.arm.calibrationBins();
  return out;
}

}  // namespace telesoft::evaluate
