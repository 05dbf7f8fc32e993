// Asks base and tuned model the items of the batteries in resources/batteries.
#pragma once

#include <string>
#include <vector>

#include "telesoft/base/stop.h"
#include "telesoft/engine/run/run_data.h"
#include "telesoft/protocol/evaluation.h"

namespace telesoft::engine {

/// Those of spec.preserveCapabilities. Text models answer with the candidate whose embedding is
/// nearest to the question's; risk models tell who of their base's population has the outcome. What
/// a model cannot be asked is there with the reason.
/// Errors: NotFound and Corrupt for a battery; those of the models.
[[nodiscard]] base::Result<std::vector<protocol::CapabilityMetrics>> askCapabilities(
    const RunInput& input, const base::Path& batteries, const base::Stop& stop);

}  // namespace telesoft::engine
