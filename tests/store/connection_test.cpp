#include "telesoft/store/sql/connection.h"

#include <cmath>

#include <sys/stat.h>

#include "store/store_fixture.h"

namespace {

using namespace telesoft;
using namespace telesoft::store;
using namespace telesoft::tests;
using base::ErrorCode;

class ConnectionTest : public QObject {
  Q_OBJECT
 private slots:
  void init();
  void values_comeBackAsTheyWere();
  void values_areNeverStatements();
  void row_ofAnotherTypeReadsAsNothing();
  void change_countsRows();
  void each_stopsWithTheErrorOfItsReader();
  void errors_areToldApart();
  void transaction_isSeen();
  void reader_isReadOnly();
  void file_isForItsOwnerOnly();
  void dumpJson_neverThrows();
  void recordOf_namesTheTable();

 private:
  std::unique_ptr<TempFolder> folder_;
  std::unique_ptr<Connection> connection_;
};

void ConnectionTest::init() {
  connection_.reset();
  folder_ = std::make_unique<TempFolder>();
  connection_ = must(Connection::open(*folder_ / "a.db", Connection::Mode::Writer));
  must(connection_->execute("CREATE TABLE t (id INTEGER PRIMARY KEY, text TEXT UNIQUE) STRICT"));
}

void ConnectionTest::values_comeBackAsTheyWere() {
  const std::vector<std::string> texts = {"",
                                          "it's",
                                          "\"q\"",
                                          "a\nb",
                                          std::string("nul\0byte", 8),
                                          "\xf0\x9f\xa9\xba",
                                          std::string(100000, 'x')};
  for (const std::string& text : texts) {
    must(connection_->change("INSERT INTO t (text) VALUES (?)", {text}));
  }
  const auto rows = must(connection_->rows("SELECT text, length(CAST(text AS BLOB)) FROM t"));
  QCOMPARE(rows.size(), texts.size());
  for (std::size_t i = 0; i < texts.size(); ++i) {
    QCOMPARE(rows[i].text(0), texts[i]);
    QCOMPARE(rows[i].integer(1), static_cast<std::int64_t>(texts[i].size()));
  }
  QCOMPARE(must(connection_->integer("SELECT ?", {std::int64_t{INT64_MIN}})), INT64_MIN);
}

void ConnectionTest::values_areNeverStatements() {
  const std::string evil = "x'); DROP TABLE t; --";
  must(connection_->change("INSERT INTO t (text) VALUES (?)", {evil}));
  QCOMPARE(must(connection_->integer("SELECT COUNT(*) FROM t WHERE text = ?", {evil})),
           std::int64_t{1});
}

void ConnectionTest::row_ofAnotherTypeReadsAsNothing() {
  const auto rows = must(connection_->rows("SELECT NULL, 'a', 5"));
  QCOMPARE(rows[0].text(0), std::string());
  QCOMPARE(rows[0].integer(0), std::int64_t{0});
  QCOMPARE(rows[0].integer(1), std::int64_t{0});
  QCOMPARE(rows[0].text(2), std::string());
  QCOMPARE(must(connection_->integer("SELECT id FROM t")), std::int64_t{0});  // no row
}

void ConnectionTest::change_countsRows() {
  QCOMPARE(must(connection_->change("INSERT INTO t (text) VALUES ('a'), ('b')", {})),
           std::int64_t{2});
  QCOMPARE(connection_->lastInsertedRow(), std::int64_t{2});
  QCOMPARE(must(connection_->change("DELETE FROM t WHERE text = ?", {std::string("c")})),
           std::int64_t{0});
  QVERIFY(changedOne(base::Result<std::int64_t>(1), "job").has_value());
  QCOMPARE(changedOne(base::Result<std::int64_t>(0), "job").error().code, ErrorCode::NotFound);
}

void ConnectionTest::each_stopsWithTheErrorOfItsReader() {
  must(connection_->change("INSERT INTO t (text) VALUES ('a'), ('b')", {}));
  int seen = 0;
  const auto status = connection_->each("SELECT id FROM t", {}, [&](const Row&) -> base::Status {
    ++seen;
    return base::fail(ErrorCode::Cancelled, "enough");
  });
  QCOMPARE(status.error().code, ErrorCode::Cancelled);
  QCOMPARE(seen, 1);
}

void ConnectionTest::errors_areToldApart() {
  must(connection_->change("INSERT INTO t VALUES (1, 'a')", {}));
  QCOMPARE(connection_->change("INSERT INTO t VALUES (1, 'b')", {}).error().code,
           ErrorCode::AlreadyExists);
  QCOMPARE(connection_->change("INSERT INTO t VALUES (2, 'a')", {}).error().code,
           ErrorCode::AlreadyExists);
  must(connection_->execute("CREATE TABLE u (t INTEGER REFERENCES t (id))"));
  QCOMPARE(connection_->change("INSERT INTO u VALUES (77)", {}).error().code, ErrorCode::NotFound);
  QCOMPARE(connection_->execute("SELECT nothing FROM nowhere").error().code, ErrorCode::Internal);
  QCOMPARE(Connection::open(*folder_ / "no/such/folder.db", Connection::Mode::Writer).error().code,
           ErrorCode::NotFound);
}

void ConnectionTest::transaction_isSeen() {
  QVERIFY(!connection_->inTransaction());
  must(connection_->execute("BEGIN IMMEDIATE"));
  QVERIFY(connection_->inTransaction());
  must(connection_->execute("ROLLBACK"));
  QVERIFY(!connection_->inTransaction());
}

void ConnectionTest::reader_isReadOnly() {
  const auto reader = must(Connection::open(*folder_ / "a.db", Connection::Mode::Reader));
  QCOMPARE(reader->change("INSERT INTO t (text) VALUES ('x')", {}).error().code,
           ErrorCode::PermissionDenied);
  QCOMPARE(must(reader->integer("SELECT COUNT(*) FROM t")), std::int64_t{0});
}

void ConnectionTest::file_isForItsOwnerOnly() {
  for (const char* name : {"a.db", "a.db-wal", "a.db-shm"}) {
    struct stat info {};
    QCOMPARE(::stat((*folder_ / name).c_str(), &info), 0);
    QVERIFY2((info.st_mode & 0777U) == 0600U, name);
  }
}

void ConnectionTest::dumpJson_neverThrows() {
  QCOMPARE(dumpJson({{"a", 1}, {"b", {2, 3}}}), std::string("{\"a\":1,\"b\":[2,3]}"));
  QVERIFY(base::parseJson(dumpJson("\xff\xfe")).has_value());
}

void ConnectionTest::recordOf_namesTheTable() {
  for (const char* text : {"", "{", "{\"id\":3}", "[]"}) {
    const auto record = recordOf<protocol::Dataset>(text, "datasets");
    QCOMPARE(record.error().code, ErrorCode::Corrupt);
    QVERIFY(record.error().message.find("datasets") != std::string::npos);
  }
}

TELESOFT_TEST(ConnectionTest)

}  // namespace

#include "connection_test.moc"
