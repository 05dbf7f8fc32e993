#include "telesoft/store/tables/split_table.h"

#include "store/store_fixture.h"

namespace {

using namespace telesoft;
using namespace telesoft::store;
using namespace telesoft::tests;
using base::ErrorCode;

SplitRecord halves() {
  SplitRecord out;
  out.split.id = "sp_1";
  out.split.datasetId = "ds_1";
  out.split.plan.datasetId = "ds_1";
  for (const std::string part : {"train", "test"}) {
    out.split.parts.emplace_back();
    out.split.parts.back().part = part;
    out.split.parts.back().datasetId = "ds_" + part;
  }
  out.rowsOfPart = {{"train", {0, 2, 4}}, {"test", {1, 3}}};
  return out;
}

class SplitTableTest : public QObject {
  Q_OBJECT
 private slots:
  void partOf_givesTheRows();
  void insert_needsItsDatasets();
  void insert_needsTheRowsOfEachPart();
  void dataset_isAPartOfOneSplit();
  void find_andList();

 private:
  static base::Status insert(StoreFixture& store, const SplitRecord& record) {
    return store.write([&](Transaction& t) { return SplitTable::insert(t, record); });
  }
  static void addDatasets(StoreFixture& store) {
    store.addDataset("ds_1");
    store.addDataset("ds_train", "ds_1");
    store.addDataset("ds_test", "ds_1");
  }
};

void SplitTableTest::partOf_givesTheRows() {
  StoreFixture store;
  addDatasets(store);
  must(insert(store, halves()));
  const auto part = store.read(
      [](const Snapshot& s) { return SplitTable::partOf(s, base::DatasetId("ds_test")); });
  QCOMPARE(part.split.text(), std::string("sp_1"));
  QCOMPARE(part.part, std::string("test"));
  QVERIFY(part.rows == (std::vector<std::int64_t>{1, 3}));
  const auto none = store.database().read(
      [](const Snapshot& s) { return SplitTable::partOf(s, base::DatasetId("ds_1")); });
  QCOMPARE(none.error().code, ErrorCode::NotFound);
}

void SplitTableTest::insert_needsItsDatasets() {
  StoreFixture store;
  store.addDataset("ds_1");
  QCOMPARE(insert(store, halves()).error().code, ErrorCode::NotFound);
}

void SplitTableTest::insert_needsTheRowsOfEachPart() {
  StoreFixture store;
  addDatasets(store);
  SplitRecord record = halves();
  record.rowsOfPart.erase("test");
  QCOMPARE(insert(store, record).error().code, ErrorCode::Internal);
  QVERIFY(store.read([](const Snapshot& s) { return SplitTable::list(s); }).empty());
}

void SplitTableTest::dataset_isAPartOfOneSplit() {
  StoreFixture store;
  addDatasets(store);
  must(insert(store, halves()));
  SplitRecord second = halves();
  second.split.id = "sp_2";
  QCOMPARE(insert(store, second).error().code, ErrorCode::AlreadyExists);
}

void SplitTableTest::find_andList() {
  StoreFixture store;
  addDatasets(store);
  must(insert(store, halves()));
  const auto found =
      store.read([](const Snapshot& s) { return SplitTable::find(s, base::SplitId("sp_1")); });
  QCOMPARE(found.parts.size(), size_t{2});
  QCOMPARE(found.createdAt, base::toIso8601(store.clock.now()));
  QCOMPARE(store.read([](const Snapshot& s) { return SplitTable::list(s); }).size(), size_t{1});
  const auto none = store.database().read(
      [](const Snapshot& s) { return SplitTable::find(s, base::SplitId("sp_9")); });
  QCOMPARE(none.error().code, ErrorCode::NotFound);
}

TELESOFT_TEST(SplitTableTest)

}  // namespace

#include "split_table_test.moc"
