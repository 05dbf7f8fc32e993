#include "telesoft/store/tables/counter_table.h"

#include "store/store_fixture.h"

namespace {

using namespace telesoft;
using namespace telesoft::store;
using namespace telesoft::tests;
using base::DatasetId;

class CounterTableTest : public QObject {
  Q_OBJECT
 private slots:
  void opening_isCountedAndAudited();
  void opening_ofAFailedTransactionIsNotCounted();
  void opening_ofAnUnknownDatasetIsRefused();

 private:
  static base::Result<std::int64_t> open(StoreFixture& store, const std::string& dataset) {
    return store.write([&](Transaction& t) {
      return CounterTable::openTestPart(
          t, {DatasetId(dataset), base::EvaluationId("ev_1"), "tester", "evaluation"});
    });
  }
  static std::int64_t openings(StoreFixture& store) {
    return store.read(
        [](const Snapshot& s) { return CounterTable::testOpenings(s, DatasetId("ds_1")); });
  }
};

void CounterTableTest::opening_isCountedAndAudited() {
  StoreFixture store;
  store.addDataset("ds_1");
  QCOMPARE(openings(store), std::int64_t{0});
  QCOMPARE(must(open(store, "ds_1")), std::int64_t{1});
  QCOMPARE(must(open(store, "ds_1")), std::int64_t{2});
  QCOMPARE(openings(store), std::int64_t{2});
  const auto page = store.read([](const Snapshot& s) { return AuditLog::page(s, 0, 10); });
  QCOMPARE(page.entries.size(), size_t{2});
  QCOMPARE(page.entries[1].action, std::string("test.open"));
  QCOMPARE(page.entries[1].subject, std::string("ds_1"));
  QCOMPARE(page.entries[1].detail, std::string("{\"evaluation\":\"ev_1\",\"opening\":2,"
                                               "\"purpose\":\"evaluation\"}"));
  const auto listed = store.read(
      [](const Snapshot& s) { return CounterTable::listOpenings(s, DatasetId("ds_1")); });
  QCOMPARE(listed.size(), size_t{2});
  QCOMPARE(listed[1].number, std::int64_t{2});
  QCOMPARE(listed[1].actor, std::string("tester"));
  QCOMPARE(listed[1].purpose, std::string("evaluation"));
  QCOMPARE(listed[1].subject, std::string("ev_1"));
}

void CounterTableTest::opening_ofAFailedTransactionIsNotCounted() {
  StoreFixture store;
  store.addDataset("ds_1");
  const auto failed = store.write([](Transaction& t) -> base::Status {
    TELESOFT_CHECK(CounterTable::openTestPart(
        t, {DatasetId("ds_1"), base::EvaluationId("ev_1"), "tester", "evaluation"}));
    return base::fail(base::ErrorCode::Cancelled, "no");
  });
  QVERIFY(!failed.has_value());
  QCOMPARE(openings(store), std::int64_t{0});
}

void CounterTableTest::opening_ofAnUnknownDatasetIsRefused() {
  StoreFixture store;
  QCOMPARE(open(store, "ds_9").error().code, base::ErrorCode::NotFound);
  QCOMPARE(store.verify().entries, std::int64_t{0});
}

TELESOFT_TEST(CounterTableTest)

}  // namespace

#include "counter_table_test.moc"
