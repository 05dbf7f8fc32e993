#include "telesoft/store/tables/user_table.h"

#include "telesoft/store/sql/connection.h"

namespace telesoft::store {

using base::ErrorCode;
using base::fail;
using base::Result;
using base::Status;

namespace {

Result<UserRecord> findBy(const Snapshot& snapshot,
                          const std::string& column,
                          const std::string& value) {
  TELESOFT_TRY(found, snapshot.connection().rows(
                          "SELECT json, password FROM users WHERE " + column + " = ?", {value}));
  if (found.empty()) {
    return notFound("account");
  }
  TELESOFT_TRY(user, recordOf<protocol::User>(found.front().text(0), "users"));
  return UserRecord{std::move(user), found.front().text(1)};
}

}  // namespace

Status UserTable::insert(Transaction& transaction, UserRecord record) {
  protocol::User& user = record.user;
  if (findBy(transaction, "name", user.name)) {
    return fail(ErrorCode::AlreadyExists, "an account of this name is there already",
                "choose another name, or change the account");
  }
  if (user.createdAt.empty()) {
    user.createdAt = transaction.now();
  }
  TELESOFT_CHECK(transaction.connection().change(
      "INSERT INTO users (id, name, password, json) VALUES (?, ?, ?, ?)",
      {user.id, user.name, record.passwordHash, dumpJson(base::toJson(user))}));
  return {};
}

Status UserTable::update(Transaction& transaction, const UserRecord& record) {
  return changedOne(transaction.connection().change(
                        "UPDATE users SET password = ?, json = ? WHERE id = ?",
                        {record.passwordHash, dumpJson(base::toJson(record.user)), record.user.id}),
                    "account");
}

Result<UserRecord> UserTable::find(const Snapshot& snapshot, const std::string& id) {
  return findBy(snapshot, "id", id);
}

Result<UserRecord> UserTable::findByName(const Snapshot& snapshot, const std::string& name) {
  return findBy(snapshot, "name", name);
}

Result<std::vector<protocol::User>> UserTable::list(const Snapshot& snapshot) {
  return recordsOf<protocol::User>(snapshot.connection(), "SELECT json FROM users ORDER BY name",
                                   {}, "users");
}

}  // namespace telesoft::store
