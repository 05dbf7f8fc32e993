// Refuses what a web page in the user's browser could send to this server: a foreign Host (DNS
// rebinding, on loopback) or a foreign Origin.
#pragma once

#include "telesoft/api/http/message.h"

namespace telesoft::api {

struct HostRule {
  int port = 0;
  bool tls = false;  // its certificate says who it is, so any Host may be named
};

/// PermissionDenied unless Host names this loopback address with the port (any Host with TLS), and
/// Origin, where sent, is this server itself.
[[nodiscard]] base::Status checkHost(const HttpRequest& request, const HostRule& rule);

}  // namespace telesoft::api
