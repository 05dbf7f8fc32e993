#include "telesoft/review/summary.h"

#include <cmath>

#include "review_fixture.h"

namespace {

using namespace telesoft;
using namespace telesoft::tests;

class SummaryTest : public QObject {
  Q_OBJECT
 private slots:
  void summary_countsAndSays();
  void agreement_isBeforeAdjudicationWithUnsure();
  void accuracy_isOfTheAuditShareOnly();
  void summary_ofNothing();

 private:
  static protocol::ReviewSummary summaryOf(ReviewFixture& desk,
                                           std::vector<std::string> learntBy = {}) {
    return review::summarize(
        desk.read([&](const store::Snapshot& s) -> base::Result<review::Findings> {
          TELESOFT_TRY(review, store::ReviewTable::find(s, "rv_1"));
          TELESOFT_TRY(cases, store::ReviewTable::cases(s, "rv_1"));
          TELESOFT_TRY(decisions, store::ReviewTable::decisions(s, "rv_1"));
          return review::Findings{review, cases, decisions, learntBy};
        }));
  }
};

void SummaryTest::summary_countsAndSays() {
  ReviewFixture desk;
  desk.add(ReviewFixture::review());
  for (std::int64_t number = 1; number <= 6; ++number) {
    desk.add(ReviewFixture::record(number));
  }
  auto slow = requestFor("cs_1", "confirm");
  slow.seconds = 40;
  must(desk.decide("ann", slow));
  must(desk.decide("ann", "cs_2", "flu"));
  must(desk.decide("ann", "cs_3", "cold"));  // the model's label, picked by hand: no correction
  must(desk.decide("ann", "cs_4", "unsure"));
  must(desk.decide("ann", "cs_5", "skip"));
  must(desk.decide("ann", "cs_6", "flu"));
  must(desk.undo("ann"));
  const auto summary = summaryOf(desk);
  QCOMPARE(summary.confirmed, 2);
  QCOMPARE(summary.corrected, 1);
  QCOMPARE(summary.unsure, 1);
  QCOMPARE(summary.skipped, 1);
  QCOMPARE(summary.undone, 1);
  QCOMPARE(summary.review.decided, 4);
  QCOMPARE(summary.review.waiting, 2);
  QCOMPARE(summary.medianSeconds, 2.0);
  QCOMPARE(summary.statement,
           std::string("4 of 6 cases are settled: 2 as the model said, 1 corrected. An expert "
                       "feedback job would learn 3 labels, 1 of them corrections."));
  QVERIFY(summaryOf(desk, {"md_7"}).statement.ends_with("Its labels were learnt by md_7."));
}

void SummaryTest::agreement_isBeforeAdjudicationWithUnsure() {
  ReviewFixture desk;
  desk.add(ReviewFixture::review());
  const std::pair<const char*, const char*> readings[] = {
      {"flu", "flu"}, {"cold", "cold"}, {"flu", "cold"}, {"unsure", "unsure"}, {"cold", "cold"}};
  std::int64_t number = 0;
  for (const auto& [first, second] : readings) {
    desk.add(ReviewFixture::record(++number, true));
    const std::string id = ReviewFixture::record(number).id;
    must(desk.decide("ann", id, first));
    must(desk.decide("ben", id, second));
  }
  must(desk.decide("cat", "cs_3", "flu", "adjudication"));
  const auto agreement = summaryOf(desk).agreement;
  QCOMPARE(agreement.n, 5);
  QCOMPARE(agreement.classes, (std::vector<std::string>{"flu", "cold", "asthma", "unsure"}));
  QCOMPARE(agreement.counts[0][1], 1);
  QCOMPARE(agreement.counts[3][3], 1);
  QVERIFY(std::abs(agreement.observed.value - 0.8) < 1e-12);
  // By hand: pe = (2*1 + 2*3 + 0 + 1*1) / 25 = .36, kappa = (.8 - .36) / .64.
  QVERIFY(std::abs(agreement.kappa.value - 0.6875) < 1e-12);
}

void SummaryTest::accuracy_isOfTheAuditShareOnly() {
  ReviewFixture desk;
  desk.add(ReviewFixture::review());
  for (std::int64_t number = 1; number <= 8; ++number) {
    auto record = ReviewFixture::record(number);
    record.reason = number <= 4 ? "audit" : "uncertain";
    desk.add(record);
    must(desk.decide("ann", record.id,
                     number == 4   ? "unsure"
                     : number == 3 ? "flu"
                     : number <= 2 ? "confirm"
                                   : "asthma"));
  }
  const auto accuracy = summaryOf(desk).modelAccuracy;
  QCOMPARE(accuracy.n, 3);
  QVERIFY(std::abs(accuracy.value - 2.0 / 3) < 1e-12);
  QVERIFY(std::abs(accuracy.low - 0.2076596) < 1e-6);  // statsmodels 0.15.0, proportion_confint
  QVERIFY(std::abs(accuracy.high - 0.9385081) < 1e-6);
}

void SummaryTest::summary_ofNothing() {
  ReviewFixture desk;
  desk.add(ReviewFixture::review());
  const auto summary = summaryOf(desk);
  QCOMPARE(summary.statement, std::string("There is no case in this review yet."));
  QVERIFY(std::isnan(summary.medianSeconds) && std::isnan(summary.modelAccuracy.value));
  QCOMPARE(summary.agreement.n, 0);
}

TELESOFT_TEST(SummaryTest)

}  // namespace

#include "summary_test.moc"
