#include "telesoft/store/sql/migration.h"

namespace telesoft::store {

using base::ErrorCode;
using base::fail;
using base::Result;
using base::Status;

namespace {

constexpr std::int64_t kApplicationId = 1414288198;  // as in 001_initial.sql

/// 0 for an empty database.
Result<std::int64_t> versionOf(Connection& connection) {
  TELESOFT_TRY(tables, connection.integer("SELECT COUNT(*) FROM sqlite_schema"));
  TELESOFT_TRY(application, connection.integer("PRAGMA application_id"));
  if (tables > 0 && application != kApplicationId) {
    return fail(ErrorCode::Corrupt, "workspace.db is a database of another program",
                "choose another workspace folder");
  }
  TELESOFT_TRY(known, connection.integer("SELECT COUNT(*) FROM sqlite_schema WHERE name = "
                                         "'schema_version' AND type = 'table'"));
  return known == 0 ? Result<std::int64_t>(0)
                    : connection.integer("SELECT MAX(version) FROM schema_version");
}

Status apply(Connection& connection, const Migration& migration, const base::Clock& clock) {
  TELESOFT_CHECK(
      connection.execute("CREATE TABLE IF NOT EXISTS schema_version (version INTEGER PRIMARY KEY, "
                         "name TEXT NOT NULL, applied TEXT NOT NULL) STRICT"));
  TELESOFT_CHECK(connection.execute(std::string(migration.sql)));
  TELESOFT_CHECK(connection.change(
      "INSERT INTO schema_version VALUES (?, ?, ?)",
      {migration.version, std::string(migration.name), base::toIso8601(clock.now())}));
  return {};
}

}  // namespace

Status migrate(Connection& connection,
               const std::vector<Migration>& migrations,
               const base::Clock& clock) {
  TELESOFT_TRY(version, versionOf(connection));
  const std::int64_t newest = migrations.empty() ? 0 : migrations.back().version;
  if (version > newest) {
    return fail(ErrorCode::Unsupported,
                "the workspace was written by a newer program (schema " + std::to_string(version) +
                    ", this program knows " + std::to_string(newest) + ")",
                "update Telesoft on this machine");
  }
  for (const Migration& migration : migrations) {
    if (migration.version <= version) {
      continue;
    }
    TELESOFT_CHECK(connection.execute("BEGIN IMMEDIATE"));
    Status done = apply(connection, migration, clock);
    if (done) {
      done = connection.execute("COMMIT");
    }
    if (!done) {
      if (connection.inTransaction()) {
        static_cast<void>(connection.execute("ROLLBACK"));
      }
      return std::move(done).in("bringing workspace.db up to schema",
                                std::to_string(migration.version));
    }
  }
  return {};
}

}  // namespace telesoft::store
