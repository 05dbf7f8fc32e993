#include "store/store_fixture.h"

#include <sqlite3.h>

namespace telesoft::tests {

RawSqlite::RawSqlite(const base::Path& file) {
  if (sqlite3_open(file.c_str(), &handle_) != SQLITE_OK) {
    qFatal("the test's own database cannot be opened");
  }
}

RawSqlite::~RawSqlite() {
  sqlite3_close(handle_);
}

bool RawSqlite::run(const std::string& sql) {
  return sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK;
}

std::string RawSqlite::value(const std::string& sql) {
  std::string out;
  const auto keep = [](void* to, int columns, char** values, char**) {
    if (columns > 0 && values[0] != nullptr) {
      *static_cast<std::string*>(to) = values[0];
    }
    return 1;
  };
  sqlite3_exec(handle_, sql.c_str(), keep, &out, nullptr);
  return out;
}

StoreFixture::StoreFixture() {
  reopen();
}

void StoreFixture::reopen() {
  database_.reset();
  database_ = must(store::Database::open(settings(), clock));
}

bool StoreFixture::tamper(const std::string& sql) {
  close();
  const bool done = RawSqlite(file()).run(sql);
  reopen();
  return done;
}

void StoreFixture::addDataset(const std::string& id, const std::string& parent) {
  store::DatasetRecord record;
  record.dataset.id = id;
  record.dataset.kind = "imported";
  record.dataset.parentId = parent;
  must(database_->write([&](store::Transaction& transaction) {
    return store::DatasetTable::insert(transaction, record);
  }));
}

void StoreFixture::addAudit(const std::string& action, const std::string& actor) {
  must(database_->write([&](store::Transaction& transaction) {
    return transaction.audit({actor, action, "ds_1", {{"rows", 3}}});
  }));
}

protocol::AuditVerification StoreFixture::verify() {
  return read([](const store::Snapshot& snapshot) { return store::AuditLog::verify(snapshot); });
}

}  // namespace telesoft::tests
