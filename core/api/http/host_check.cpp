#include "telesoft/api/http/host_check.h"

#include <array>

#include "telesoft/base/text.h"

namespace telesoft::api {

namespace {

bool isOwnName(const std::string& hostAndPort, int port) {
  static constexpr std::array<std::string_view, 3> kNames = {"127.0.0.1", "localhost", "[::1]"};
  const std::string suffix = ":" + std::to_string(port);
  return std::any_of(kNames.begin(), kNames.end(), [&](std::string_view name) {
    return base::lowerAscii(hostAndPort) == std::string(name) + suffix;
  });
}

}  // namespace

base::Status checkHost(const HttpRequest& request, int port) {
  if (!isOwnName(request.header("host"), port)) {
    return base::fail(base::ErrorCode::PermissionDenied,
                      "the Host header does not name this server",
                      "speak to 127.0.0.1 or localhost with the port in server.json");
  }
  const std::string& origin = request.header("origin");
  const std::string scheme = "http://";
  if (!origin.empty() &&
      (origin.rfind(scheme, 0) != 0 || !isOwnName(origin.substr(scheme.size()), port))) {
    return base::fail(base::ErrorCode::PermissionDenied,
                      "requests from web pages of other origins are refused");
  }
  return {};
}

}  // namespace telesoft::api
