#include "telesoft/review/labels.h"

#include "review_fixture.h"

namespace {

using namespace telesoft;
using namespace telesoft::tests;

class LabelsTest : public QObject {
  Q_OBJECT
 private slots:
  void labels_areWhatIsSettled();
  void labels_ofNoReviewAreNotFound();
};

void LabelsTest::labels_areWhatIsSettled() {
  ReviewFixture desk;
  desk.add(ReviewFixture::review());
  for (std::int64_t number = 1; number <= 7; ++number) {
    desk.add(ReviewFixture::record(number, number >= 5));
  }
  must(desk.decide("ann", "cs_1", "confirm"));
  must(desk.decide("ann", "cs_2", "flu"));
  must(desk.decide("ann", "cs_3", "unsure"));
  must(desk.decide("ann", "cs_4", "skip"));
  for (const char* id : {"cs_5", "cs_6", "cs_7"}) {
    must(desk.decide("ann", id, "flu"));
  }
  must(desk.decide("ben", "cs_6", "asthma"));
  must(desk.decide("ben", "cs_7", "asthma"));
  must(desk.decide("cat", "cs_7", "asthma", "adjudication"));
  const auto labels =
      desk.read([](const store::Snapshot& s) { return review::labelsOf(s, "rv_1"); });
  QCOMPARE(labels.size(), size_t{3});
  QCOMPARE(labels[0].row, 101);
  QCOMPARE(labels[0].label, std::string("cold"));
  QVERIFY(!labels[0].corrected);
  QCOMPARE(labels[0].datasetId, std::string("ds_1"));
  QCOMPARE(labels[1].label, std::string("flu"));
  QVERIFY(labels[1].corrected);
  QCOMPARE(labels[2].row, 107);
  QCOMPARE(labels[2].label, std::string("asthma"));
  QCOMPARE(labels[2].weight, 1.0);
}

void LabelsTest::labels_ofNoReviewAreNotFound() {
  ReviewFixture desk;
  const auto none =
      desk.database->read([](const store::Snapshot& s) { return review::labelsOf(s, "rv_9"); });
  QCOMPARE(none.error().code, base::ErrorCode::NotFound);
}

TELESOFT_TEST(LabelsTest)

}  // namespace

#include "labels_test.moc"
