// The database's schema, step by step: core/store/migrations/NNN_what.sql, part of the program.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "telesoft/base/clock.h"
#include "telesoft/base/result.h"
#include "telesoft/store/sql/connection.h"

namespace telesoft::store {

struct Migration {
  std::int64_t version;  // 1, 2, 3 ... without a gap
  std::string_view name;
  std::string_view sql;
};

/// Those of core/store/migrations, in order.
[[nodiscard]] const std::vector<Migration>& embeddedMigrations();

/// Brings the database up to the last of them, each in a transaction of its own: a killed or failed
/// step leaves the version before it. Errors: Unsupported for a database that a newer program
/// wrote; Corrupt for a SQLite file of another program.
[[nodiscard]] base::Status migrate(Connection& connection,
                                   const std::vector<Migration>& migrations,
                                   const base::Clock& clock);

}  // namespace telesoft::store
