// People over HTTP: signing in and out, who one is, accounts, roles, API tokens.
#pragma once

#include "telesoft/api/endpoints/endpoint.h"

namespace telesoft::api {

[[nodiscard]] std::vector<Endpoint> accessEndpoints();

}  // namespace telesoft::api
