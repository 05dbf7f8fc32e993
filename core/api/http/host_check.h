// Refuses what a web page in the user's browser could send to a server on loopback: a foreign Host
// (DNS rebinding) or a foreign Origin.
#pragma once

#include "telesoft/api/http/message.h"

namespace telesoft::api {

/// PermissionDenied unless Host names this loopback address with `port`, and Origin, where sent, is
/// this server itself.
[[nodiscard]] base::Status checkHost(const HttpRequest& request, int port);

}  // namespace telesoft::api
