#include "telesoft/api/http/message.h"

#include "telesoft/base/json.h"
#include "telesoft/base/text.h"
#include "telesoft/protocol/server.h"

namespace telesoft::api {

using base::ErrorCode;
using base::fail;

namespace {

int hexDigit(char c) {
  if (c >= '0' && c <= '9') {
    return c - '0';
  }
  if (c >= 'a' && c <= 'f') {
    return c - 'a' + 10;
  }
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

bool isPrintable(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c != '\x7f'; });
}

base::Status parseQuery(std::string_view text, std::map<std::string, std::string>& into) {
  for (const std::string& pair : base::split(text, '&')) {
    if (pair.empty()) {
      continue;
    }
    const size_t equals = pair.find('=');
    const std::string_view whole = pair;
    TELESOFT_TRY(name, percentDecode(whole.substr(0, equals), true));
    TELESOFT_TRY(value,
                 percentDecode(equals == std::string::npos ? "" : whole.substr(equals + 1), true));
    into.emplace(std::move(name), std::move(value));
  }
  return {};
}

}  // namespace

const std::string& HttpRequest::header(const std::string& lowerName) const {
  static const std::string none;
  const auto found = headers.find(lowerName);
  return found == headers.end() ? none : found->second;
}

base::Result<std::string> percentDecode(std::string_view text, bool plusIsSpace) {
  std::string out;
  out.reserve(text.size());
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      out += plusIsSpace && text[i] == '+' ? ' ' : text[i];
      continue;
    }
    const int high = i + 1 < text.size() ? hexDigit(text[i + 1]) : -1;
    const int low = i + 2 < text.size() ? hexDigit(text[i + 2]) : -1;
    if (high < 0 || low < 0 || high + low == 0) {
      return fail(ErrorCode::InvalidInput, "the address has a broken percent sequence",
                  "write each special byte as % and two hexadecimal digits; NUL is refused");
    }
    out += static_cast<char>(high * 16 + low);
    i += 2;
  }
  if (!base::isUtf8(out)) {
    return fail(ErrorCode::InvalidInput, "the address is not UTF-8 once decoded");
  }
  return out;
}

base::Status parseTarget(std::string_view target, HttpRequest& into) {
  if (target == "*" && into.method == "OPTIONS") {
    into.path = "*";
    return {};
  }
  if (target.empty() || target.front() != '/' || !isPrintable(target)) {
    return fail(ErrorCode::InvalidInput, "the address is not a path that begins with /",
                "send GET /v1/health, for instance");
  }
  const size_t question = target.find('?');
  into.path = std::string(target.substr(0, question));
  return question == std::string_view::npos ? base::Status()
                                            : parseQuery(target.substr(question + 1), into.query);
}

HttpResponse errorResponse(int status, const base::Error& error, const std::string& requestId) {
  protocol::ErrorReply reply;
  reply.error = {std::string(base::errorInfo(error.code).name), error.text(), error.hint,
                 requestId};
  HttpResponse out;
  out.status = status;
  if (status == 503) {
    out.headers.emplace_back("Retry-After", "1");
  } else if (status == 401) {
    out.headers.emplace_back("WWW-Authenticate", "Bearer");
  }
  out.body = base::toJson(reply).dump(-1, ' ', false, base::json::error_handler_t::replace);
  return out;
}

HttpResponse errorResponse(const base::Error& error, const std::string& requestId) {
  return errorResponse(base::errorInfo(error.code).httpStatus, error, requestId);
}

}  // namespace telesoft::api
