// Every endpoint there is.
#pragma once

#include "telesoft/api/endpoints/endpoint.h"

namespace telesoft::api {

/// Literal paths stand before those with parameters that they would fit.
[[nodiscard]] std::vector<Endpoint> endpointTable();

}  // namespace telesoft::api
