#include "telesoft/store/audit_log.h"

#include <thread>

#include "telesoft/store/sql/connection.h"

#include "store/store_fixture.h"

namespace {

using namespace telesoft;
using namespace telesoft::store;
using namespace telesoft::tests;

const std::string kNoTriggers =
    "DROP TRIGGER audit_is_not_changed; DROP TRIGGER audit_is_not_deleted; "
    "DROP TRIGGER audit_is_appended; ";

class AuditLogTest : public QObject {
  Q_OBJECT
 private slots:
  void hash_isWhatAnotherProgramCalculates();
  void emptyTrail_isIntact();
  void trail_isIntactAfterManyWriters();
  void tampering_isFound_data();
  void tampering_isFound();
  void newChain_withoutTheKeyIsFound();
  void otherKey_isFound();
  void triggers_refuseChanges_data();
  void triggers_refuseChanges();
  void page_goesOnAfterANumber();
  void audit_isGoneWithItsTransaction();
};

void AuditLogTest::hash_isWhatAnotherProgramCalculates() {
  // Python 3.11: hashlib.sha256((previous + "\n" + json.dumps(row, separators=(",", ":"),
  // ensure_ascii=False)).encode()).hexdigest()
  const std::string first = AuditLog::hashOf(
      std::string(64, '0'),
      {1, "2026-11-24T10:00:00.000Z", "J\xc3\xb6rg", "dataset.import", "ds_1", "{\"rows\":3}", ""});
  QCOMPARE(first, std::string("b89b7e8ef9007e7658d6a50b5069587bfd75392f34205a6abddac143b092023d"));
  QCOMPARE(AuditLog::hashOf(first, {2, "2026-11-24T10:00:01.000Z", "a \"b\"\n", "x", "", "{}", ""}),
           std::string("357ef4fc37c3c9a83502928102147f987b3d1bb0481b14be3ff32d995ce08c5d"));
}

void AuditLogTest::emptyTrail_isIntact() {
  StoreFixture store;
  const auto verified = store.verify();
  QVERIFY(verified.intact);
  QCOMPARE(verified.entries, std::int64_t{0});
  QCOMPARE(verified.headHash, std::string(64, '0'));
}

void AuditLogTest::trail_isIntactAfterManyWriters() {
  StoreFixture store;
  std::vector<std::thread> writers;
  for (int writer = 0; writer < 4; ++writer) {
    writers.emplace_back([&] {
      for (int i = 0; i < 25; ++i) {
        store.addAudit("x");
      }
    });
  }
  for (std::thread& writer : writers) {
    writer.join();
  }
  store.reopen();
  const auto verified = store.verify();
  QVERIFY(verified.intact);
  QCOMPARE(verified.entries, std::int64_t{100});
}

void AuditLogTest::tampering_isFound_data() {
  QTest::addColumn<QString>("sql");
  QTest::addColumn<int>("firstBroken");
  const auto row = [](const char* name, const char* sql, int firstBroken) {
    QTest::newRow(name) << QString::fromLatin1(sql) << firstBroken;
  };
  row("detail changed", "UPDATE audit SET detail = '{}' WHERE seq = 3", 3);
  row("actor of the first", "UPDATE audit SET actor = 'x' WHERE seq = 1", 1);
  row("time of the last", "UPDATE audit SET time = 'x' WHERE seq = 5", 5);
  row("hash changed", "UPDATE audit SET hash = upper(hash) WHERE seq = 4", 4);
  row("deleted in the middle", "DELETE FROM audit WHERE seq = 3", 3);
  row("first deleted", "DELETE FROM audit WHERE seq = 1", 1);
  row("last deleted", "DELETE FROM audit WHERE seq = 5", 5);
  row("last two deleted", "DELETE FROM audit WHERE seq >= 4", 4);
  row("all deleted", "DELETE FROM audit", 1);
  row("all deleted with the head", "DELETE FROM audit WHERE seq > 4; DELETE FROM audit_head", 4);
  row("reordered",
      "UPDATE audit SET seq = 99 WHERE seq = 2; UPDATE audit SET seq = 2 WHERE seq = 3; "
      "UPDATE audit SET seq = 3 WHERE seq = 99",
      2);
  row("renumbered after a deletion",
      "DELETE FROM audit WHERE seq = 2; UPDATE audit SET seq = seq - 1 WHERE seq > 2", 2);
  row("row planted at the end", "INSERT INTO audit VALUES (6, 't', 'a', 'b', 'c', '{}', 'h')", 6);
  row("head cut off", "UPDATE audit_head SET seq = 4", 5);
  row("seal changed", "UPDATE audit_head SET seal = 'x'", 5);
}

void AuditLogTest::tampering_isFound() {
  QFETCH(QString, sql);
  QFETCH(int, firstBroken);
  StoreFixture store;
  for (int i = 1; i <= 5; ++i) {
    store.addAudit("action." + std::to_string(i));
  }
  QVERIFY(store.verify().intact);
  QVERIFY(store.tamper(kNoTriggers + sql.toStdString()));
  const auto verified = store.verify();
  QVERIFY(!verified.intact);
  QCOMPARE(verified.firstBroken, static_cast<std::int64_t>(firstBroken));
}

void AuditLogTest::newChain_withoutTheKeyIsFound() {
  StoreFixture store;
  for (int i = 1; i <= 3; ++i) {
    store.addAudit("action." + std::to_string(i));
  }
  auto page = store.read([](const Snapshot& s) { return AuditLog::page(s, 0, 100); });
  page.entries[1].detail = "{}";
  std::string sql = kNoTriggers;
  std::string previous(64, '0');
  for (protocol::AuditEntry& entry : page.entries) {
    previous = entry.hash = AuditLog::hashOf(previous, entry);
    sql += "UPDATE audit SET detail = '" + entry.detail + "', hash = '" + entry.hash +
           "' WHERE seq = " + std::to_string(entry.seq) + "; ";
  }
  QVERIFY(store.tamper(sql + "UPDATE audit_head SET hash = '" + previous + "'"));
  QVERIFY(!store.verify().intact);
}

void AuditLogTest::otherKey_isFound() {
  StoreFixture store;
  store.addAudit("x");
  store.close();
  FakeClock clock;
  const auto other = must(Database::open({store.file(), std::string(32, 'o')}, clock));
  const auto verified =
      must(other->read([](const Snapshot& snapshot) { return AuditLog::verify(snapshot); }));
  QVERIFY(!verified.intact);
}

void AuditLogTest::triggers_refuseChanges_data() {
  QTest::addColumn<QString>("sql");
  for (const char* sql :
       {"UPDATE audit SET detail = '{}' WHERE seq = 1", "UPDATE audit SET seq = 7",
        "DELETE FROM audit WHERE seq = 2", "DELETE FROM audit",
        "INSERT OR REPLACE INTO audit VALUES (1, 't', 'a', 'b', 'c', '{}', 'h')",
        "REPLACE INTO audit VALUES (2, 't', 'a', 'b', 'c', '{}', 'h')",
        "INSERT INTO audit VALUES (4, 't', 'a', 'b', 'c', '{}', 'h')",
        "INSERT INTO audit VALUES (0, 't', 'a', 'b', 'c', '{}', 'h')"}) {
    QTest::newRow(sql) << QString::fromLatin1(sql);
  }
}

void AuditLogTest::triggers_refuseChanges() {
  QFETCH(QString, sql);
  StoreFixture store;
  store.addAudit("one");
  store.addAudit("two");
  const auto changed = store.write([&](Transaction& transaction) -> base::Status {
    TELESOFT_CHECK(transaction.connection().change(sql.toStdString(), {}));
    return {};
  });
  QCOMPARE(changed.error().code, base::ErrorCode::PermissionDenied);
  QVERIFY(!store.tamper(sql.toStdString()));  // plain SQLite is refused as well
  QVERIFY(store.verify().intact);
}

void AuditLogTest::page_goesOnAfterANumber() {
  StoreFixture store;
  for (int i = 1; i <= 5; ++i) {
    store.addAudit("action." + std::to_string(i));
  }
  const auto page = store.read([](const Snapshot& s) { return AuditLog::page(s, 2, 2); });
  QCOMPARE(page.total, std::int64_t{5});
  QCOMPARE(page.entries.size(), size_t{2});
  QCOMPARE(page.entries[0].action, std::string("action.3"));
  QCOMPARE(page.entries[1].seq, std::int64_t{4});
  QCOMPARE(page.entries[0].time, base::toIso8601(store.clock.now()));
  QCOMPARE(page.entries[0].detail, std::string("{\"rows\":3}"));
}

void AuditLogTest::audit_isGoneWithItsTransaction() {
  StoreFixture store;
  store.addAudit("one");
  const auto failed = store.write([](Transaction& transaction) -> base::Status {
    TELESOFT_CHECK(transaction.audit({"me", "two", ""}));
    return base::fail(base::ErrorCode::Cancelled, "no");
  });
  QVERIFY(!failed.has_value());
  store.addAudit("three");
  const auto verified = store.verify();
  QVERIFY(verified.intact);
  QCOMPARE(verified.entries, std::int64_t{2});
}

TELESOFT_TEST(AuditLogTest)

}  // namespace

#include "audit_log_test.moc"
