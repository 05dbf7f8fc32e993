#include "telesoft/store/tables/user_table.h"

#include "store/store_fixture.h"

namespace {

using namespace telesoft;
using namespace telesoft::store;
using namespace telesoft::tests;

class UserTableTest : public QObject {
  Q_OBJECT
 private slots:
  void insert_keepsTheHashApartFromTheAccount();
  void insert_refusesANameThatIsTaken();
  void update_changesEverythingButIdAndName();
  void find_saysWhatIsMissing();
  void list_isByName();

 private:
  static UserRecord record(const std::string& id, const std::string& name) {
    UserRecord out;
    out.user.id = id;
    out.user.name = name;
    out.user.roles = {"clinician"};
    out.passwordHash = "$argon2id$" + name;
    return out;
  }
  static base::Status insert(StoreFixture& store, const UserRecord& record) {
    return store.write([&](Transaction& t) { return UserTable::insert(t, record); });
  }
};

void UserTableTest::insert_keepsTheHashApartFromTheAccount() {
  StoreFixture store;
  must(insert(store, record("us_1", "lee")));
  const auto found = store.read([](const Snapshot& s) { return UserTable::find(s, "us_1"); });
  QCOMPARE(found.user.name, std::string("lee"));
  QCOMPARE(found.user.createdAt, base::toIso8601(store.clock.now()));
  QCOMPARE(found.passwordHash, std::string("$argon2id$lee"));
  store.close();
  QCOMPARE(RawSqlite(store.file()).value("SELECT instr(json, 'argon2') FROM users"),
           std::string("0"));
}

void UserTableTest::insert_refusesANameThatIsTaken() {
  StoreFixture store;
  must(insert(store, record("us_1", "lee")));
  const auto again = insert(store, record("us_2", "lee"));
  QVERIFY(!again.has_value());
  QCOMPARE(again.error().code, base::ErrorCode::AlreadyExists);
  QCOMPARE(store.read([](const Snapshot& s) { return UserTable::list(s); }).size(), size_t{1});
}

void UserTableTest::update_changesEverythingButIdAndName() {
  StoreFixture store;
  UserRecord lee = record("us_1", "lee");
  must(insert(store, lee));
  lee.user.roles = {"admin"};
  lee.user.disabled = true;
  lee.passwordHash = "$argon2id$new";
  must(store.write([&](Transaction& t) { return UserTable::update(t, lee); }));
  const auto found = store.read([](const Snapshot& s) { return UserTable::findByName(s, "lee"); });
  QVERIFY(found.user.disabled);
  QVERIFY(found.user.roles == (std::vector<std::string>{"admin"}));
  QCOMPARE(found.passwordHash, std::string("$argon2id$new"));
  const auto missing =
      store.write([&](Transaction& t) { return UserTable::update(t, record("us_none", "kim")); });
  QVERIFY(!missing.has_value());
  QCOMPARE(missing.error().code, base::ErrorCode::NotFound);
}

void UserTableTest::find_saysWhatIsMissing() {
  StoreFixture store;
  const auto missing = store.database().read(
      [](const Snapshot& s) { return UserTable::findByName(s, "lee' OR 1=1 --"); });
  QVERIFY(!missing.has_value());
  QCOMPARE(missing.error().code, base::ErrorCode::NotFound);
}

void UserTableTest::list_isByName() {
  StoreFixture store;
  must(insert(store, record("us_1", "okafor")));
  must(insert(store, record("us_2", "lee")));
  const auto all = store.read([](const Snapshot& s) { return UserTable::list(s); });
  QCOMPARE(all.size(), size_t{2});
  QCOMPARE(all[0].name, std::string("lee"));
  QVERIFY(store.tamper("UPDATE users SET json = '{' WHERE id = 'us_2'"));
  const auto broken = store.database().read([](const Snapshot& s) { return UserTable::list(s); });
  QVERIFY(!broken.has_value());
  QCOMPARE(broken.error().code, base::ErrorCode::Corrupt);
}

TELESOFT_TEST(UserTableTest)

}  // namespace

#include "user_table_test.moc"
