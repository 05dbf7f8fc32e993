// The people of a workspace: their accounts, and whether a password is theirs.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "telesoft/access/guard.h"
#include "telesoft/access/login_throttle.h"
#include "telesoft/protocol/access.h"
#include "telesoft/store/tables/user_table.h"
#include "telesoft/store/workspace.h"

namespace telesoft::access {

/// Every change is one transaction with its audit row, and counts for the next request. An account
/// that is disabled or gets other roles or another password loses its sessions. One enabled
/// account with the role "admin" stays. Thread: any; makes hashes, so not the network's.
class Accounts {
 public:
  Accounts(const store::Workspace& workspace, const Guard& guard)
      : workspace_(workspace), guard_(guard), throttle_(workspace.clock()) {}

  [[nodiscard]] base::Result<std::vector<protocol::User>> list() const;
  /// Errors: InvalidInput for a name that is none, a role that is none, or a weak password;
  /// AlreadyExists.
  [[nodiscard]] base::Result<protocol::User> make(const Principal& who,
                                                  const protocol::UserRequest& request);
  /// Errors: those of make(); NotFound; Conflict where nobody would be left to administer.
  [[nodiscard]] base::Result<protocol::User> change(const Principal& who,
                                                    const std::string& id,
                                                    const protocol::UserChange& change);
  /// The session that asks for it stays. Errors: InvalidInput for a wrong old or a weak new
  /// password.
  [[nodiscard]] base::Status changeOwnPassword(const Principal& who,
                                               const protocol::PasswordChange& change);

  /// For signatures: whether the password is that of who asks. Always true for the embedded
  /// mode's local user, who has none (`who.kind` tells). Errors: PermissionDenied for an API token;
  /// Unavailable after too many wrong ones.
  [[nodiscard]] base::Result<bool> verifyPassword(const Principal& who, std::string_view password);

  /// The account of that name, if the password is its own. Slowed down after failures, which are
  /// audited. Errors: Unauthenticated, the same whatever is wrong; Unavailable for who must wait.
  [[nodiscard]] base::Result<store::UserRecord> signIn(const std::string& name,
                                                       std::string_view password);
  /// 0: may try now.
  [[nodiscard]] std::chrono::milliseconds waitOf(const std::string& name) const;

 private:
  struct Wish {
    const protocol::UserChange& change;
    std::string passwordHash;  // of the new password; "" for none
    std::string keptSession;   // the hash of the one session that is not ended
  };
  [[nodiscard]] base::Result<protocol::User> save(const Principal& who,
                                                  const std::string& id,
                                                  const Wish& wish);
  [[nodiscard]] base::Result<std::optional<store::UserRecord>> owner(const std::string& name,
                                                                     std::string_view password);
  const store::Workspace& workspace_;
  const Guard& guard_;
  LoginThrottle throttle_;
};

/// "Dr.Lee " -> "dr.lee": as names are kept.
[[nodiscard]] std::string accountName(std::string_view typed);

/// PermissionDenied for an API token, which may do nothing that needs a person.
[[nodiscard]] base::Status refuseToken(const Principal& who);

}  // namespace telesoft::access
