// Numbers from tests/oracles/evaluate_oracle.py, and invented predictions of a known quality.
#pragma once

#include <cmath>
#include <string>
#include <vector>

#include "telesoft/base/json.h"
#include "telesoft/base/os/files.h"
#include "telesoft/base/rng.h"
#include "telesoft/evaluate/evaluate.h"

#include "support/temp_folder.h"

namespace telesoft::tests {

inline base::json evaluateOracle() {
  const auto text = base::readFile(sourceFolder() / "tests/fixtures/evaluate/oracle.json");
  const auto parsed = text ? base::parseJson(*text) : base::json();
  return parsed ? *parsed : base::json();
}

/// null is NaN.
inline double numberOf(const base::json& value) {
  return value.is_number() ? value.get<double>() : std::nan("");
}

inline std::vector<bool> isOne(const std::vector<std::int64_t>& labels) {
  std::vector<bool> out;
  for (const std::int64_t label : labels) {
    out.push_back(label == 1);
  }
  return out;
}

/// Equal to `digits` significant digits, or both NaN.
inline bool near(double a, double b, double tolerance = 1e-9) {
  return (std::isnan(a) && std::isnan(b)) ||
         std::abs(a - b) <= tolerance * std::max(1.0, std::abs(b));
}

#define COMPARE_NEAR(actual, expected, tolerance)                       \
  QVERIFY2(telesoft::tests::near((actual), (expected), (tolerance)),    \
           qPrintable(QStringLiteral("%1 is not %2")                    \
                          .arg(static_cast<double>(actual), 0, 'g', 12) \
                          .arg(static_cast<double>(expected), 0, 'g', 12)))

struct CaseShape {
  size_t rows = 200, classes = 3, rowsOfPatient = 1;
  std::uint64_t seed = 1;
};

/// Labels in turn; patients of `rowsOfPatient` neighbouring rows; no arms yet.
inline evaluate::EvaluationInput emptyCase(const CaseShape& shape) {
  evaluate::EvaluationInput input;
  for (size_t c = 0; c < shape.classes; ++c) {
    input.classes.push_back("class " + std::to_string(c));
  }
  base::Rng rng(shape.seed, "labels");
  for (size_t row = 0; row < shape.rows; ++row) {
    input.labels.push_back(static_cast<std::int64_t>(rng.below(shape.classes)));
    input.patients.push_back("p" + std::to_string(row / shape.rowsOfPatient));
    input.rows.push_back(static_cast<std::int64_t>(row) + 1);
    input.groups.push_back({{"sex", row % 2 == 0 ? "F" : "M"}});
  }
  input.resamples = 500;
  return input;
}

/// Adds an arm whose logit of the true class is raised by `skill`: 0 guesses.
inline void addArm(evaluate::EvaluationInput& input, const std::string& name, double skill) {
  base::Rng rng(7, "arm " + name);
  evaluate::ArmPredictions arm{name, name + " by test", {}};
  for (const std::int64_t label : input.labels) {
    std::vector<double> odds;
    double sum = 0;
    for (size_t c = 0; c < input.classes.size(); ++c) {
      const bool truth = static_cast<std::int64_t>(c) == label;
      odds.push_back(std::exp(rng.normal() + (truth ? skill : 0)));
      sum += odds.back();
    }
    for (double& p : odds) {
      p /= sum;
    }
    arm.probabilities.push_back(odds);
  }
  input.arms.push_back(std::move(arm));
}

}  // namespace telesoft::tests
