// Gates, approvals, deployments and alerts.
#pragma once

#include "telesoft/api/endpoints/endpoint.h"

namespace telesoft::api {

[[nodiscard]] std::vector<Endpoint> releaseEndpoints();

}  // namespace telesoft::api
