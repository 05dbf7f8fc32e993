// From a worker's probabilities to what a person reads.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "telesoft/deploy/gateway/routes.h"

namespace telesoft::deploy {

/// Findings, confidence, calibration and explanation; the rest is its caller's. Errors: Internal
/// where the worker's probabilities are not one for each class, each a share.
[[nodiscard]] base::Result<protocol::Analysis> analysisOf(
    const ServedModel& model,
    protocol::WorkerAnswer answer,
    const std::optional<protocol::WorkerHello>& hello);

/// "cough and fever speak most for infection; knee speaks against it". "" without contributions.
[[nodiscard]] std::string explanationText(const std::vector<protocol::Contribution>& contributions,
                                          const std::string& label);

}  // namespace telesoft::deploy
