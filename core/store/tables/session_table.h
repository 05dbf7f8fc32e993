// Who is signed in: sessions by the hash of their token.
#pragma once

#include <string>
#include <vector>

#include "telesoft/store/transaction.h"

namespace telesoft::store {

/// Times as ISO 8601.
struct SessionRecord {
  std::string hash;  // SHA-256 of the token, hexadecimal
  std::string userId;
  std::string createdAt, lastUsedAt, expiresAt;
};

class SessionTable {
 public:
  /// Its account must be there.
  [[nodiscard]] static base::Status insert(Transaction& transaction, const SessionRecord& record);
  /// Nothing happens where there is none of that hash.
  [[nodiscard]] static base::Status touch(Transaction& transaction,
                                          const std::string& hash,
                                          const std::string& lastUsedAt);
  [[nodiscard]] static base::Status remove(Transaction& transaction, const std::string& hash);
  /// All of the account's but the one of hash `except`.
  [[nodiscard]] static base::Status removeOf(Transaction& transaction,
                                             const std::string& userId,
                                             const std::string& except = "");
  [[nodiscard]] static base::Result<std::vector<SessionRecord>> list(const Snapshot& snapshot);
};

}  // namespace telesoft::store
