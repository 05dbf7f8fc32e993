#include "telesoft/store/tables/dataset_table.h"

#include "store/store_fixture.h"

namespace {

using namespace telesoft;
using namespace telesoft::store;
using namespace telesoft::tests;
using base::DatasetId;
using base::ErrorCode;
using protocol::DatasetState;

DatasetRecord recordOf(StoreFixture& store, const std::string& id) {
  return store.read([&](const Snapshot& s) { return DatasetTable::find(s, DatasetId(id)); });
}

class DatasetTableTest : public QObject {
  Q_OBJECT
 private slots:
  void insert_keepsEveryField();
  void insert_setsTheTimeWhereThereIsNone();
  void insert_refusesASecondAndAnOrphan();
  void update_replacesTheRow();
  void find_ofNothingIsNotFound();
  void list_isNewestFirst();
  void importing_givesWhatIsUnderWay();
};

void DatasetTableTest::insert_keepsEveryField() {
  StoreFixture store;
  DatasetRecord record;
  record.dataset.id = "ds_1";
  record.dataset.name = "GBSG's \"cohort\"";
  record.dataset.state = DatasetState::Ready;
  record.dataset.rows = 686;
  record.dataset.createdAt = "2026-11-24T10:00:00.000Z";
  record.dataset.labelCounts = {{"0", 400}, {"1", 286}};
  record.dataset.columns.resize(1);
  record.dataset.columns[0].name = "age";
  record.tableBlob = "blob";
  record.reportBlob = "report";
  must(store.write([&](Transaction& t) { return DatasetTable::insert(t, record); }));
  const DatasetRecord found = recordOf(store, "ds_1");
  QCOMPARE(base::toJson(found.dataset).dump(), base::toJson(record.dataset).dump());
  QCOMPARE(found.tableBlob, record.tableBlob);
  QCOMPARE(found.reportBlob, record.reportBlob);
}

void DatasetTableTest::insert_setsTheTimeWhereThereIsNone() {
  StoreFixture store;
  store.addDataset("ds_1");
  QCOMPARE(recordOf(store, "ds_1").dataset.createdAt, base::toIso8601(store.clock.now()));
}

void DatasetTableTest::insert_refusesASecondAndAnOrphan() {
  StoreFixture store;
  store.addDataset("ds_1");
  DatasetRecord record;
  record.dataset.id = "ds_1";
  const auto insert = [&] {
    return store.write([&](Transaction& t) { return DatasetTable::insert(t, record); });
  };
  QCOMPARE(insert().error().code, ErrorCode::AlreadyExists);
  record.dataset.id = "ds_2";
  record.dataset.parentId = "ds_none";
  QCOMPARE(insert().error().code, ErrorCode::NotFound);
}

void DatasetTableTest::update_replacesTheRow() {
  StoreFixture store;
  store.addDataset("ds_1");
  DatasetRecord record = recordOf(store, "ds_1");
  record.dataset.state = DatasetState::Failed;
  record.dataset.message = "line 4";
  record.tableBlob = "new";
  must(store.write([&](Transaction& t) { return DatasetTable::update(t, record); }));
  QCOMPARE(recordOf(store, "ds_1").dataset.message, std::string("line 4"));
  QCOMPARE(recordOf(store, "ds_1").tableBlob, std::string("new"));
  record.dataset.id = "ds_9";
  QCOMPARE(
      store.write([&](Transaction& t) { return DatasetTable::update(t, record); }).error().code,
      ErrorCode::NotFound);
}

void DatasetTableTest::find_ofNothingIsNotFound() {
  StoreFixture store;
  const auto found = store.database().read(
      [](const Snapshot& s) { return DatasetTable::find(s, DatasetId("ds_1' OR '1'='1")); });
  QCOMPARE(found.error().code, ErrorCode::NotFound);
}

void DatasetTableTest::list_isNewestFirst() {
  StoreFixture store;
  for (const char* id : {"ds_b", "ds_a", "ds_c"}) {
    store.addDataset(id);
  }
  const auto all = store.read([](const Snapshot& s) { return DatasetTable::list(s); });
  QCOMPARE(all.size(), size_t{3});
  QCOMPARE(all[0].id + all[1].id + all[2].id, std::string("ds_cds_ads_b"));
}

void DatasetTableTest::importing_givesWhatIsUnderWay() {
  StoreFixture store;
  store.addDataset("ds_1");
  store.addDataset("ds_2");
  DatasetRecord ready = recordOf(store, "ds_1");
  ready.dataset.state = DatasetState::Ready;
  must(store.write([&](Transaction& t) { return DatasetTable::update(t, ready); }));
  const auto left = store.read([](const Snapshot& s) { return DatasetTable::importing(s); });
  QCOMPARE(left.size(), size_t{1});
  QCOMPARE(left[0].dataset.id, std::string("ds_2"));
}

TELESOFT_TEST(DatasetTableTest)

}  // namespace

#include "dataset_table_test.moc"
