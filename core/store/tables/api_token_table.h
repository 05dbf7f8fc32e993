// API tokens of programs, by the hash of their text.
#pragma once

#include <string>
#include <vector>

#include "telesoft/protocol/access.h"
#include "telesoft/store/transaction.h"

namespace telesoft::store {

struct ApiTokenRecord {
  std::string hash;          // SHA-256 of the token, hexadecimal
  std::string ownerId;       // of the account; "": the local user of the embedded mode
  protocol::ApiToken token;  // its text is never stored
};

class ApiTokenTable {
 public:
  /// Empty createdAt becomes now.
  [[nodiscard]] static base::Status insert(Transaction& transaction, ApiTokenRecord record);
  /// By its id. NotFound.
  [[nodiscard]] static base::Status update(Transaction& transaction,
                                           const protocol::ApiToken& token);
  /// Newest first.
  [[nodiscard]] static base::Result<std::vector<ApiTokenRecord>> list(const Snapshot& snapshot);
};

}  // namespace telesoft::store
