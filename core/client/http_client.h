// One HTTP request to a workspace server, and its answer; no connection is kept.
#pragma once

#include <chrono>
#include <string>

#include "telesoft/base/json.h"

namespace telesoft::client {

struct ServerAddress {
  std::string host = "127.0.0.1";
  std::string port;
  std::string token;
  bool tls = false;
  std::string caFile = {};  // PEM; empty: the authorities that this machine trusts
};

/// From "http://127.0.0.1:41234" or "https://models.hospital.example:8443".
[[nodiscard]] base::Result<ServerAddress> parseAddress(const std::string& url,
                                                       const std::string& token);

struct Reply {
  int status = 0;
  std::string contentType;
  std::string body;
};

/// Unavailable when nobody answers there, Timeout when the answer takes longer than `limit`.
/// Thread: any.
[[nodiscard]] base::Result<Reply> request(
    const ServerAddress& server,
    const std::string& method,
    const std::string& target,
    const std::string& body = "",
    std::chrono::milliseconds limit = std::chrono::seconds(60));

/// The server's {"error": ...} as an Error; a reply below 400 as parsed JSON.
[[nodiscard]] base::Result<base::json> jsonOf(const Reply& reply);

}  // namespace telesoft::client
