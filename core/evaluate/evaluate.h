// From the predictions of several models on the same untouched rows to one evaluation with its
// verdict.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "telesoft/base/result.h"
#include "telesoft/base/stop.h"
#include "telesoft/protocol/evaluation.h"

namespace telesoft::evaluate {

/// What one model says of every row.
struct ArmPredictions {
  std::string arm;                                 // "base" | "head_only" | "tuned"
  std::string title;                               // "MiniLM, zero-shot"
  std::vector<std::vector<double>> probabilities;  // [row][class], each row sums to 1
};

/// Every vector over rows has the same length.
struct EvaluationInput {
  std::vector<std::string> classes;
  std::vector<std::int64_t> labels;                        // [row], index into classes
  std::vector<std::string> patients;                       // [row]; "": a patient of its own
  std::vector<std::int64_t> rows;                          // [row], number in the imported file
  std::vector<std::map<std::string, std::string>> groups;  // [row], column -> value
  std::vector<std::string> subgroupColumns;                // those to be reported
  std::string primary = "f1_score";                        // f1_score (macro) | accuracy | auroc
  std::vector<ArmPredictions> arms;                        // "tuned" is one of them
  std::uint64_t seed = 42;
  std::int64_t resamples = 2000;  // of the bootstrap by patient
};

/// Everything but id, modelId, testData, reportUrl, createdAt and testOpenings. Equal input gives
/// equal output. Stops within 100 ms.
/// Errors: InvalidInput for lengths that differ, labels out of range, or no arm "tuned"; Cancelled.
[[nodiscard]] base::Result<protocol::Evaluation> evaluate(const EvaluationInput& input,
                                                          const base::Stop& stop = {});

}  // namespace telesoft::evaluate
