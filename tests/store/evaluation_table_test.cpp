#include "telesoft/store/tables/evaluation_table.h"

#include <cmath>

#include "telesoft/store/tables/model_table.h"

#include "store/store_fixture.h"

namespace {

using namespace telesoft;
using namespace telesoft::store;
using namespace telesoft::tests;
using base::ErrorCode;
using base::EvaluationId;

protocol::Evaluation evaluation(const std::string& id) {
  protocol::Evaluation out;
  out.id = id;
  out.modelId = "md_1";
  out.testData = "ds_1";
  out.status = "queued";
  return out;
}

class EvaluationTableTest : public QObject {
  Q_OBJECT
 private slots:
  void insert_needsModelAndTestData();
  void update_keepsEstimatesWithNan();
  void list_isNewestFirst();

 private:
  static base::Status insert(StoreFixture& store, const protocol::Evaluation& one) {
    return store.write([&](Transaction& t) { return EvaluationTable::insert(t, one); });
  }
  static void addModelAndData(StoreFixture& store) {
    store.addDataset("ds_1");
    protocol::Model model;
    model.id = "md_1";
    must(store.write([&](Transaction& t) { return ModelTable::insert(t, model); }));
  }
};

void EvaluationTableTest::insert_needsModelAndTestData() {
  StoreFixture store;
  QCOMPARE(insert(store, evaluation("ev_1")).error().code, ErrorCode::NotFound);
  addModelAndData(store);
  must(insert(store, evaluation("ev_1")));
  QCOMPARE(insert(store, evaluation("ev_1")).error().code, ErrorCode::AlreadyExists);
}

void EvaluationTableTest::update_keepsEstimatesWithNan() {
  StoreFixture store;
  addModelAndData(store);
  must(insert(store, evaluation("ev_1")));
  protocol::Evaluation done = evaluation("ev_1");
  done.status = "succeeded";
  done.verdict = protocol::Verdict::KeepBase;
  done.arms.resize(1);
  done.arms[0].arm = "base";
  done.arms[0].accuracy = {0.9, 0.85, std::nan(""), 120, "Wilson"};
  must(store.write([&](Transaction& t) { return EvaluationTable::update(t, done); }));
  const auto found =
      store.read([](const Snapshot& s) { return EvaluationTable::find(s, EvaluationId("ev_1")); });
  QCOMPARE(base::toJson(found).dump(), base::toJson(done).dump());
  QVERIFY(std::isnan(found.arms[0].accuracy.high));
  done.id = "ev_9";
  QCOMPARE(
      store.write([&](Transaction& t) { return EvaluationTable::update(t, done); }).error().code,
      ErrorCode::NotFound);
}

void EvaluationTableTest::list_isNewestFirst() {
  StoreFixture store;
  addModelAndData(store);
  must(insert(store, evaluation("ev_1")));
  must(insert(store, evaluation("ev_2")));
  const auto all = store.read([](const Snapshot& s) { return EvaluationTable::list(s); });
  QCOMPARE(all.size(), size_t{2});
  QCOMPARE(all[0].id, std::string("ev_2"));
  const auto none = store.database().read(
      [](const Snapshot& s) { return EvaluationTable::find(s, EvaluationId("ev_3")); });
  QCOMPARE(none.error().code, ErrorCode::NotFound);
}

TELESOFT_TEST(EvaluationTableTest)

}  // namespace

#include "evaluation_table_test.moc"
