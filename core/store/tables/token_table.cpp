#include "telesoft/store/tables/token_table.h"

#include "telesoft/store/sql/connection.h"

namespace telesoft::store {

using base::Result;
using base::Status;

Status TokenTable::put(Transaction& transaction, TokenRecord record) {
  if (record.createdAt.empty()) {
    record.createdAt = transaction.now();
  }
  TELESOFT_CHECK(transaction.connection().change(
      "INSERT OR REPLACE INTO tokens (name, hash, permissions, created) VALUES (?, ?, ?, ?)",
      {record.name, record.hash, dumpJson(base::toJson(record.permissions)), record.createdAt}));
  return {};
}

Result<std::vector<TokenRecord>> TokenTable::list(const Snapshot& snapshot) {
  std::vector<TokenRecord> out;
  TELESOFT_CHECK(snapshot.connection().each(
      "SELECT name, hash, permissions, created FROM tokens ORDER BY name", {},
      [&](const Row& row) -> Status {
        TELESOFT_TRY(permissions, recordOf<std::vector<std::string>>(row.text(2), "tokens"));
        out.push_back({row.text(0), row.text(1), std::move(permissions), row.text(3)});
        return {};
      }));
  return out;
}

}  // namespace telesoft::store
