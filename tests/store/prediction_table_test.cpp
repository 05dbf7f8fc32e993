#include "telesoft/store/tables/prediction_table.h"

#include "store/store_fixture.h"

namespace {

using namespace telesoft;
using namespace telesoft::store;
using namespace telesoft::tests;

class PredictionTableTest : public QObject {
  Q_OBJECT
 private slots:
  void insert_keepsManyAtOnce();
  void insert_keepsAllOrNone();
  void feedback_isOldestFirstAndNeedsItsReceipt();
};

std::vector<PredictionRow> rows(int count) {
  std::vector<PredictionRow> out;
  for (int i = 0; i < count; ++i) {
    protocol::Receipt receipt;
    receipt.receipt = "rc_" + std::to_string(i);
    receipt.time = "then";
    receipt.confidence = i / 7.0;
    out.push_back({receipt.receipt, "then", "dp_1", base::toJson(receipt).dump(),
                   "sealed " + std::to_string(i)});
  }
  return out;
}

void PredictionTableTest::insert_keepsManyAtOnce() {
  StoreFixture store;
  must(store.write([](Transaction& t) { return PredictionTable::insert(t, rows(77)); }));
  for (const int i : {0, 31, 32, 64, 76}) {
    const auto found = store.read(
        [&](const Snapshot& s) { return PredictionTable::find(s, "rc_" + std::to_string(i)); });
    QCOMPARE(found.receipt.confidence, i / 7.0);
    QCOMPARE(found.sealed, "sealed " + std::to_string(i));
  }
  const auto absent =
      store.database().read([](const Snapshot& s) { return PredictionTable::find(s, "rc_77"); });
  QCOMPARE(absent.error().code, base::ErrorCode::NotFound);
}

void PredictionTableTest::insert_keepsAllOrNone() {
  StoreFixture store;
  auto twice = rows(40);
  twice.push_back(twice.front());
  const auto done = store.write([&](Transaction& t) { return PredictionTable::insert(t, twice); });
  QCOMPARE(done.error().code, base::ErrorCode::AlreadyExists);
  const auto absent =
      store.database().read([](const Snapshot& s) { return PredictionTable::find(s, "rc_1"); });
  QCOMPARE(absent.error().code, base::ErrorCode::NotFound);
}

void PredictionTableTest::feedback_isOldestFirstAndNeedsItsReceipt() {
  StoreFixture store;
  protocol::Feedback feedback;
  feedback.id = "fb_1";
  feedback.receipt = "rc_0";
  const auto add = [&] {
    return store.write(
        [&](Transaction& t) { return PredictionTable::insertFeedback(t, feedback); });
  };
  QCOMPARE(add().error().code, base::ErrorCode::NotFound);
  must(store.write([](Transaction& t) { return PredictionTable::insert(t, rows(1)); }));
  must(add());
  feedback.id = "fb_2";
  feedback.agrees = false;
  must(add());
  const auto all =
      store.read([](const Snapshot& s) { return PredictionTable::feedbackOf(s, "rc_0"); });
  QCOMPARE(all.size(), size_t{2});
  QVERIFY(all[0].agrees);
  QCOMPARE(all[1].id, std::string("fb_2"));
}

TELESOFT_TEST(PredictionTableTest)

}  // namespace

#include "prediction_table_test.moc"
