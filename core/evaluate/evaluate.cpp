#include "telesoft/evaluate/evaluate.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "telesoft/evaluate/arm_report.h"
#include "telesoft/evaluate/comparisons.h"
#include "telesoft/evaluate/subgroups.h"
#include "telesoft/evaluate/verdict.h"

namespace telesoft::evaluate {

namespace {

using base::ErrorCode;
using base::fail;

constexpr size_t kErrorsShown = 20;

base::Status checkArms(const EvaluationInput& input) {
  std::set<std::string> names;
  for (const ArmPredictions& arm : input.arms) {
    if (!names.insert(arm.arm).second) {
      return fail(ErrorCode::InvalidInput, "the arm \"" + arm.arm + "\" is given twice");
    }
    if (arm.probabilities.size() != input.labels.size()) {
      return fail(ErrorCode::InvalidInput,
                  fmt::format("the arm \"{}\" has predictions for {} rows; there are {}", arm.arm,
                              arm.probabilities.size(), input.labels.size()),
                  "Every arm must answer the same rows.");
    }
    for (size_t row = 0; row < arm.probabilities.size(); ++row) {
      if (arm.probabilities[row].size() != input.classes.size()) {
        return fail(
            ErrorCode::InvalidInput,
            fmt::format("the arm \"{}\" gives {} probabilities at position {}; there are {} "
                        "classes",
                        arm.arm, arm.probabilities[row].size(), row, input.classes.size()));
      }
    }
  }
  if (names.count("tuned") == 0) {
    return fail(ErrorCode::InvalidInput, "no arm is named \"tuned\"",
                "Give the predictions of the model to be judged under that name.");
  }
  return {};
}

base::Status checkInput(const EvaluationInput& input) {
  const size_t rows = input.labels.size();
  if (rows == 0 || input.classes.size() < 2) {
    return fail(ErrorCode::InvalidInput,
                fmt::format("there are {} rows and {} classes; at least 1 and 2 are needed", rows,
                            input.classes.size()));
  }
  if (input.patients.size() != rows || input.rows.size() != rows || input.groups.size() != rows) {
    return fail(ErrorCode::InvalidInput,
                fmt::format("{} labels, {} patients, {} row numbers and {} groups do not belong "
                            "together",
                            rows, input.patients.size(), input.rows.size(), input.groups.size()));
  }
  for (size_t row = 0; row < rows; ++row) {
    if (input.labels[row] < 0 ||
        input.labels[row] >= static_cast<std::int64_t>(input.classes.size())) {
      return fail(ErrorCode::InvalidInput,
                  fmt::format("the label of row {} is none of the {} classes", input.rows[row],
                              input.classes.size()));
    }
  }
  if (input.primary != "f1_score" && input.primary != "accuracy" && input.primary != "auroc") {
    return fail(ErrorCode::InvalidInput, "the primary metric is not known",
                "Known: f1_score, accuracy, auroc.");
  }
  if (input.resamples < 1) {
    return fail(ErrorCode::InvalidInput, "at least one resample is needed", "2,000 are usual.");
  }
  return checkArms(input);
}

size_t positionOf(const EvaluationInput& input, const std::string& arm) {
  const auto found = std::find_if(input.arms.begin(), input.arms.end(),
                                  [&](const ArmPredictions& known) { return known.arm == arm; });
  return static_cast<size_t>(found - input.arms.begin());
}

/// The rows that the model got wrong with the highest probability.
std::vector<protocol::ErrorExample> confidentErrors(const EvaluationInput& input,
                                                    const ArmStatistics& tuned,
                                                    const Probabilities& probabilities) {
  std::vector<protocol::ErrorExample> out;
  for (size_t row = 0; row < input.labels.size() && tuned.invalidRows() == 0; ++row) {
    const auto predicted = static_cast<size_t>(tuned.predicted()[row]);
    if (tuned.predicted()[row] != input.labels[row]) {
      out.push_back({input.rows[row], input.classes[static_cast<size_t>(input.labels[row])],
                     input.classes[predicted], probabilities[row][predicted]});
    }
  }
  std::stable_sort(out.begin(), out.end(),
                   [](const auto& a, const auto& b) { return a.probability > b.probability; });
  out.resize(std::min(out.size(), kErrorsShown));
  return out;
}

std::map<std::string, double> metricsOf(const protocol::ArmMetrics& tuned) {
  return {{"accuracy", tuned.accuracy.value},
          {"f1_score", tuned.macroF1.value},
          {"auroc", tuned.macroAuroc.value},
          {"brier", tuned.brier.value},
          {"calibration_error", tuned.calibrationError.value}};
}

}  // namespace

base::Result<protocol::Evaluation> evaluate(const EvaluationInput& input, const base::Stop& stop) {
  TELESOFT_CHECK(checkInput(input));
  std::vector<ArmStatistics> arms;
  for (const ArmPredictions& arm : input.arms) {
    arms.emplace_back(input.labels, input.classes.size(), arm.probabilities);
  }
  const PatientResampler patients(input.patients);
  TELESOFT_TRY(draws, resample(arms, patients, {input.seed, "evaluation", input.resamples}, stop));
  const auto sourceOf = [&](size_t arm) { return ArmSource{arms[arm], patients, draws[arm]}; };
  protocol::Evaluation out;
  out.primary = input.primary;
  out.rows = static_cast<std::int64_t>(input.labels.size());
  out.patients = patients.patients();
  for (size_t arm = 0; arm < arms.size(); ++arm) {
    out.arms.push_back(describeArm(sourceOf(arm), input.classes));
    out.arms.back().arm = input.arms[arm].arm;
    out.arms.back().title = input.arms[arm].title;
  }
  const size_t tuned = positionOf(input, "tuned");
  for (const char* against : {"base", "head_only"}) {
    const size_t other = positionOf(input, against);
    if (other < arms.size()) {
      for (protocol::Comparison& comparison : compareArms(sourceOf(tuned), sourceOf(other))) {
        comparison.against = against;
        out.comparisons.push_back(std::move(comparison));
      }
    }
  }
  TELESOFT_TRY(subgroups, describeSubgroups(input, stop));
  out.subgroupPerformance = std::move(subgroups);
  out.errorAnalysis = confidentErrors(input, arms[tuned], input.arms[tuned].probabilities);
  out.metrics = metricsOf(out.arms[tuned]);
  judge(out);
  return out;
}

}  // namespace telesoft::evaluate
