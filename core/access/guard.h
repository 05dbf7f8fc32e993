// The one place that lets a request in: a token becomes a principal, a principal has permissions.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "telesoft/access/permission.h"
#include "telesoft/base/result.h"
#include "telesoft/store/workspace.h"

namespace telesoft::access {

/// Who asks, as the audit trail names them.
struct Principal {
  std::string name;
  std::set<Permission> permissions;  // with all that is implied
  [[nodiscard]] bool may(Permission permission) const { return permissions.contains(permission); }
};

/// "local user (all roles)": the one principal of the embedded mode.
[[nodiscard]] Principal embeddedPrincipal();

/// Deny by default. Thread: any, and reads no disk after it is made.
class Guard {
 public:
  /// Makes the embedded token where needed and takes over the hashes of all tokens.
  [[nodiscard]] static base::Result<Guard> openEmbedded(const store::Workspace& workspace);

  /// Unauthenticated for an unknown token; the message is the same whatever is wrong.
  [[nodiscard]] base::Result<Principal> authenticate(std::string_view token) const;
  /// PermissionDenied naming the permission.
  [[nodiscard]] base::Status require(const Principal& who, Permission permission) const;
  /// Both, from "Bearer <token>".
  [[nodiscard]] base::Result<Principal> check(std::string_view authorizationHeader,
                                              Permission permission) const;

  /// In clear: for server.json and the token file, nowhere else.
  [[nodiscard]] const std::string& embeddedToken() const { return embeddedToken_; }

 private:
  struct Known {
    std::string hash;
    Principal principal;
  };
  Guard(std::string embeddedToken, std::vector<Known> known)
      : embeddedToken_(std::move(embeddedToken)), known_(std::move(known)) {}
  std::string embeddedToken_;
  std::vector<Known> known_;
};

}  // namespace telesoft::access
