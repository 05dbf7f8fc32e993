#include "telesoft/base/error.h"

namespace telesoft::base {

const std::vector<ErrorInfo>& errorTable() {
  static const std::vector<ErrorInfo> table = {
      {ErrorCode::InvalidInput, "invalid_input", 400, 2},
      {ErrorCode::Unauthenticated, "unauthenticated", 401, 3},
      {ErrorCode::PermissionDenied, "permission_denied", 403, 4},
      {ErrorCode::NotFound, "not_found", 404, 5},
      {ErrorCode::AlreadyExists, "already_exists", 409, 6},
      {ErrorCode::Conflict, "conflict", 409, 7},
      {ErrorCode::Cancelled, "cancelled", 499, 8},
      {ErrorCode::Unavailable, "unavailable", 503, 9},
      {ErrorCode::Corrupt, "corrupt", 422, 10},
      {ErrorCode::Unsupported, "unsupported", 422, 11},
      {ErrorCode::OutOfResources, "out_of_resources", 507, 12},
      {ErrorCode::Timeout, "timeout", 504, 13},
      {ErrorCode::Internal, "internal", 500, 1},
  };
  return table;
}

const ErrorInfo& errorInfo(ErrorCode code) {
  for (const ErrorInfo& info : errorTable()) {
    if (info.code == code) {
      return info;
    }
  }
  return errorTable().back();
}

ErrorCode errorCodeOf(std::string_view name) {
  for (const ErrorInfo& info : errorTable()) {
    if (info.name == name) {
      return info.code;
    }
  }
  return ErrorCode::Internal;
}

std::string Error::text() const {
  std::string out;
  for (auto it = context.rbegin(); it != context.rend(); ++it) {
    out += *it + ": ";
  }
  return out + message;
}

}  // namespace telesoft::base
