// The one place that lets a request in: a token becomes a principal, a principal has permissions.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "telesoft/access/roster.h"
#include "telesoft/base/result.h"
#include "telesoft/store/workspace.h"

namespace telesoft::access {

/// Deny by default. Thread: any, and reads no disk after it is made.
class Guard {
 public:
  /// Lets in sessions, API tokens, and the token of server.json, which it makes where needed.
  [[nodiscard]] static base::Result<Guard> openEmbedded(const store::Workspace& workspace);
  /// Lets in people who have signed in, and their API tokens. Conflict while nobody could sign in
  /// to administer the workspace.
  [[nodiscard]] static base::Result<Guard> openTeam(const store::Workspace& workspace);

  /// Unauthenticated for an unknown token; the message is the same whatever is wrong.
  [[nodiscard]] base::Result<Principal> authenticate(std::string_view token) const;
  /// PermissionDenied naming the permission.
  [[nodiscard]] base::Status require(const Principal& who, Permission permission) const;
  /// Both, from "Bearer <token>".
  [[nodiscard]] base::Result<Principal> check(std::string_view authorizationHeader,
                                              Permission permission) const;

  [[nodiscard]] bool isTeam() const { return embeddedToken_.empty(); }
  /// In clear: for server.json and the token file, nowhere else. "" for a team's server.
  [[nodiscard]] const std::string& embeddedToken() const { return embeddedToken_; }
  [[nodiscard]] Roster& roster() const { return *roster_; }

 private:
  Guard(std::string embeddedToken, std::unique_ptr<Roster> roster)
      : embeddedToken_(std::move(embeddedToken)), roster_(std::move(roster)) {}
  std::string embeddedToken_;
  std::unique_ptr<Roster> roster_;
};

}  // namespace telesoft::access
