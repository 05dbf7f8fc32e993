// What a request and an answer are for everything above the socket: no word of Beast.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "telesoft/api/http/event_source.h"
#include "telesoft/base/result.h"

namespace telesoft::api {

struct HttpRequest {
  std::string method;
  std::string path;                            // still percent-encoded, without the query
  std::map<std::string, std::string> query;    // decoded; the first of equal names counts
  std::map<std::string, std::string> headers;  // names in lower case
  std::string body;
  std::string id;  // names this request in answers and in the log

  /// "" where it is absent.
  [[nodiscard]] const std::string& header(const std::string& lowerName) const;
};

struct HttpResponse {
  int status = 200;
  std::string contentType = "application/json";
  std::string body;
  std::vector<std::pair<std::string, std::string>> headers = {};
  // Shared: the worker makes it, the connection then owns it together with its event stream.
  std::shared_ptr<EventSource> events = {};
};

/// Splits "/v1/rows?offset=3" into path and decoded query. InvalidInput for a broken percent
/// sequence, a control character, or an absolute form.
[[nodiscard]] base::Status parseTarget(std::string_view target, HttpRequest& into);
/// InvalidInput for a broken percent sequence or an encoded NUL.
[[nodiscard]] base::Result<std::string> percentDecode(std::string_view text, bool plusIsSpace);

/// The one error shape: {"error": {"code", "message", "hint", "requestId"}}; a 503 says when to try
/// again, a 401 what to send.
[[nodiscard]] HttpResponse errorResponse(const base::Error& error, const std::string& requestId);
/// The same with a status of HTTP's own, such as 405 or 413.
[[nodiscard]] HttpResponse errorResponse(int status,
                                         const base::Error& error,
                                         const std::string& requestId);

}  // namespace telesoft::api
