#include "telesoft/store/sql/connection.h"

#include <cerrno>

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

namespace telesoft::store {

using base::Error;
using base::ErrorCode;
using base::fail;
using base::Result;
using base::Status;

namespace {

constexpr int kBusyMs = 10000;
const char* const kRestore =
    "stop the server and restore workspace.db from a backup; blobs, models and runs are files of "
    "their own and stay as they are";

struct Finalize {
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using Statement = std::unique_ptr<sqlite3_stmt, Finalize>;

int bindOne(sqlite3_stmt* statement, int at, const Value& value) {
  if (const auto* number = std::get_if<std::int64_t>(&value)) {
    return sqlite3_bind_int64(statement, at, *number);
  }
  if (const auto* text = std::get_if<std::string>(&value)) {
    return sqlite3_bind_text64(statement, at, text->data(), text->size(), SQLITE_STATIC,
                               SQLITE_UTF8);
  }
  return sqlite3_bind_null(statement, at);
}

Row rowOf(sqlite3_stmt* statement) {
  std::vector<Value> values;
  const int columns = sqlite3_column_count(statement);
  for (int i = 0; i < columns; ++i) {
    switch (sqlite3_column_type(statement, i)) {
      case SQLITE_INTEGER:
        values.emplace_back(static_cast<std::int64_t>(sqlite3_column_int64(statement, i)));
        break;
      case SQLITE_NULL:
        values.emplace_back(nullptr);
        break;
      default: {
        const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement, i));
        const auto size = static_cast<size_t>(sqlite3_column_bytes(statement, i));
        values.emplace_back(text == nullptr ? std::string() : std::string(text, size));
      }
    }
  }
  return Row(std::move(values));
}

bool isDiskFull(int code, int systemErrno) {
  return (code & 0xFF) == SQLITE_FULL ||
         ((code & 0xFF) == SQLITE_IOERR &&
          (systemErrno == ENOSPC || systemErrno == EDQUOT || systemErrno == EFBIG));
}

Error constraintError(int code) {
  switch (code) {
    case SQLITE_CONSTRAINT_PRIMARYKEY:
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_ROWID:
      return fail(ErrorCode::AlreadyExists, "a record of that id is there already");
    case SQLITE_CONSTRAINT_FOREIGNKEY:
      return fail(ErrorCode::NotFound, "the record refers to one that is not in the workspace");
    case SQLITE_CONSTRAINT_TRIGGER:
      return fail(ErrorCode::PermissionDenied, "the audit trail is append-only");
    default:
      return fail(ErrorCode::Internal, "the database refused a record");
  }
}

}  // namespace

std::string Row::text(size_t column) const {
  const auto* text = std::get_if<std::string>(&values_.at(column));
  return text != nullptr ? *text : std::string();
}

std::int64_t Row::integer(size_t column) const {
  const auto* number = std::get_if<std::int64_t>(&values_.at(column));
  return number != nullptr ? *number : 0;
}

Error Connection::error(int code) const {
  const int systemErrno = sqlite3_system_errno(handle_);
  if (isDiskFull(code, systemErrno)) {
    return fail(ErrorCode::OutOfResources, "writing workspace.db: the disk is full",
                "free some space and try again; nothing was changed");
  }
  switch (code & 0xFF) {
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return fail(ErrorCode::Corrupt, "workspace.db is damaged", kRestore);
    case SQLITE_CONSTRAINT:
      return constraintError(code);
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return fail(ErrorCode::Unavailable, "workspace.db is locked by another program",
                  "close the program that has it open and try again");
    case SQLITE_READONLY:
    case SQLITE_PERM:
      return fail(ErrorCode::PermissionDenied, "workspace.db cannot be written",
                  "check the rights of the workspace folder");
    case SQLITE_CANTOPEN:
      return fail(ErrorCode::PermissionDenied, "workspace.db cannot be opened",
                  "check that the workspace folder is there and its rights");
    case SQLITE_NOMEM:
      return fail(ErrorCode::OutOfResources, "the memory is full");
    case SQLITE_IOERR:
      return fail(ErrorCode::Unavailable, "workspace.db: the disk gives errors",
                  "check the disk; nothing was changed");
    default:
      return fail(ErrorCode::Internal, std::string("workspace.db: ") + sqlite3_errmsg(handle_));
  }
}

Result<std::unique_ptr<Connection>> Connection::open(const base::Path& file, Mode mode) {
  int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  if (mode == Mode::Writer) {
    // SQLite would make it readable by others; its log takes over the rights of the file.
    const int fd = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0) {
      return base::systemError(errno, "opening workspace.db");
    }
    ::close(fd);
    flags |= SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
  } else {
    flags |= SQLITE_OPEN_READONLY;
  }
  sqlite3* handle = nullptr;
  const int code = sqlite3_open_v2(file.c_str(), &handle, flags, nullptr);
  if (handle == nullptr) {
    return fail(ErrorCode::OutOfResources, "the memory is full");
  }
  std::unique_ptr<Connection> connection(new Connection(handle));
  if (code != SQLITE_OK) {
    return connection->error(code);
  }
  TELESOFT_CHECK(connection->configure(mode));
  if (mode == Mode::Writer) {
    TELESOFT_CHECK(connection->check());
  }
  return connection;
}

Connection::~Connection() {
  sqlite3_close(handle_);
}

Status Connection::configure(Mode mode) {
  sqlite3_busy_timeout(handle_, kBusyMs);
  for (const int setting : {SQLITE_DBCONFIG_DEFENSIVE, SQLITE_DBCONFIG_ENABLE_FKEY}) {
    sqlite3_db_config(handle_, setting, 1, nullptr);
  }
  sqlite3_db_config(handle_, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  TELESOFT_CHECK(
      execute("PRAGMA cell_size_check = ON; PRAGMA temp_store = MEMORY; PRAGMA mmap_size = 0;"));
  // Only the writer checkpoints: SQLite before 3.51.3 can lose pages where two connections do.
  // Little and often: a checkpoint holds every waiting commit up.
  return mode == Mode::Writer ? execute(
                                    "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
                                    "PRAGMA secure_delete = ON; PRAGMA wal_autocheckpoint = 100;"
                                    "PRAGMA journal_size_limit = 16777216;")
                              : execute(
                                    "PRAGMA query_only = ON; PRAGMA wal_autocheckpoint = 0;"
                                    "PRAGMA cache_size = -512;");
}

Status Connection::check() {
  TELESOFT_TRY(answer, rows("PRAGMA quick_check(1)"));
  return !answer.empty() && answer.front().text(0) == "ok"
             ? Status()
             : Status(fail(ErrorCode::Corrupt, "workspace.db fails its check", kRestore));
}

Status Connection::execute(const std::string& sql) {
  const int code = sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr);
  return code == SQLITE_OK ? Status() : Status(error(code));
}

Status Connection::each(std::string_view sql,
                        const std::vector<Value>& values,
                        const OnRow& onRow) {
  sqlite3_stmt* raw = nullptr;
  int code = sqlite3_prepare_v2(handle_, sql.data(), static_cast<int>(sql.size()), &raw, nullptr);
  const Statement statement(raw);
  for (size_t i = 0; i < values.size() && code == SQLITE_OK; ++i) {
    code = bindOne(raw, static_cast<int>(i) + 1, values[i]);
  }
  if (code != SQLITE_OK) {
    return error(code);
  }
  while ((code = sqlite3_step(raw)) == SQLITE_ROW) {
    TELESOFT_CHECK(onRow(rowOf(raw)));
  }
  return code == SQLITE_DONE ? Status() : Status(error(code));
}

Result<std::int64_t> Connection::change(std::string_view sql, const std::vector<Value>& values) {
  TELESOFT_CHECK(each(sql, values, [](const Row&) { return Status(); }));
  return static_cast<std::int64_t>(sqlite3_changes64(handle_));
}

Result<std::vector<Row>> Connection::rows(std::string_view sql, const std::vector<Value>& values) {
  std::vector<Row> out;
  TELESOFT_CHECK(each(sql, values, [&](const Row& row) {
    out.push_back(row);
    return Status();
  }));
  return out;
}

Result<std::int64_t> Connection::integer(std::string_view sql, const std::vector<Value>& values) {
  TELESOFT_TRY(answer, rows(sql, values));
  return answer.empty() ? 0 : answer.front().integer(0);
}

std::int64_t Connection::lastInsertedRow() const {
  return sqlite3_last_insert_rowid(handle_);
}

bool Connection::inTransaction() const {
  return sqlite3_get_autocommit(handle_) == 0;
}

Status Connection::copyTo(const base::Path& file) {
  TELESOFT_TRY(copy, Connection::open(file, Mode::Writer));
  sqlite3_backup* const backup = sqlite3_backup_init(copy->handle_, "main", handle_, "main");
  if (backup == nullptr) {
    return copy->error(sqlite3_errcode(copy->handle_));
  }
  const int stepped = sqlite3_backup_step(backup, -1);
  const int finished = sqlite3_backup_finish(backup);
  if (stepped != SQLITE_DONE || finished != SQLITE_OK) {
    return copy->error(finished != SQLITE_OK ? finished : stepped);
  }
  return copy->check();
}

void Connection::checkpoint() {
  sqlite3_wal_checkpoint_v2(handle_, nullptr, SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr);
}

std::string dumpJson(const base::json& value) {
  return value.dump(-1, ' ', false, base::json::error_handler_t::replace);
}

Error notFound(const std::string& what) {
  return fail(ErrorCode::NotFound, "there is no such " + what + " in the workspace");
}

Status changedOne(const Result<std::int64_t>& changed, const std::string& what) {
  if (!changed) {
    return changed.error();
  }
  return *changed == 0 ? Status(notFound(what)) : Status();
}

}  // namespace telesoft::store
