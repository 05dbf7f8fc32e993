#include "telesoft/evaluate/paired_tests.h"

#include "evaluate/asah.h"
#include "evaluate/evaluate_cases.h"
#include "support/test_case.h"

namespace {

using namespace telesoft;
using namespace telesoft::evaluate;
using namespace telesoft::tests;

class PairedTestsTest : public QObject {
  Q_OBJECT
 private slots:
  void mcNemar_isStatsmodels();
  void mcNemar_ofNoDisagreementIsOne();
  void deLong_isThatOfEveryPair();
  void deLong_isProcs();
  void deLong_ofTheSameScoresIsOne();
  void deLong_coversTheTruth();
  void bootstrapP_countsTheSmallerSide();
};

void PairedTestsTest::mcNemar_isStatsmodels() {
  const base::json cases = evaluateOracle()["mcnemar"];
  QVERIFY(cases.size() >= 7);
  for (const base::json& known : cases) {
    COMPARE_NEAR(mcNemarExact(known["b"].get<std::int64_t>(), known["c"].get<std::int64_t>()),
                 numberOf(known["pValue"]), 1e-11);
  }
}

void PairedTestsTest::mcNemar_ofNoDisagreementIsOne() {
  QCOMPARE(mcNemarExact(0, 0), 1.0);
}

void PairedTestsTest::deLong_isThatOfEveryPair() {
  const base::json known = evaluateOracle()["delong"];
  const auto scores = known["scores"].get<std::vector<std::vector<double>>>();
  const auto labels = isOne(known["labels"].get<std::vector<std::int64_t>>());
  const PairedDifference found = deLongTest(scores[0], scores[1], labels);
  COMPARE_NEAR(found.value, numberOf(known["aurocs"][0]) - numberOf(known["aurocs"][1]), 1e-12);
  COMPARE_NEAR(found.pValue, numberOf(known["pValue"]), 1e-9);
  // The interval excludes 0 exactly where p is below .05.
  QVERIFY(found.pValue < 0.05 && found.interval.low > 0);
}

void PairedTestsTest::deLong_isProcs() {
  const Asah data = readAsah();
  if (data.poor.empty()) {
    QSKIP("../shared/data is not there");
  }
  const auto p = [&](const char* a, const char* b) {
    return deLongTest(data.scores.at(a), data.scores.at(b), data.poor).pValue;
  };
  COMPARE_NEAR(p("wfns", "s100b"), .02717578, 1e-8);
  COMPARE_NEAR(p("wfns", "ndka"), .00514558, 1e-8);
  COMPARE_NEAR(p("ndka", "s100b"), .16429518, 1e-8);
}

void PairedTestsTest::deLong_ofTheSameScoresIsOne() {
  const std::vector<double> scores = {0.1, 0.7, 0.3, 0.9, 0.4};
  const PairedDifference same = deLongTest(scores, scores, {false, true, false, true, true});
  QCOMPARE(same.value, 0.0);
  QCOMPARE(same.pValue, 1.0);
  QVERIFY(std::isnan(deLongTest(scores, scores, std::vector<bool>(5, true)).pValue));
}

void PairedTestsTest::deLong_coversTheTruth() {
  // Two scores of the same strength on the same 80 rows: the true difference is 0.
  constexpr int kTrials = 600, kRows = 80;
  base::Rng rng(21, "trials");
  int covered = 0;
  for (int trial = 0; trial < kTrials; ++trial) {
    std::vector<double> first, second;
    std::vector<bool> positive;
    for (int row = 0; row < kRows; ++row) {
      positive.push_back(row % 2 == 0);
      const double shared = rng.normal() + (row % 2 == 0 ? 1.2 : 0);
      first.push_back(shared + 0.6 * rng.normal());
      second.push_back(shared + 0.6 * rng.normal());
    }
    const Interval interval = deLongTest(first, second, positive).interval;
    covered += interval.low <= 0 && 0 <= interval.high ? 1 : 0;
  }
  QVERIFY2(covered > 0.92 * kTrials && covered < 0.98 * kTrials,
           qPrintable(QString::number(covered)));
}

void PairedTestsTest::bootstrapP_countsTheSmallerSide() {
  std::vector<double> draws(99, 1.0);
  COMPARE_NEAR(bootstrapPValue(draws), 0.02, 1e-12);
  std::fill(draws.begin(), draws.begin() + 10, -1.0);
  COMPARE_NEAR(bootstrapPValue(draws), 0.22, 1e-12);
  QCOMPARE(bootstrapPValue(std::vector<double>(50, 0.0)), 1.0);
  QVERIFY(std::isnan(bootstrapPValue({std::nan("")})));
}

TELESOFT_TEST(PairedTestsTest)

}  // namespace

#include "paired_tests_test.moc"
