// Accounts, with their passwords as argon2id strings.
#pragma once

#include <string>
#include <vector>

#include "telesoft/protocol/access.h"
#include "telesoft/store/transaction.h"

namespace telesoft::store {

struct UserRecord {
  protocol::User user;
  std::string passwordHash;  // "$argon2id$..."
};

class UserTable {
 public:
  /// AlreadyExists for a name that is taken. Empty createdAt becomes now.
  [[nodiscard]] static base::Status insert(Transaction& transaction, UserRecord record);
  /// Everything but id and name. NotFound.
  [[nodiscard]] static base::Status update(Transaction& transaction, const UserRecord& record);
  [[nodiscard]] static base::Result<UserRecord> find(const Snapshot& snapshot,
                                                     const std::string& id);
  /// NotFound.
  [[nodiscard]] static base::Result<UserRecord> findByName(const Snapshot& snapshot,
                                                           const std::string& name);
  /// By name.
  [[nodiscard]] static base::Result<std::vector<protocol::User>> list(const Snapshot& snapshot);
};

}  // namespace telesoft::store
