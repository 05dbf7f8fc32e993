// Datasets and splits over HTTP.
#pragma once

#include "telesoft/api/endpoints/endpoint.h"

namespace telesoft::api {

[[nodiscard]] std::vector<Endpoint> dataEndpoints();

}  // namespace telesoft::api
