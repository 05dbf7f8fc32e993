#include "telesoft/review/feedback.h"

#include "telesoft/store/seal.h"

#include "review_fixture.h"

namespace {

using namespace telesoft;
using namespace telesoft::tests;
using store::ReviewTable;

review::FeedbackCase feedback(const std::string& receipt) {
  review::FeedbackCase out;
  out.modelId = "md_1";
  out.modelName = "Triage";
  out.receipt = receipt;
  out.by = "dr.adams";
  out.comment = "Mrs Ellison has no flu";
  out.classes = {{"flu", ""}, {"cold", ""}};
  out.findings = {{"flu", 0.7}, {"cold", 0.3}};
  out.contributions = {{"fever", 0.3, 4, 9}};
  return out;
}

class FeedbackTest : public QObject {
  Q_OBJECT
 private slots:
  void first_opensTheModelsReview();
  void next_joinsIt();
  void same_isNotTakenTwice();
  void closed_isFollowedByANewOne();
  void words_areNotKept();

 private:
  static std::string add(ReviewFixture& desk, const review::FeedbackCase& one) {
    return must(desk.write(
        [&](store::Transaction& t) { return review::addFeedbackCase(t, one, desk.key); }));
  }
};

void FeedbackTest::first_opensTheModelsReview() {
  ReviewFixture desk;
  const auto record = desk.find(add(desk, feedback("rc_1")));
  const auto review =
      desk.read([&](const store::Snapshot& s) { return ReviewTable::find(s, record.reviewId); });
  QCOMPARE(review.kind, std::string("feedback"));
  QCOMPARE(review.state, std::string("open"));
  QCOMPARE(review.modelId, std::string("md_1"));
  QCOMPARE(review.waiting, 1);
  QCOMPARE(review.classes.size(), size_t{2});
  QCOMPARE(record.reason, std::string("feedback"));
  QCOMPARE(record.receipt, std::string("rc_1"));
  QVERIFY(std::abs(record.uncertainty - 0.3) < 1e-12);
}

void FeedbackTest::next_joinsIt() {
  ReviewFixture desk;
  const auto first = desk.find(add(desk, feedback("rc_1")));
  const auto second = desk.find(add(desk, feedback("rc_2")));
  QCOMPARE(second.reviewId, first.reviewId);
  QCOMPARE(second.number, 2);
  auto other = feedback("rc_3");
  other.modelId = "md_2";
  QVERIFY(desk.find(add(desk, other)).reviewId != first.reviewId);
}

void FeedbackTest::same_isNotTakenTwice() {
  ReviewFixture desk;
  const std::string id = add(desk, feedback("rc_1"));
  QCOMPARE(add(desk, feedback("rc_1")), id);
}

void FeedbackTest::closed_isFollowedByANewOne() {
  ReviewFixture desk;
  const auto first = desk.find(add(desk, feedback("rc_1")));
  must(desk.write([&](store::Transaction& t) -> base::Status {
    TELESOFT_TRY(review, ReviewTable::find(t, first.reviewId));
    review.state = "closed";
    return ReviewTable::update(t, review);
  }));
  QVERIFY(desk.find(add(desk, feedback("rc_1"))).reviewId != first.reviewId);
}

void FeedbackTest::words_areNotKept() {
  ReviewFixture desk;
  const auto record = desk.find(add(desk, feedback("rc_1")));
  QCOMPARE(record.contributions.size(), size_t{1});
  QCOMPARE(record.contributions[0].name, std::string());
  QCOMPARE(record.contributions[0].end, 9);
  QVERIFY(record.sealedComment.find("Ellison") == std::string::npos);
  QCOMPARE(must(store::unsealText(desk.key, record.id, record.sealedComment)),
           feedback("rc_1").comment);
}

TELESOFT_TEST(FeedbackTest)

}  // namespace

#include "feedback_test.moc"
