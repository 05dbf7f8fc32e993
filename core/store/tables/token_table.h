// Access tokens, kept as hashes only.
#pragma once

#include <string>
#include <vector>

#include "telesoft/store/transaction.h"

namespace telesoft::store {

struct TokenRecord {
  std::string name;                      // "embedded", or a person's account
  std::string hash;                      // SHA-256 of the token, hexadecimal
  std::vector<std::string> permissions;  // their names; "*": all
  std::string createdAt;
};

class TokenTable {
 public:
  /// Replaces the token of that name. Empty createdAt becomes now.
  [[nodiscard]] static base::Status put(Transaction& transaction, TokenRecord record);
  [[nodiscard]] static base::Result<std::vector<TokenRecord>> list(const Snapshot& snapshot);
};

}  // namespace telesoft::store
