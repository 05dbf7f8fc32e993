// openapi.json, written from the endpoint table.
#pragma once

#include "telesoft/api/endpoints/endpoint.h"

namespace telesoft::api {

/// An OpenAPI 3.1 document.
[[nodiscard]] base::json openApiDocument(const std::vector<Endpoint>& table,
                                         const std::string& programVersion);

}  // namespace telesoft::api
