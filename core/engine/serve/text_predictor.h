// Served models that read texts: a tuned classifier, or a base that compares sentences.
#pragma once

#include "telesoft/engine/serve/predictor.h"
#include "telesoft/engine/serve/served_model.h"

namespace telesoft::engine {

/// A base without classes answers embed() only. Errors: as Predictor::open.
[[nodiscard]] base::Result<std::unique_ptr<Predictor>> openTextPredictor(
    const protocol::ServeSpec& spec, const ServedFolders& folders);

}  // namespace telesoft::engine
