// Reviews: made, read, decided, looked at, closed.
#pragma once

#include "telesoft/api/endpoints/endpoint.h"

namespace telesoft::api {

[[nodiscard]] std::vector<Endpoint> reviewEndpoints();

}  // namespace telesoft::api
