#include "telesoft/store/tables/session_table.h"

#include "telesoft/store/tables/user_table.h"

#include "store/store_fixture.h"

namespace {

using namespace telesoft;
using namespace telesoft::store;
using namespace telesoft::tests;

class SessionTableTest : public QObject {
  Q_OBJECT
 private slots:
  void init();
  void cleanup() { store_.reset(); }
  void insert_needsItsAccount();
  void touch_movesTheLastUse();
  void remove_takesOne();
  void removeOf_leavesTheExceptionAndOthers();

 private:
  base::Status insert(const std::string& hash, const std::string& user) {
    return store_->write([&](Transaction& t) {
      return SessionTable::insert(t, {hash, user, "2026-01-01", "2026-01-02", "2026-01-03"});
    });
  }
  std::vector<std::string> hashes() {
    std::vector<std::string> out;
    for (const auto& record : all()) {
      out.push_back(record.hash);
    }
    return out;
  }
  std::vector<SessionRecord> all() {
    return store_->read([](const Snapshot& s) { return SessionTable::list(s); });
  }
  std::unique_ptr<StoreFixture> store_;
};

void SessionTableTest::init() {
  store_ = std::make_unique<StoreFixture>();
  for (const char* name : {"lee", "kim"}) {
    UserRecord record;
    record.user.id = std::string("us_") + name;
    record.user.name = name;
    must(store_->write([&](Transaction& t) { return UserTable::insert(t, record); }));
  }
}

void SessionTableTest::insert_needsItsAccount() {
  must(insert("a", "us_lee"));
  QVERIFY(!insert("b", "us_none").has_value());
  QVERIFY(!insert("a", "us_kim").has_value());
  QCOMPARE(all().size(), size_t{1});
  QCOMPARE(all()[0].userId, std::string("us_lee"));
  QCOMPARE(all()[0].createdAt, std::string("2026-01-01"));
  QCOMPARE(all()[0].lastUsedAt, std::string("2026-01-02"));
  QCOMPARE(all()[0].expiresAt, std::string("2026-01-03"));
}

void SessionTableTest::touch_movesTheLastUse() {
  must(insert("a", "us_lee"));
  must(store_->write([](Transaction& t) { return SessionTable::touch(t, "a", "2026-02-01"); }));
  must(store_->write([](Transaction& t) { return SessionTable::touch(t, "gone", "2026-02-01"); }));
  QCOMPARE(all().size(), size_t{1});
  QCOMPARE(all()[0].lastUsedAt, std::string("2026-02-01"));
  QCOMPARE(all()[0].expiresAt, std::string("2026-01-03"));
}

void SessionTableTest::remove_takesOne() {
  must(insert("a", "us_lee"));
  must(insert("b", "us_lee"));
  must(store_->write([](Transaction& t) { return SessionTable::remove(t, "a"); }));
  QVERIFY(hashes() == (std::vector<std::string>{"b"}));
}

void SessionTableTest::removeOf_leavesTheExceptionAndOthers() {
  for (const char* hash : {"a", "b", "c"}) {
    must(insert(hash, "us_lee"));
  }
  must(insert("d", "us_kim"));
  must(store_->write([](Transaction& t) { return SessionTable::removeOf(t, "us_lee", "b"); }));
  QVERIFY(hashes() == (std::vector<std::string>{"b", "d"}));
  must(store_->write([](Transaction& t) { return SessionTable::removeOf(t, "us_lee"); }));
  QVERIFY(hashes() == (std::vector<std::string>{"d"}));
}

TELESOFT_TEST(SessionTableTest)

}  // namespace

#include "session_table_test.moc"
