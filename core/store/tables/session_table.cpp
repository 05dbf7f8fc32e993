#include "telesoft/store/tables/session_table.h"

#include "telesoft/store/sql/connection.h"

namespace telesoft::store {

using base::Result;
using base::Status;

Status SessionTable::insert(Transaction& transaction, const SessionRecord& record) {
  TELESOFT_CHECK(transaction.connection().change(
      "INSERT INTO sessions (hash, user, created, last_used, expires) VALUES (?, ?, ?, ?, ?)",
      {record.hash, record.userId, record.createdAt, record.lastUsedAt, record.expiresAt}));
  return {};
}

Status SessionTable::touch(Transaction& transaction,
                           const std::string& hash,
                           const std::string& lastUsedAt) {
  TELESOFT_CHECK(transaction.connection().change("UPDATE sessions SET last_used = ? WHERE hash = ?",
                                                 {lastUsedAt, hash}));
  return {};
}

Status SessionTable::remove(Transaction& transaction, const std::string& hash) {
  TELESOFT_CHECK(transaction.connection().change("DELETE FROM sessions WHERE hash = ?", {hash}));
  return {};
}

Status SessionTable::removeOf(Transaction& transaction,
                              const std::string& userId,
                              const std::string& except) {
  TELESOFT_CHECK(transaction.connection().change(
      "DELETE FROM sessions WHERE user = ? AND hash <> ?", {userId, except}));
  return {};
}

Result<std::vector<SessionRecord>> SessionTable::list(const Snapshot& snapshot) {
  std::vector<SessionRecord> out;
  TELESOFT_CHECK(snapshot.connection().each(
      "SELECT hash, user, created, last_used, expires FROM sessions ORDER BY created, hash", {},
      [&](const Row& row) -> Status {
        out.push_back({row.text(0), row.text(1), row.text(2), row.text(3), row.text(4)});
        return {};
      }));
  return out;
}

}  // namespace telesoft::store
