#include "telesoft/store/sql/migration.h"

#include "store/store_fixture.h"

namespace {

using namespace telesoft;
using namespace telesoft::store;
using namespace telesoft::tests;
using base::ErrorCode;

std::unique_ptr<Connection> open(const base::Path& file) {
  return must(Connection::open(file, Connection::Mode::Writer));
}

std::int64_t versionOf(Connection& connection) {
  return must(connection.integer("SELECT MAX(version) FROM schema_version"));
}

std::string schemaOf(Connection& connection) {
  std::string out;
  for (const Row& row :
       must(connection.rows("SELECT type || name || sql FROM sqlite_schema WHERE sql IS NOT NULL "
                            "ORDER BY type, name"))) {
    out += row.text(0) + "\n";
  }
  return out;
}

class MigrationTest : public QObject {
  Q_OBJECT
 private slots:
  void embedded_areNumberedWithoutAGap();
  void migrate_fromNothing();
  void migrate_fromEveryEarlierVersion_data();
  void migrate_fromEveryEarlierVersion();
  void migrate_twiceChangesNothing();
  void migrate_leavesTheVersionBeforeAFailedStep();
  void migrate_refusesANewerDatabase();
  void migrate_refusesAnotherProgramsDatabase();

 private:
  FakeClock clock_;
};

void MigrationTest::embedded_areNumberedWithoutAGap() {
  const auto& all = embeddedMigrations();
  QVERIFY(all.size() >= 2);
  for (std::size_t i = 0; i < all.size(); ++i) {
    QCOMPARE(all[i].version, static_cast<std::int64_t>(i) + 1);
    QVERIFY(!all[i].name.empty() && !all[i].sql.empty());
  }
}

void MigrationTest::migrate_fromNothing() {
  const TempFolder folder;
  const auto connection = open(folder / "a.db");
  must(migrate(*connection, embeddedMigrations(), clock_));
  QCOMPARE(versionOf(*connection), embeddedMigrations().back().version);
  for (const char* table : {"datasets", "splits", "split_parts", "jobs", "models", "evaluations",
                            "audit", "audit_head", "test_openings", "tokens"}) {
    QVERIFY2(must(connection->integer("SELECT COUNT(*) FROM sqlite_schema WHERE type = 'table' AND "
                                      "name = ?",
                                      {std::string(table)})) == 1,
             table);
  }
}

void MigrationTest::migrate_fromEveryEarlierVersion_data() {
  QTest::addColumn<int>("version");
  for (std::size_t i = 1; i < embeddedMigrations().size(); ++i) {
    QTest::newRow(std::to_string(i).c_str()) << static_cast<int>(i);
  }
}

void MigrationTest::migrate_fromEveryEarlierVersion() {
  QFETCH(int, version);
  const TempFolder folder;
  const auto& all = embeddedMigrations();
  {
    const auto connection = open(folder / "a.db");
    must(migrate(*connection, {all.begin(), all.begin() + version}, clock_));
    QCOMPARE(versionOf(*connection), static_cast<std::int64_t>(version));
    must(
        connection->change("INSERT INTO datasets (id, kind, state, created, table_blob, "
                           "report_blob, json) VALUES ('ds_1', 'imported', 'ready', 't', 'b', '', "
                           "'{}')",
                           {}));
  }
  const auto connection = open(folder / "a.db");
  must(migrate(*connection, all, clock_));
  QCOMPARE(versionOf(*connection), all.back().version);
  QCOMPARE(must(connection->rows("SELECT table_blob FROM datasets"))[0].text(0), std::string("b"));
  const auto fresh = open(folder / "b.db");
  must(migrate(*fresh, all, clock_));
  QCOMPARE(schemaOf(*connection), schemaOf(*fresh));
}

void MigrationTest::migrate_twiceChangesNothing() {
  const TempFolder folder;
  const auto connection = open(folder / "a.db");
  must(migrate(*connection, embeddedMigrations(), clock_));
  must(migrate(*connection, embeddedMigrations(), clock_));
  QCOMPARE(must(connection->integer("SELECT COUNT(*) FROM schema_version")),
           static_cast<std::int64_t>(embeddedMigrations().size()));
}

void MigrationTest::migrate_leavesTheVersionBeforeAFailedStep() {
  const TempFolder folder;
  auto steps = embeddedMigrations();
  const std::int64_t last = steps.back().version;
  steps.push_back({last + 1, "half", "CREATE TABLE half (a TEXT) STRICT; CREATE TABLE half (b);"});
  const auto connection = open(folder / "a.db");
  const auto failed = migrate(*connection, steps, clock_);
  QVERIFY(!failed.has_value());
  QVERIFY(!connection->inTransaction());
  QCOMPARE(versionOf(*connection), last);
  QCOMPARE(must(connection->integer("SELECT COUNT(*) FROM sqlite_schema WHERE name = 'half'")),
           std::int64_t{0});
  must(migrate(*connection, embeddedMigrations(), clock_));  // the program before it still works
}

void MigrationTest::migrate_refusesANewerDatabase() {
  StoreFixture store;
  QVERIFY(store.tamper("SELECT 1"));
  store.close();
  QVERIFY(RawSqlite(store.file()).run("INSERT INTO schema_version VALUES (99, 'future', 't')"));
  const auto opened = Database::open(store.settings(), store.clock);
  QCOMPARE(opened.error().code, ErrorCode::Unsupported);
  QVERIFY2(opened.error().message.find("99") != std::string::npos, opened.error().message.c_str());
}

void MigrationTest::migrate_refusesAnotherProgramsDatabase() {
  const TempFolder folder;
  QVERIFY(RawSqlite(folder / "a.db").run("CREATE TABLE contacts (name TEXT)"));
  const auto connection = open(folder / "a.db");
  QCOMPARE(migrate(*connection, embeddedMigrations(), clock_).error().code, ErrorCode::Corrupt);
  QCOMPARE(must(connection->integer("SELECT COUNT(*) FROM sqlite_schema")), std::int64_t{1});
}

TELESOFT_TEST(MigrationTest)

}  // namespace

#include "migration_test.moc"
