// Signing in and out.
#pragma once

#include <string>

#include "telesoft/access/accounts.h"

namespace telesoft::access {

/// A session is 256 random bits, of which the hash is kept. It ends when it is ended, 30 minutes
/// after its last use, and 12 hours after it began. Thread: any.
class Sessions {
 public:
  Sessions(const store::Workspace& workspace, const Guard& guard, Accounts& accounts)
      : workspace_(workspace), guard_(guard), accounts_(accounts) {}

  struct Begun {
    std::string token;  // in clear, this once
    Principal who;
  };
  /// Errors: those of Accounts::signIn().
  [[nodiscard]] base::Result<Begun> begin(const protocol::LoginRequest& request);
  /// InvalidInput for who asks by another thing than a session.
  [[nodiscard]] base::Status end(const Principal& who);
  /// Writes down when sessions and API tokens were last used, so that a new server knows.
  [[nodiscard]] base::Status keepUse();

 private:
  const store::Workspace& workspace_;
  const Guard& guard_;
  Accounts& accounts_;
};

}  // namespace telesoft::access
