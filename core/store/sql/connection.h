// SQLite for the tables: statements with bound values, and every failure as an Error.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "telesoft/base/json.h"
#include "telesoft/base/os/files.h"
#include "telesoft/base/result.h"

struct sqlite3;

namespace telesoft::store {

using Value = std::variant<std::nullptr_t, std::int64_t, std::string>;

/// One row of an answer; a column that is null or of another type reads as "" or 0.
class Row {
 public:
  explicit Row(std::vector<Value> values) : values_(std::move(values)) {}
  [[nodiscard]] std::string text(size_t column) const;
  [[nodiscard]] std::int64_t integer(size_t column) const;

 private:
  std::vector<Value> values_;
};

/// Thread: one at a time.
class Connection {
 public:
  enum class Mode { Writer, Reader };
  /// A writer makes the file where it is absent, mode 0600. Errors: Corrupt where the file is no
  /// database or fails its check.
  [[nodiscard]] static base::Result<std::unique_ptr<Connection>> open(const base::Path& file,
                                                                      Mode mode);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  /// Statements without values, several at once.
  [[nodiscard]] base::Status execute(const std::string& sql);
  /// One statement; gives how many rows it has changed.
  [[nodiscard]] base::Result<std::int64_t> change(std::string_view sql,
                                                  const std::vector<Value>& values);
  using OnRow = std::function<base::Status(const Row&)>;
  [[nodiscard]] base::Status each(std::string_view sql,
                                  const std::vector<Value>& values,
                                  const OnRow& onRow);
  [[nodiscard]] base::Result<std::vector<Row>> rows(std::string_view sql,
                                                    const std::vector<Value>& values = {});
  /// The first column of the only row; 0 where there is none.
  [[nodiscard]] base::Result<std::int64_t> integer(std::string_view sql,
                                                   const std::vector<Value>& values = {});
  [[nodiscard]] std::int64_t lastInsertedRow() const;
  [[nodiscard]] bool inTransaction() const;
  /// A copy of the state that this connection sees, into a file that is not there yet.
  [[nodiscard]] base::Status copyTo(const base::Path& file);
  /// Overwrites the log into the database file; for an orderly end.
  void checkpoint();

 private:
  explicit Connection(sqlite3* handle) : handle_(handle) {}
  [[nodiscard]] base::Status configure(Mode mode);
  [[nodiscard]] base::Status check();
  [[nodiscard]] base::Error error(int code) const;
  sqlite3* handle_;
};

/// JSON as the tables keep it: without spaces, and never throwing.
[[nodiscard]] std::string dumpJson(const base::json& value);

/// A record out of its JSON column; Corrupt names the table.
template <class T>
[[nodiscard]] base::Result<T> recordOf(const std::string& text, const std::string& table) {
  auto parsed = base::parseJson(text);
  if (parsed) {
    auto record = base::fromJson<T>(*parsed);
    if (record) {
      return record;
    }
  }
  return base::fail(base::ErrorCode::Corrupt, "a row of " + table + " in workspace.db is damaged",
                    "restore the workspace from its backup");
}

/// Every record that the statement gives in its first column.
template <class T>
[[nodiscard]] base::Result<std::vector<T>> recordsOf(Connection& connection,
                                                     std::string_view sql,
                                                     const std::vector<Value>& values,
                                                     const std::string& table) {
  std::vector<T> out;
  TELESOFT_CHECK(connection.each(sql, values, [&](const Row& row) -> base::Status {
    TELESOFT_TRY(record, recordOf<T>(row.text(0), table));
    out.push_back(std::move(record));
    return {};
  }));
  return out;
}

/// NotFound where the statement has changed nothing.
[[nodiscard]] base::Status changedOne(const base::Result<std::int64_t>& changed,
                                      const std::string& what);
[[nodiscard]] base::Error notFound(const std::string& what);

}  // namespace telesoft::store
