#include "telesoft/api/http/host_check.h"

#include <array>

#include "telesoft/base/text.h"

namespace telesoft::api {

namespace {

bool isOwnName(std::string_view hostAndPort, int port) {
  static constexpr std::array<std::string_view, 3> kNames = {"127.0.0.1", "localhost", "[::1]"};
  const std::string suffix = ":" + std::to_string(port);
  return std::any_of(kNames.begin(), kNames.end(), [&](std::string_view name) {
    return base::lowerAscii(hostAndPort) == std::string(name) + suffix;
  });
}

bool isOwnOrigin(const std::string& origin, const std::string& host, const HostRule& rule) {
  if (rule.tls) {
    return origin == "https://" + base::lowerAscii(host);
  }
  constexpr std::string_view kScheme = "http://";
  return origin.rfind(kScheme, 0) == 0 && isOwnName(origin.substr(kScheme.size()), rule.port);
}

}  // namespace

base::Status checkHost(const HttpRequest& request, const HostRule& rule) {
  const std::string& host = request.header("host");
  if (rule.tls ? host.empty() : !isOwnName(host, rule.port)) {
    return base::fail(base::ErrorCode::PermissionDenied,
                      "the Host header does not name this server",
                      "speak to 127.0.0.1 or localhost with the port in server.json");
  }
  const std::string& origin = request.header("origin");
  if (!origin.empty() && !isOwnOrigin(base::lowerAscii(origin), host, rule)) {
    return base::fail(base::ErrorCode::PermissionDenied,
                      "requests from web pages of other origins are refused");
  }
  return {};
}

}  // namespace telesoft::api
