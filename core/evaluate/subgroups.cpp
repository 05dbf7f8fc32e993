#include "telesoft/evaluate/subgroups.h"

#include <map>

#include <fmt/format.h>

#include "telesoft/evaluate/arm_report.h"
#include "telesoft/evaluate/verdict.h"

namespace telesoft::evaluate {

namespace {

using protocol::Estimate;
using protocol::SubgroupMetrics;

/// Values with their rows; a column that a row lacks gives "".
std::map<std::string, std::vector<size_t>> groupsOf(const EvaluationInput& input,
                                                    const std::string& column) {
  std::map<std::string, std::vector<size_t>> out;
  for (size_t row = 0; row < input.groups.size(); ++row) {
    const auto found = input.groups[row].find(column);
    out[found == input.groups[row].end() ? "" : found->second].push_back(row);
  }
  return out;
}

template <class T>
std::vector<T> pick(const std::vector<T>& all, const std::vector<size_t>& rows) {
  std::vector<T> out;
  for (const size_t row : rows) {
    out.push_back(all[row]);
  }
  return out;
}

/// The primary estimate of every arm over `rows`.
base::Result<std::vector<Estimate>> estimatesOver(const EvaluationInput& input,
                                                  const std::vector<size_t>& rows,
                                                  const std::string& stream,
                                                  const base::Stop& stop) {
  const auto labels = pick(input.labels, rows);
  std::vector<Probabilities> probabilities;
  for (const ArmPredictions& arm : input.arms) {
    probabilities.push_back(pick(arm.probabilities, rows));
  }
  std::vector<ArmStatistics> arms;
  for (const Probabilities& arm : probabilities) {
    arms.emplace_back(labels, input.classes.size(), arm);
  }
  const PatientResampler patients(pick(input.patients, rows));
  TELESOFT_TRY(draws, resample(arms, patients, {input.seed, stream, input.resamples}, stop));
  std::vector<Estimate> out;
  for (size_t i = 0; i < arms.size(); ++i) {
    out.push_back(
        primaryOf(describeArm({arms[i], patients, draws[i]}, input.classes), input.primary));
  }
  return out;
}

}  // namespace

base::Result<std::vector<SubgroupMetrics>> describeSubgroups(const EvaluationInput& input,
                                                             const base::Stop& stop) {
  std::vector<SubgroupMetrics> out;
  for (const std::string& column : input.subgroupColumns) {
    const auto groups = groupsOf(input, column);
    if (groups.size() < 2) {
      continue;
    }
    for (const auto& [value, rows] : groups) {
      std::vector<Estimate> estimates(input.arms.size());
      const auto n = static_cast<std::int64_t>(rows.size());
      if (n >= kSmallestGroup) {
        TELESOFT_TRY(found, estimatesOver(input, rows, "subgroup " + column + "=" + value, stop));
        estimates = found;
      }
      for (size_t i = 0; i < input.arms.size(); ++i) {
        Estimate& estimate = estimates[i];
        if (n < kSmallestGroup) {
          estimate.n = n;
          estimate.method = fmt::format("fewer than {} rows: not shown", kSmallestGroup);
        }
        out.push_back({column, value.empty() ? "not known" : value, input.arms[i].arm, estimate});
      }
    }
  }
  return out;
}

}  // namespace telesoft::evaluate
