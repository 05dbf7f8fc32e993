// Evaluations: the counted, logged door to a test part, and the run that compares on it.
#pragma once

#include "telesoft/api/services/services.h"
#include "telesoft/protocol/evaluation.h"

namespace telesoft::api {

/// Errors: InvalidInput for what is no test part, and for one with rows or patients that the model
/// was trained on.
[[nodiscard]] base::Result<protocol::Evaluation> createEvaluation(
    Services& services, const protocol::EvaluationRequest& request, const std::string& actor);

}  // namespace telesoft::api
