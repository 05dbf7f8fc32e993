#include "telesoft/store/tables/token_table.h"

#include "store/store_fixture.h"

namespace {

using namespace telesoft;
using namespace telesoft::store;
using namespace telesoft::tests;

class TokenTableTest : public QObject {
  Q_OBJECT
 private slots:
  void put_replacesByName();
  void list_isByName();
};

void TokenTableTest::put_replacesByName() {
  StoreFixture store;
  for (const char* hash : {"one", "two"}) {
    must(store.write([&](Transaction& t) {
      return TokenTable::put(t, {"embedded", hash, {"*"}, ""});
    }));
  }
  const auto all = store.read([](const Snapshot& s) { return TokenTable::list(s); });
  QCOMPARE(all.size(), size_t{1});
  QCOMPARE(all[0].hash, std::string("two"));
  QVERIFY(all[0].permissions == (std::vector<std::string>{"*"}));
  QCOMPARE(all[0].createdAt, base::toIso8601(store.clock.now()));
}

void TokenTableTest::list_isByName() {
  StoreFixture store;
  QVERIFY(store.read([](const Snapshot& s) { return TokenTable::list(s); }).empty());
  for (const char* name : {"b", "a"}) {
    must(store.write([&](Transaction& t) {
      return TokenTable::put(t, {name, "h", {"job.run", "model.read"}, "then"});
    }));
  }
  const auto all = store.read([](const Snapshot& s) { return TokenTable::list(s); });
  QCOMPARE(all.size(), size_t{2});
  QCOMPARE(all[0].name, std::string("a"));
  QCOMPARE(all[0].permissions.size(), size_t{2});
  QCOMPARE(all[0].createdAt, std::string("then"));
}

TELESOFT_TEST(TokenTableTest)

}  // namespace

#include "token_table_test.moc"
