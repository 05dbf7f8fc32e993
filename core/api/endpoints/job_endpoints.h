// Fine-tuning jobs over HTTP.
#pragma once

#include "telesoft/api/endpoints/endpoint.h"

namespace telesoft::api {

[[nodiscard]] std::vector<Endpoint> jobEndpoints();

}  // namespace telesoft::api
