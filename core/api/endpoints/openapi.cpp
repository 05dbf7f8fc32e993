#include "telesoft/api/endpoints/openapi.h"

#include <cctype>

#include "telesoft/base/text.h"
#include "telesoft/protocol/server.h"

namespace telesoft::api {

using base::json;

namespace {

/// "/v1/datasets/{id}" -> "/datasets/{id}"; "/metrics" stays.
std::string withoutVersion(const Endpoint& endpoint) {
  const std::string version = "/v1";
  return endpoint.path.substr(endpoint.path.rfind(version + "/", 0) == 0 ? version.size() : 0);
}

/// "GET /v1/datasets/{id}/rows" -> "getDatasetsIdRows".
std::string operationId(const Endpoint& endpoint) {
  std::string out = base::lowerAscii(endpoint.method);
  bool upper = true;
  for (const char c : withoutVersion(endpoint)) {
    if (std::isalnum(static_cast<unsigned char>(c)) == 0) {
      upper = true;
      continue;
    }
    out += upper ? static_cast<char>(std::toupper(static_cast<unsigned char>(c))) : c;
    upper = false;
  }
  return out;
}

/// "/v1/fine-tuning/jobs" -> "fine-tuning".
std::string tagOf(const Endpoint& endpoint) {
  return base::split(withoutVersion(endpoint), '/').at(1);
}

json content(const std::string& contentType, const TypeReference& type, SchemaSet& schemas) {
  json media = json::object();
  media["schema"] = type.schema != nullptr ? type.schema(schemas) : json{{"type", "string"}};
  return {{contentType, std::move(media)}};
}

json parametersOf(const Endpoint& endpoint) {
  json out = json::array();
  for (const std::string& part : base::split(endpoint.path, '/')) {
    if (part.size() > 2 && part.front() == '{') {
      out.push_back({{"name", part.substr(1, part.size() - 2)},
                     {"in", "path"},
                     {"required", true},
                     {"schema", {{"type", "string"}}}});
    }
  }
  for (const Parameter& parameter : endpoint.parameters) {
    out.push_back({{"name", parameter.name},
                   {"in", parameter.in},
                   {"description", parameter.description},
                   {"schema", {{"type", parameter.type}}}});
  }
  return out;
}

json operationOf(const Endpoint& endpoint, SchemaSet& schemas) {
  json out;
  out["operationId"] = operationId(endpoint);
  out["summary"] = endpoint.summary;
  out["tags"] = {tagOf(endpoint)};
  out["x-permission"] = permissionText(endpoint);
  out["parameters"] = parametersOf(endpoint);
  if (endpoint.request.schema != nullptr) {
    out["requestBody"] = {{"required", true},
                          {"content", content("application/json", endpoint.request, schemas)}};
  }
  out["responses"][std::to_string(endpoint.status)] = {
      {"description", endpoint.summary},
      {"content", content(endpoint.contentType, endpoint.response, schemas)}};
  out["responses"]["default"] = {{"$ref", "#/components/responses/Error"}};
  if (endpoint.open) {
    out["security"] = json::array();
  }
  return out;
}

}  // namespace

json openApiDocument(const std::vector<Endpoint>& table, const std::string& programVersion) {
  SchemaSet schemas;
  json paths = json::object();
  for (const Endpoint& endpoint : table) {
    paths[endpoint.path][base::lowerAscii(endpoint.method)] = operationOf(endpoint, schemas);
  }
  const json error = content("application/json", typeReference<protocol::ErrorReply>(), schemas);
  json out;
  out["openapi"] = "3.1.0";
  out["info"] = {
      {"title", "Telesoft Workbench workspace server"},
      {"version", programVersion},
      {"description",
       "Every failure is {\"error\": {code, message, hint, requestId}}. Send the token of "
       "the workspace's server.json as Authorization: Bearer."}};
  out["servers"] = {{{"url", "/"}}};
  out["security"] = {{{"bearer", json::array()}}};
  out["paths"] = std::move(paths);
  out["components"]["securitySchemes"]["bearer"] = {{"type", "http"}, {"scheme", "bearer"}};
  out["components"]["responses"]["Error"] = {{"description", "What failed, and what to do"},
                                             {"content", error}};
  out["components"]["schemas"] = std::move(schemas);
  return out;
}

}  // namespace telesoft::api
