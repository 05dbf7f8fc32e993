// Served risk networks: rows of measurements in, explained by Shapley values of the log-odds.
#pragma once

#include "telesoft/engine/serve/predictor.h"
#include "telesoft/engine/serve/served_model.h"

namespace telesoft::engine {

/// A feature is explained against the mean that the model's encoding has of it, a category against
/// "missing". Errors: as Predictor::open.
[[nodiscard]] base::Result<std::unique_ptr<Predictor>> openTabularPredictor(
    const protocol::ServeSpec& spec, const ServedFolders& folders);

}  // namespace telesoft::engine
