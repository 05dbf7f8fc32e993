#include "telesoft/store/tables/api_token_table.h"

#include "telesoft/store/sql/connection.h"

namespace telesoft::store {

using base::Result;
using base::Status;

namespace {

std::string jsonOf(protocol::ApiToken token) {
  token.token.clear();
  return dumpJson(base::toJson(token));
}

}  // namespace

Status ApiTokenTable::insert(Transaction& transaction, ApiTokenRecord record) {
  if (record.token.createdAt.empty()) {
    record.token.createdAt = transaction.now();
  }
  TELESOFT_CHECK(transaction.connection().change(
      "INSERT INTO api_tokens (id, hash, owner, json) VALUES (?, ?, ?, ?)",
      {record.token.id, record.hash, record.ownerId, jsonOf(record.token)}));
  return {};
}

Status ApiTokenTable::update(Transaction& transaction, const protocol::ApiToken& token) {
  return changedOne(transaction.connection().change("UPDATE api_tokens SET json = ? WHERE id = ?",
                                                    {jsonOf(token), token.id}),
                    "token");
}

Result<std::vector<ApiTokenRecord>> ApiTokenTable::list(const Snapshot& snapshot) {
  std::vector<ApiTokenRecord> out;
  TELESOFT_CHECK(snapshot.connection().each(
      "SELECT hash, owner, json FROM api_tokens ORDER BY number DESC", {},
      [&](const Row& row) -> Status {
        TELESOFT_TRY(token, recordOf<protocol::ApiToken>(row.text(2), "api_tokens"));
        out.push_back({row.text(0), row.text(1), std::move(token)});
        return {};
      }));
  return out;
}

}  // namespace telesoft::store
