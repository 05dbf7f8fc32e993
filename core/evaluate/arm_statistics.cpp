#include "telesoft/evaluate/arm_statistics.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace telesoft::evaluate {

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

double ratio(double part, double whole) {
  return whole > 0 ? part / whole : kNaN;
}

std::vector<std::int64_t> predictionsOf(const Probabilities& probabilities) {
  std::vector<std::int64_t> out;
  for (const auto& row : probabilities) {
    out.push_back(std::max_element(row.begin(), row.end()) - row.begin());
  }
  return out;
}

std::int64_t countInvalid(const Probabilities& probabilities) {
  return std::count_if(probabilities.begin(), probabilities.end(), [](const auto& row) {
    return !std::all_of(row.begin(), row.end(), [](double p) { return std::isfinite(p); });
  });
}

/// Two classes: of class 1. More: of the predicted class.
Reliability reliabilityOf(const std::vector<std::int64_t>& labels,
                          const Probabilities& probabilities,
                          const std::vector<std::int64_t>& predicted) {
  std::vector<double> stated;
  std::vector<bool> happened;
  for (size_t row = 0; row < labels.size(); ++row) {
    const std::int64_t c = probabilities[row].size() == 2 ? 1 : predicted[row];
    stated.push_back(probabilities[row][static_cast<size_t>(c)]);
    happened.push_back(labels[row] == c);
  }
  return {std::move(stated), std::move(happened)};
}

}  // namespace

ArmStatistics::ArmStatistics(const std::vector<std::int64_t>& labels,
                             size_t classes,
                             const Probabilities& probabilities)
    : labels_(labels),
      probabilities_(probabilities),
      classes_(classes),
      predicted_(predictionsOf(probabilities)),
      invalidRows_(countInvalid(probabilities)),
      reliability_(reliabilityOf(labels, probabilities, predicted_)) {
  for (size_t row = 0; row < labels.size(); ++row) {
    brier_.push_back(brierOfRow(probabilities[row], labels[row]));
  }
  for (size_t c = classes == 2 ? 1 : 0; c < classes && invalidRows_ == 0; ++c) {
    ranked_.emplace_back(scores(c), isOfClass(c));
  }
}

std::vector<double> ArmStatistics::scores(size_t c) const {
  std::vector<double> out;
  for (const auto& row : probabilities_) {
    out.push_back(row[c]);
  }
  return out;
}

std::vector<bool> ArmStatistics::isOfClass(size_t c) const {
  std::vector<bool> out;
  for (const std::int64_t label : labels_) {
    out.push_back(label == static_cast<std::int64_t>(c));
  }
  return out;
}

void ArmStatistics::compute(const std::vector<double>& weights, std::vector<double>& values) const {
  values.assign(indexOf(classes_, Precision), kNaN);
  if (invalidRows_ > 0) {
    return;
  }
  double all = 0, brier = 0;
  for (size_t row = 0; row < labels_.size(); ++row) {
    all += weights[row];
    brier += weights[row] * brier_[row];
  }
  values[Brier] = ratio(brier, all);
  values[CalibrationError] = reliability_.error(weights);
  computeClasses(weights, values);
  computeAurocs(weights, values);
}

void ArmStatistics::computeClasses(const std::vector<double>& weights,
                                   std::vector<double>& values) const {
  std::vector<double> hits(classes_), truths(classes_), claims(classes_);
  double all = 0, right = 0;
  for (size_t row = 0; row < labels_.size(); ++row) {
    const auto truth = static_cast<size_t>(labels_[row]);
    const auto claim = static_cast<size_t>(predicted_[row]);
    truths[truth] += weights[row];
    claims[claim] += weights[row];
    hits[truth] += truth == claim ? weights[row] : 0;
    right += truth == claim ? weights[row] : 0;
    all += weights[row];
  }
  double sum = 0, seen = 0;
  for (size_t c = 0; c < classes_; ++c) {
    const double f1 = ratio(2 * hits[c], truths[c] + claims[c]);
    values[indexOf(c, Precision)] = ratio(hits[c], claims[c]);
    values[indexOf(c, Recall)] = ratio(hits[c], truths[c]);
    values[indexOf(c, F1)] = f1;
    sum += std::isnan(f1) ? 0 : f1;
    seen += std::isnan(f1) ? 0 : 1;
  }
  values[Accuracy] = ratio(right, all);
  values[MacroF1] = ratio(sum, seen);
}

void ArmStatistics::computeAurocs(const std::vector<double>& weights,
                                  std::vector<double>& values) const {
  double sum = 0, defined = 0;
  for (size_t i = 0; i < ranked_.size(); ++i) {
    const double auroc = ranked_[i].auroc(weights);
    values[indexOf(classes_ == 2 ? 1 : i, ClassAuroc)] = auroc;
    sum += std::isnan(auroc) ? 0 : auroc;
    defined += std::isnan(auroc) ? 0 : 1;
  }
  values[Auroc] = ratio(sum, defined);
  if (classes_ == 2) {
    values[indexOf(0, ClassAuroc)] = values[Auroc];
  }
}

std::vector<double> ArmStatistics::estimates() const {
  std::vector<double> values;
  compute(std::vector<double>(labels_.size(), 1.0), values);
  return values;
}

base::Result<Draws> resample(const std::vector<ArmStatistics>& arms,
                             const PatientResampler& patients,
                             const Resampling& plan,
                             const base::Stop& stop) {
  Draws draws(arms.size());
  base::Rng rng(plan.seed, plan.name);
  std::vector<double> weights, values;
  for (std::int64_t i = 0; i < plan.resamples; ++i) {
    TELESOFT_CHECK(stop.check("evaluation"));
    patients.draw(rng, weights);
    for (size_t arm = 0; arm < arms.size(); ++arm) {
      arms[arm].compute(weights, values);
      draws[arm].resize(values.size());
      for (size_t s = 0; s < values.size(); ++s) {
        draws[arm][s].push_back(values[s]);
      }
    }
  }
  return draws;
}

}  // namespace telesoft::evaluate
