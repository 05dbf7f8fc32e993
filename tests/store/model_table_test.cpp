#include "telesoft/store/tables/model_table.h"

#include "store/store_fixture.h"

namespace {

using namespace telesoft;
using namespace telesoft::store;
using namespace telesoft::tests;
using base::ErrorCode;

class ModelTableTest : public QObject {
  Q_OBJECT
 private slots:
  void insert_keepsEveryField();
  void insert_refusesASecondAndAnUnknownJob();
  void list_isNewestFirst();

 private:
  static base::Status insert(StoreFixture& store, const protocol::Model& model) {
    return store.write([&](Transaction& t) { return ModelTable::insert(t, model); });
  }
};

void ModelTableTest::insert_keepsEveryField() {
  StoreFixture store;
  protocol::Model model;
  model.id = "md_1";
  model.baseModel = "telesoft-risk-v1";
  model.task = protocol::Task::TabularRisk;
  model.createdAt = "2026-11-24T10:00:00.000Z";
  model.classes = {{"0", "no event"}, {"1", "event"}};
  model.validation = {{"auroc", 0.7}};
  must(insert(store, model));
  const auto found =
      store.read([](const Snapshot& s) { return ModelTable::find(s, base::ModelId("md_1")); });
  QCOMPARE(base::toJson(found).dump(), base::toJson(model).dump());
}

void ModelTableTest::insert_refusesASecondAndAnUnknownJob() {
  StoreFixture store;
  protocol::Model model;
  model.id = "md_1";
  must(insert(store, model));
  QCOMPARE(insert(store, model).error().code, ErrorCode::AlreadyExists);
  model.id = "md_2";
  model.jobId = "job_none";
  QCOMPARE(insert(store, model).error().code, ErrorCode::NotFound);
  const auto none = store.database().read(
      [](const Snapshot& s) { return ModelTable::find(s, base::ModelId("md_2")); });
  QCOMPARE(none.error().code, ErrorCode::NotFound);
}

void ModelTableTest::list_isNewestFirst() {
  StoreFixture store;
  for (const char* id : {"md_b", "md_a"}) {
    protocol::Model model;
    model.id = id;
    must(insert(store, model));
  }
  const auto all = store.read([](const Snapshot& s) { return ModelTable::list(s); });
  QCOMPARE(all.size(), size_t{2});
  QCOMPARE(all[0].id, std::string("md_a"));
  QCOMPARE(all[0].createdAt, base::toIso8601(store.clock.now()));
}

TELESOFT_TEST(ModelTableTest)

}  // namespace

#include "model_table_test.moc"
