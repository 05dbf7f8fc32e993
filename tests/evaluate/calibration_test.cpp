#include "telesoft/evaluate/calibration.h"

#include "evaluate/evaluate_cases.h"
#include "support/test_case.h"

namespace {

using namespace telesoft;
using namespace telesoft::evaluate;
using namespace telesoft::tests;

class CalibrationTest : public QObject {
  Q_OBJECT
 private slots:
  void error_isTorchmetrics();
  void bins_areOpenAtTheLeft();
  void bins_showEmptyOnesAsNotDefined();
  void error_ofNanIsNan();
  void brier_isScaledAsScikitLearns();
};

void CalibrationTest::error_isTorchmetrics() {
  // BinaryCalibrationError's example, n_bins = 2, norm = "l1": 0.2900.
  const Reliability example({0.25, 0.25, 0.55, 0.75, 0.75}, {false, false, true, true, true}, 2);
  COMPARE_NEAR(example.error({1, 1, 1, 1, 1}), 0.29, 1e-12);
  // A row that counts twice is a row more; one that does not count is gone.
  const Reliability twice({0.25, 0.25, 0.55}, {false, false, true}, 2);
  const Reliability once({0.25, 0.55, 0.75}, {false, true, true}, 2);
  COMPARE_NEAR(once.error({2, 1, 0}), twice.error({1, 1, 1}), 1e-15);
}

void CalibrationTest::bins_areOpenAtTheLeft() {
  const auto bins =
      Reliability({0.0, 0.1, 0.11, 0.5, 1.0}, {false, true, true, false, true}).bins();
  QCOMPARE(bins.size(), kCalibrationBins);
  QCOMPARE(bins[0].n, std::int64_t{2});
  QCOMPARE(bins[0].observed, 0.5);
  QCOMPARE(bins[0].meanPredicted, 0.05);
  QCOMPARE(bins[1].n, std::int64_t{1});
  QCOMPARE(bins[4].n, std::int64_t{1});
  QCOMPARE(bins[9].n, std::int64_t{1});
}

void CalibrationTest::bins_showEmptyOnesAsNotDefined() {
  const auto bins = Reliability({0.95}, {true}).bins();
  QCOMPARE(bins[3].n, std::int64_t{0});
  QVERIFY(std::isnan(bins[3].observed));
}

void CalibrationTest::error_ofNanIsNan() {
  QVERIFY(std::isnan(Reliability({0.5, std::nan("")}, {true, true}).error({1, 1})));
  QVERIFY(std::isnan(Reliability({0.5}, {true}).error({0})));
}

void CalibrationTest::brier_isScaledAsScikitLearns() {
  COMPARE_NEAR(brierOfRow({0.2, 0.8}, 1), 0.04, 1e-12);
  COMPARE_NEAR(brierOfRow({0.2, 0.8}, 0), 0.64, 1e-12);
  COMPARE_NEAR(brierOfRow({0.5, 0.25, 0.25}, 0), 0.375, 1e-12);
}

TELESOFT_TEST(CalibrationTest)

}  // namespace

#include "calibration_test.moc"
