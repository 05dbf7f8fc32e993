// The knowledge base over HTTP.
#pragma once

#include <vector>

#include "telesoft/api/endpoints/endpoint.h"

namespace telesoft::api {

[[nodiscard]] std::vector<Endpoint> knowledgeEndpoints();

}  // namespace telesoft::api
