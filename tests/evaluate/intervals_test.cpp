#include "telesoft/evaluate/intervals.h"

#include "evaluate/evaluate_cases.h"
#include "support/test_case.h"

namespace {

using namespace telesoft;
using namespace telesoft::evaluate;
using namespace telesoft::tests;

class IntervalsTest : public QObject {
  Q_OBJECT
 private slots:
  void shares_areThoseOfStatsmodels();
  void shares_areThoseOfR();
  void shares_ofNothingAreNotDefined();
  void shares_coverTheTruth_data();
  void shares_coverTheTruth();
  void percentiles_areNumpys();
  void percentiles_leaveOutNanUpToATenth();
  void binomial_sumsToOne();
};

void IntervalsTest::shares_areThoseOfStatsmodels() {
  const base::json cases = evaluateOracle()["intervals"];
  QVERIFY(cases.size() >= 9);
  for (const base::json& known : cases) {
    const auto k = known["k"].get<std::int64_t>(), n = known["n"].get<std::int64_t>();
    const Interval score = wilson(k, n), exact = clopperPearson(k, n);
    COMPARE_NEAR(score.low, numberOf(known["wilson"][0]), 1e-9);
    COMPARE_NEAR(score.high, numberOf(known["wilson"][1]), 1e-9);
    COMPARE_NEAR(exact.low, numberOf(known["exact"][0]), 1e-9);
    COMPARE_NEAR(exact.high, numberOf(known["exact"][1]), 1e-9);
  }
}

void IntervalsTest::shares_areThoseOfR() {
  // R 4.2.2: prop.test(correct = FALSE), binom.test.
  COMPARE_NEAR(wilson(0, 20).high, 0.1611252, 1e-7);
  COMPARE_NEAR(clopperPearson(0, 20).high, 0.1684335, 1e-7);
  COMPARE_NEAR(wilson(263, 300).low, 0.8346263, 1e-7);
  COMPARE_NEAR(clopperPearson(263, 300).high, 0.9116558, 1e-7);
}

void IntervalsTest::shares_ofNothingAreNotDefined() {
  QVERIFY(std::isnan(wilson(0, 0).low) && std::isnan(wilson(0, 0).high));
  QVERIFY(std::isnan(clopperPearson(0, 0).low) && std::isnan(clopperPearson(0, 0).high));
}

void IntervalsTest::shares_coverTheTruth_data() {
  QTest::addColumn<double>("share");
  QTest::addColumn<int>("n");
  QTest::newRow("half of 40") << 0.5 << 40;
  QTest::newRow("a tenth of 50") << 0.1 << 50;
  QTest::newRow("nearly all of 100") << 0.97 << 100;
}

void IntervalsTest::shares_coverTheTruth() {
  // Exactly, by every possible count weighted with its chance.
  QFETCH(double, share);
  QFETCH(int, n);
  double score = 0, exact = 0;
  for (int k = 0; k <= n; ++k) {
    const double chance = binomialAtMost(k, n, share) - binomialAtMost(k - 1, n, share);
    const Interval a = wilson(k, n), b = clopperPearson(k, n);
    score += a.low <= share && share <= a.high ? chance : 0;
    exact += b.low <= share && share <= b.high ? chance : 0;
  }
  QVERIFY2(score > 0.92 && score < 0.98, qPrintable(QString::number(score)));
  QVERIFY2(exact >= 0.95, qPrintable(QString::number(exact)));
}

void IntervalsTest::percentiles_areNumpys() {
  // numpy.percentile(range(0, 200, 2), [2.5, 97.5]) = 4.95, 193.05
  std::vector<double> draws;
  for (int i = 99; i >= 0; --i) {
    draws.push_back(2.0 * i);
  }
  COMPARE_NEAR(percentileInterval(draws).low, 4.95, 1e-12);
  COMPARE_NEAR(percentileInterval(draws).high, 193.05, 1e-12);
  COMPARE_NEAR(percentileInterval({3.0}).low, 3.0, 0);
}

void IntervalsTest::percentiles_leaveOutNanUpToATenth() {
  std::vector<double> draws(100, 1.0);
  std::fill(draws.begin(), draws.begin() + 10, std::nan(""));
  COMPARE_NEAR(percentileInterval(draws).high, 1.0, 0);
  draws[10] = std::nan("");
  QVERIFY(std::isnan(percentileInterval(draws).low));
  QVERIFY(std::isnan(percentileInterval({}).low));
}

void IntervalsTest::binomial_sumsToOne() {
  // scipy.stats.binom.cdf(3, 10, .3) = 0.6496107184
  COMPARE_NEAR(binomialAtMost(3, 10, 0.3), 0.6496107184, 1e-10);
  QCOMPARE(binomialAtMost(-1, 10, 0.3), 0.0);
  QCOMPARE(binomialAtMost(10, 10, 0.3), 1.0);
  QCOMPARE(binomialAtMost(4, 10, 1.0), 0.0);
  // Terms below the smallest double at the start must not lose the rest: the median of 4,001 draws.
  COMPARE_NEAR(binomialAtMost(2000, 4001, 0.5), 0.5, 1e-9);
}

TELESOFT_TEST(IntervalsTest)

}  // namespace

#include "intervals_test.moc"
