#include "telesoft/api/endpoints/endpoint.h"

#include "telesoft/base/text.h"

namespace telesoft::api {

using base::ErrorCode;
using base::fail;

base::Result<std::int64_t> Call::number(const std::string& name,
                                        std::int64_t otherwise,
                                        std::int64_t least,
                                        std::int64_t most) const {
  const auto given = request.query.find(name);
  if (given == request.query.end()) {
    return otherwise;
  }
  const auto value = base::toInt(given->second);
  if (!value || *value < least || *value > most) {
    return fail(ErrorCode::InvalidInput, "\"" + name + "\" is not a whole number in its range",
                "give a number from " + std::to_string(least) + " to " + std::to_string(most));
  }
  return *value;
}

base::Result<std::optional<std::int64_t>> lastEventId(const HttpRequest& request) {
  std::string text = request.header("last-event-id");
  for (const char* name : {"lastEventId", "after"}) {
    const auto given = request.query.find(name);
    if (text.empty() && given != request.query.end()) {
      text = given->second;
    }
  }
  if (text.empty()) {
    return std::optional<std::int64_t>();
  }
  const auto value = base::toInt(text);
  if (!value || *value < 0) {
    return fail(ErrorCode::InvalidInput, "the id of the last event is not a whole number",
                "give back the id of an event of this stream");
  }
  return value;
}

std::string permissionText(const Endpoint& endpoint) {
  if (endpoint.permission) {
    return std::string(access::permissionInfo(*endpoint.permission).name);
  }
  return endpoint.open ? "none" : "any";
}

base::Result<base::json> bodyOf(const HttpRequest& request) {
  const std::string type = base::lowerAscii(
      request.header("content-type").substr(0, request.header("content-type").find(';')));
  if (!type.empty() && base::trim(type) != "application/json") {
    return fail(ErrorCode::Unsupported, "the body is not said to be JSON",
                "send Content-Type: application/json");
  }
  if (base::trim(request.body).empty()) {
    return fail(ErrorCode::InvalidInput, "the body is empty", "send a JSON object");
  }
  auto parsed = base::parseJson(request.body);
  if (!parsed) {
    return fail(ErrorCode::InvalidInput, "the request's body: " + parsed.error().message,
                "send a JSON object");
  }
  return parsed;
}

HttpResponse jsonResponse(const base::json& body, int status) {
  HttpResponse out;
  out.status = status;
  out.body = body.dump(-1, ' ', false, base::json::error_handler_t::replace);
  return out;
}

}  // namespace telesoft::api
