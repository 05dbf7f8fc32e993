// What each model of a comparison says of the test rows.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "telesoft/base/stop.h"
#include "telesoft/engine/run/run_data.h"
#include "telesoft/evaluate/evaluate.h"

namespace telesoft::engine {

struct ArmInput {
  const RunInput& run;
  const data::PreparedManifest& manifest;
  const std::vector<data::PreparedRow>& test;
  /// Called after each arm with the share of the work that is done.
  std::function<base::Status(double fraction)> progress;
};

/// base: what is there without training: for texts the nearest class description in the embedding
/// space, for measurements the base's own prediction. head_only: the frozen base with a head fitted
/// on the train part and chosen on validation. tuned: the model itself. The first two are left out
/// where there is no base, or no train part.
[[nodiscard]] base::Result<std::vector<evaluate::ArmPredictions>> predictArms(
    const ArmInput& input, const base::Stop& stop);

}  // namespace telesoft::engine
