// The one vocabulary of failures: what a code means over HTTP, as an exit status, and in words.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace telesoft::base {

enum class ErrorCode {
  InvalidInput,
  Unauthenticated,
  PermissionDenied,
  NotFound,
  AlreadyExists,
  Conflict,
  Cancelled,
  Unavailable,
  Corrupt,
  Unsupported,
  OutOfResources,
  Timeout,
  Internal,
};

/// What happened, and what to do about it. Neither text ever carries a data value, a name or a
/// date.
struct Error {
  ErrorCode code = ErrorCode::Internal;
  std::string message;
  std::string hint = {};
  std::vector<std::string> context = {};  // innermost first: "reading split"

  /// "reading split: line 4 has an unclosed quote".
  [[nodiscard]] std::string text() const;
};

struct ErrorInfo {
  ErrorCode code;
  std::string_view name;  // as in {"error": {"code": ...}}
  int httpStatus;
  int exitStatus;
};

[[nodiscard]] const ErrorInfo& errorInfo(ErrorCode code);
/// Internal for a name that is not in the table.
[[nodiscard]] ErrorCode errorCodeOf(std::string_view name);
[[nodiscard]] const std::vector<ErrorInfo>& errorTable();

}  // namespace telesoft::base
