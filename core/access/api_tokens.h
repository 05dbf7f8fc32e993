// Tokens with which programs come in on a person's behalf.
#pragma once

#include <string>
#include <vector>

#include "telesoft/access/guard.h"
#include "telesoft/protocol/access.h"
#include "telesoft/store/workspace.h"

namespace telesoft::access {

/// A token is 256 random bits, of which the hash is kept. Thread: any.
class ApiTokens {
 public:
  ApiTokens(const store::Workspace& workspace, const Guard& guard)
      : workspace_(workspace), guard_(guard) {}

  /// Their own, and everybody's for who may manage users; the newest first.
  [[nodiscard]] std::vector<protocol::ApiToken> list(const Principal& who) const;
  /// With its text, this once. Errors: InvalidInput for a name or a time that is none, and for
  /// permissions that there are not; PermissionDenied for those that who asks has not, and for who
  /// comes with an API token.
  [[nodiscard]] base::Result<protocol::ApiToken> make(const Principal& who,
                                                      const protocol::TokenRequest& request);
  /// NotFound also for one of somebody else. Revoking twice is no error.
  [[nodiscard]] base::Result<protocol::ApiToken> revoke(const Principal& who,
                                                        const std::string& id);

 private:
  const store::Workspace& workspace_;
  const Guard& guard_;
};

}  // namespace telesoft::access
