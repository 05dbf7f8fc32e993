// The conditions of production, computed from the workspace's records.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "telesoft/protocol/dataset.h"
#include "telesoft/protocol/evaluation.h"
#include "telesoft/protocol/job.h"
#include "telesoft/protocol/release.h"
#include "telesoft/protocol/split.h"

namespace telesoft::deploy {

/// Groups below this say more of chance than of the model.
inline constexpr std::int64_t kGroupRows = 30;
/// What the primary figure of two groups may differ by.
inline constexpr double kLargestGap = 0.10;

/// What is known of a model. Nothing where the record is not there.
struct GateInput {
  protocol::Model model;
  std::optional<protocol::Job> job;      // that has trained it
  std::optional<protocol::Split> split;  // that its training data is a part of
  std::string validationSplit;           // that its validation data is a part of
  std::string manifestNow;  // sha256 of the split's manifest file as it lies there; "": gone
  std::vector<protocol::ColumnSchema> columns;    // of its training data
  std::vector<protocol::Evaluation> evaluations;  // of this model, newest first
  std::string bytesNow;                           // of its folder; "": cannot be read
};

/// In this order: split_proof, evaluation, subgroup_gap, capabilities, integrity. A gate "holds",
/// "fails", or is "missing" what it would be computed from.
[[nodiscard]] std::vector<protocol::Gate> gatesOf(const GateInput& input);
[[nodiscard]] bool allHold(const std::vector<protocol::Gate>& gates);

/// The newest one that succeeded; nullptr where none has.
[[nodiscard]] const protocol::Evaluation* newestEvaluation(
    const std::vector<protocol::Evaluation>& evaluations);

}  // namespace telesoft::deploy
