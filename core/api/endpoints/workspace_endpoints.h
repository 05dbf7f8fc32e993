// The server itself over HTTP: health, live events, the audit trail, its end.
#pragma once

#include "telesoft/api/endpoints/endpoint.h"

namespace telesoft::api {

[[nodiscard]] std::vector<Endpoint> workspaceEndpoints();

}  // namespace telesoft::api
