// Endpoints of predictions: asked for, proven, commented on, and counted.
#pragma once

#include <vector>

#include "telesoft/api/endpoints/endpoint.h"

namespace telesoft::api {

[[nodiscard]] std::vector<Endpoint> diagnosticsEndpoints();

}  // namespace telesoft::api
