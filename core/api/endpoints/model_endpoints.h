// Base models, advice, tuned models and evaluations over HTTP.
#pragma once

#include "telesoft/api/endpoints/endpoint.h"

namespace telesoft::api {

[[nodiscard]] std::vector<Endpoint> modelEndpoints();

}  // namespace telesoft::api
