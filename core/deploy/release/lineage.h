// What a model comes from and what became of it, step by step.
#pragma once

#include <string>
#include <vector>

#include "telesoft/protocol/release.h"
#include "telesoft/store/transaction.h"

namespace telesoft::deploy {

/// import, de-identification, split, base model, job, reviews, documents, model, evaluations,
/// approvals, deployments: from the tables, with who and when from the audit trail. Errors:
/// NotFound.
[[nodiscard]] base::Result<std::vector<protocol::LineageStep>> lineageOf(
    const store::Snapshot& snapshot, const std::string& modelId);

}  // namespace telesoft::deploy
