#include "telesoft/review/showing.h"

#include <cmath>

#include "review_fixture.h"
#include "support/test_case.h"

namespace {

using namespace telesoft;
using namespace telesoft::review;
using namespace telesoft::tests;

class ShowingTest : public QObject {
  Q_OBJECT
 private slots:
  void shown_cutsTheWordsFromTheText();
  void shown_leavesOutPlacesOutsideTheText();
  void shown_putsContributionsToTheirFields();
  void blind_holdsTheOpinionBack();
  void reason_isKeptFromTheReader_data();
  void reason_isKeptFromTheReader();
  void findings_areSortedAndTiesKeepTheirOrder();
  void kept_areTheStrongestWithoutWords();
  void pseudonym_isAnotherForEachAttempt();
};

void ShowingTest::shown_cutsTheWordsFromTheText() {
  auto record = ReviewFixture::record(1);
  record.contributions = {{"", 0.3, 6, 11}};
  const auto shown = shownCase(record, {"mild fever", {}}, {"first", false});
  QCOMPARE(shown.evidence.size(), size_t{0});  // one byte beyond the end
  record.contributions = {{"", 0.3, 5, 10}};
  const auto fitting = shownCase(record, {"mild fever", {}}, {"first", false});
  QCOMPARE(fitting.evidence.at(0).name, std::string("fever"));
  QCOMPARE(fitting.evidence.at(0).weight, 0.3);
  QCOMPARE(fitting.findings.at(0).label, std::string("cold"));
  QCOMPARE(fitting.reading, std::string("first"));
}

void ShowingTest::shown_leavesOutPlacesOutsideTheText() {
  auto record = ReviewFixture::record(1);
  record.contributions = {{"", 1, -1, 3}, {"", 1, 3, 3}, {"", 1, 5, 2}, {"", 1, 0, 99}};
  QVERIFY(shownCase(record, {"mild", {}}, {"first", false}).evidence.empty());
}

void ShowingTest::shown_putsContributionsToTheirFields() {
  auto record = ReviewFixture::record(1);
  record.contributions = {{"age", -0.7, 0, 0}};
  const Content content{"", {{"age", "61", "years"}, {"size", "22", "mm"}}};
  const auto shown = shownCase(record, content, {"first", false});
  QCOMPARE(shown.fields.at(0).contribution, -0.7);
  QVERIFY(std::isnan(shown.fields.at(1).contribution));
  QVERIFY(shown.evidence.empty());
}

void ShowingTest::blind_holdsTheOpinionBack() {
  auto record = ReviewFixture::record(1);
  record.contributions = {{"", 0.3, 0, 4}, {"age", 1, 0, 0}};
  const auto shown = shownCase(record, {"mild", {{"age", "61", "years"}}}, {"second", true});
  QVERIFY(shown.findings.empty() && shown.evidence.empty());
  QCOMPARE(shown.uncertainty, 0.0);
  QVERIFY(std::isnan(shown.fields.at(0).contribution));
  QCOMPARE(shown.text, std::string("mild"));
}

void ShowingTest::reason_isKeptFromTheReader_data() {
  QTest::addColumn<QString>("reason");
  QTest::addColumn<QString>("shown");
  QTest::newRow("audit") << "audit"
                         << "";
  QTest::newRow("uncertain") << "uncertain"
                             << "";
  QTest::newRow("feedback") << "feedback"
                            << "feedback";
}

void ShowingTest::reason_isKeptFromTheReader() {
  QFETCH(QString, reason);
  auto record = ReviewFixture::record(1);
  record.reason = reason.toStdString();
  QTEST(QString::fromStdString(shownCase(record, {}, {"first", false}).reason), "shown");
}

void ShowingTest::findings_areSortedAndTiesKeepTheirOrder() {
  const auto findings = findingsOf({0.2, 0.4, 0.4}, {{"a", ""}, {"b", ""}, {"c", ""}});
  QCOMPARE(findings[0].label, std::string("b"));
  QCOMPARE(findings[1].label, std::string("c"));
  QCOMPARE(findings[2].confidence, 0.2);
  QCOMPARE(uncertaintyOf(findings), 0.6);
  QCOMPARE(uncertaintyOf({}), 0.0);
}

void ShowingTest::kept_areTheStrongestWithoutWords() {
  std::vector<protocol::Contribution> words;
  for (int i = 0; i < 100; ++i) {
    words.push_back({"word", (i % 2 == 0 ? 1 : -1) * i / 100.0, i, i + 4});
  }
  const auto kept = withoutWords(words, protocol::Task::TextClassification);
  QCOMPARE(kept.size(), size_t{40});
  QCOMPARE(kept[0].start, 99);
  QCOMPARE(kept[39].start, 60);
  for (const auto& one : kept) {
    QCOMPARE(one.name, std::string());
  }
  QCOMPARE(withoutWords({{"age", 1, 0, 0}}, protocol::Task::TabularRisk)[0].name,
           std::string("age"));
}

void ShowingTest::pseudonym_isAnotherForEachAttempt() {
  QCOMPARE(pseudonymOf("cs_1", 0).size(), size_t{4});
  QCOMPARE(pseudonymOf("cs_1", 0), pseudonymOf("cs_1", 0));
  QVERIFY(pseudonymOf("cs_1", 0) != pseudonymOf("cs_1", 1));
}

TELESOFT_TEST(ShowingTest)

}  // namespace

#include "showing_test.moc"
