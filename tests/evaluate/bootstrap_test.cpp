#include "telesoft/evaluate/bootstrap.h"

#include <numeric>

#include "telesoft/evaluate/intervals.h"

#include "evaluate/evaluate_cases.h"
#include "support/test_case.h"

namespace {

using namespace telesoft;
using namespace telesoft::evaluate;
using namespace telesoft::tests;

double weightedMean(const std::vector<double>& values, const std::vector<double>& weights) {
  return std::inner_product(values.begin(), values.end(), weights.begin(), 0.0) /
         std::accumulate(weights.begin(), weights.end(), 0.0);
}

Interval meanInterval(const std::vector<double>& values,
                      const PatientResampler& patients,
                      int resamples,
                      std::uint64_t seed) {
  base::Rng rng(seed, "mean");
  std::vector<double> weights, means;
  for (int i = 0; i < resamples; ++i) {
    patients.draw(rng, weights);
    means.push_back(weightedMean(values, weights));
  }
  return percentileInterval(std::move(means));
}

class BootstrapTest : public QObject {
  Q_OBJECT
 private slots:
  void patients_areCountedByKey();
  void draw_takesWholePatients();
  void draw_ofOneRowEachIsTheRowBootstrap();
  void percentile_isThatOfScipyAndR();
  void interval_coversWhereRowsOfAPatientAgree();
};

void BootstrapTest::patients_areCountedByKey() {
  const PatientResampler patients({"a", "b", "", "a", ""});
  QCOMPARE(patients.patients(), std::int64_t{4});
  QVERIFY(!patients.oneRowEach());
  QVERIFY(PatientResampler({"a", "b", "", ""}).oneRowEach());
  QCOMPARE(patients.patientsAmong({true, false, true, true, false}), std::int64_t{2});
  QCOMPARE(PatientResampler({}).patients(), std::int64_t{0});
}

void BootstrapTest::draw_takesWholePatients() {
  const PatientResampler patients({"a", "b", "a", "c", "b", "a"});
  base::Rng rng(1, "draw");
  std::vector<double> weights;
  for (int i = 0; i < 50; ++i) {
    patients.draw(rng, weights);
    QCOMPARE(weights[0], weights[2]);
    QCOMPARE(weights[0], weights[5]);
    QCOMPARE(weights[1], weights[4]);
    QCOMPARE(weights[0] + weights[1] + weights[3], 3.0);
  }
}

void BootstrapTest::draw_ofOneRowEachIsTheRowBootstrap() {
  base::Rng named(3, "rows"), unnamed(3, "rows");
  std::vector<double> a, b;
  PatientResampler({"x", "y", "z", "w"}).draw(named, a);
  PatientResampler({"", "", "", ""}).draw(unnamed, b);
  QCOMPARE(a, b);
}

void BootstrapTest::percentile_isThatOfScipyAndR() {
  // scipy's test of stats.bootstrap against R's boot: percentile 28.86, 84.21.
  const std::vector<double> x = {10, 12, 12.5, 12.5, 13.9, 15,  21,  22,
                                 23, 34, 50,   81,   89,   121, 134, 213};
  const PatientResampler rows(std::vector<std::string>(x.size(), ""));
  const Interval interval = meanInterval(x, rows, 200000, 5);
  COMPARE_NEAR(interval.low, 28.86, 0.005);
  COMPARE_NEAR(interval.high, 84.21, 0.005);
}

void BootstrapTest::interval_coversWhereRowsOfAPatientAgree() {
  // 60 patients of 5 rows that share most of their value: the mean is 0.
  constexpr int kTrials = 300, kPatients = 60, kRows = 5;
  std::vector<std::string> keys;
  for (int i = 0; i < kPatients * kRows; ++i) {
    keys.push_back(std::to_string(i / kRows));
  }
  const PatientResampler byPatient(keys), byRow(std::vector<std::string>(keys.size(), ""));
  base::Rng rng(9, "trials");
  int covered = 0, coveredByRow = 0;
  for (int trial = 0; trial < kTrials; ++trial) {
    std::vector<double> values;
    for (int patient = 0; patient < kPatients; ++patient) {
      const double own = rng.normal();
      for (int row = 0; row < kRows; ++row) {
        values.push_back(own + 0.5 * rng.normal());
      }
    }
    const Interval a =
        meanInterval(values, byPatient, 400, 100 + static_cast<std::uint64_t>(trial));
    const Interval b = meanInterval(values, byRow, 400, 100 + static_cast<std::uint64_t>(trial));
    covered += a.low <= 0 && 0 <= a.high ? 1 : 0;
    coveredByRow += b.low <= 0 && 0 <= b.high ? 1 : 0;
  }
  QVERIFY2(covered > 0.90 * kTrials && covered < 0.985 * kTrials,
           qPrintable(QString::number(covered)));
  QVERIFY2(coveredByRow < 0.80 * kTrials, qPrintable(QString::number(coveredByRow)));
}

TELESOFT_TEST(BootstrapTest)

}  // namespace

#include "bootstrap_test.moc"
