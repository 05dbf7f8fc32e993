// A database of its own for a test, and a way past the store's rules to tamper with it.
#pragma once

#include <memory>
#include <string>
#include <utility>

#include "telesoft/store/audit_log.h"
#include "telesoft/store/database.h"
#include "telesoft/store/tables/dataset_table.h"

#include "support/fake_clock.h"
#include "support/must.h"
#include "support/temp_folder.h"
#include "support/test_case.h"

struct sqlite3;

namespace telesoft::tests {

/// Statements past every check of the store. Thread: one.
class RawSqlite {
 public:
  explicit RawSqlite(const base::Path& file);
  ~RawSqlite();
  RawSqlite(const RawSqlite&) = delete;
  RawSqlite& operator=(const RawSqlite&) = delete;
  /// False where SQLite refuses.
  bool run(const std::string& sql);
  /// The first value of the first row.
  [[nodiscard]] std::string value(const std::string& sql);

 private:
  sqlite3* handle_ = nullptr;
};

class StoreFixture {
 public:
  StoreFixture();
  [[nodiscard]] base::Path file() const { return folder_ / "workspace.db"; }
  [[nodiscard]] store::Database& database() { return *database_; }
  void close() { database_.reset(); }
  void reopen();
  /// Closes the database, runs the statements with plain SQLite, and opens it again; false where
  /// they were refused.
  bool tamper(const std::string& sql);
  [[nodiscard]] store::DatabaseSettings settings() const { return {file(), std::string(32, 'k')}; }

  void addDataset(const std::string& id, const std::string& parent = "");
  void addAudit(const std::string& action, const std::string& actor = "tester");
  [[nodiscard]] protocol::AuditVerification verify();

  template <class Work>
  auto read(Work&& work) {
    return must(database_->read(std::forward<Work>(work)));
  }
  template <class Work>
  auto write(Work&& work) {
    return database_->write(std::forward<Work>(work));
  }

  FakeClock clock;

 private:
  TempFolder folder_;
  std::unique_ptr<store::Database> database_;
};

}  // namespace telesoft::tests
