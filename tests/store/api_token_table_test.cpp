#include "telesoft/store/tables/api_token_table.h"

#include "store/store_fixture.h"

namespace {

using namespace telesoft;
using namespace telesoft::store;
using namespace telesoft::tests;

class ApiTokenTableTest : public QObject {
  Q_OBJECT
 private slots:
  void insert_neverStoresTheText();
  void update_neverStoresTheTextAndFindsById();
  void list_isNewestFirst();

 private:
  static ApiTokenRecord record(const std::string& id) {
    ApiTokenRecord out{"hash of " + id, "us_1", {}};
    out.token.id = id;
    out.token.name = "ward 7";
    out.token.permissions = {"model.read"};
    out.token.token = "the text in clear";
    return out;
  }
  static void insert(StoreFixture& store, const std::string& id) {
    must(store.write([&](Transaction& t) { return ApiTokenTable::insert(t, record(id)); }));
  }
  static std::vector<ApiTokenRecord> all(StoreFixture& store) {
    return store.read([](const Snapshot& s) { return ApiTokenTable::list(s); });
  }
};

void ApiTokenTableTest::insert_neverStoresTheText() {
  StoreFixture store;
  insert(store, "tk_1");
  const auto found = all(store);
  QCOMPARE(found.size(), size_t{1});
  QCOMPARE(found[0].hash, std::string("hash of tk_1"));
  QCOMPARE(found[0].ownerId, std::string("us_1"));
  QCOMPARE(found[0].token.token, std::string());
  QCOMPARE(found[0].token.createdAt, base::toIso8601(store.clock.now()));
  store.close();
  QCOMPARE(RawSqlite(store.file()).value("SELECT instr(json, 'in clear') FROM api_tokens"),
           std::string("0"));
}

void ApiTokenTableTest::update_neverStoresTheTextAndFindsById() {
  StoreFixture store;
  insert(store, "tk_1");
  protocol::ApiToken changed = record("tk_1").token;
  changed.revoked = true;
  must(store.write([&](Transaction& t) { return ApiTokenTable::update(t, changed); }));
  QVERIFY(all(store)[0].token.revoked);
  QCOMPARE(all(store)[0].token.token, std::string());
  changed.id = "tk_none";
  const auto missing =
      store.write([&](Transaction& t) { return ApiTokenTable::update(t, changed); });
  QVERIFY(!missing.has_value());
  QCOMPARE(missing.error().code, base::ErrorCode::NotFound);
}

void ApiTokenTableTest::list_isNewestFirst() {
  StoreFixture store;
  insert(store, "tk_1");
  insert(store, "tk_2");
  QCOMPARE(all(store)[0].token.id, std::string("tk_2"));
  QCOMPARE(all(store)[1].token.id, std::string("tk_1"));
}

TELESOFT_TEST(ApiTokenTableTest)

}  // namespace

#include "api_token_table_test.moc"
