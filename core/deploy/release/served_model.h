// From a model's record to what the gateway serves.
#pragma once

#include <functional>
#include <string>

#include "telesoft/deploy/gateway/routes.h"
#include "telesoft/protocol/job.h"

namespace telesoft::deploy {

/// Where base models lie, and what the bytes of a folder are.
struct ServeSources {
  base::Path workspace;
  std::function<base::Result<protocol::ModelReference>(const std::string& baseModel)> baseModel;
  std::function<base::Result<std::string>(const base::Path& folder)> hashOf;
};

/// The tuned model; a knowledge base's findings come from its base. Errors: Unavailable for a base
/// that is not on this machine.
[[nodiscard]] base::Result<ServedModel> servedModel(const protocol::Model& model,
                                                    const ServeSources& sources);
/// The base itself, with the candidate's classes and inputs, as the other arm beside it.
[[nodiscard]] base::Result<ServedModel> servedBase(const protocol::Model& candidate,
                                                   const ServeSources& sources);

}  // namespace telesoft::deploy
