#include "telesoft/engine/models/calibration.h"

#include <algorithm>
#include <cmath>

#include "telesoft/base/rng.h"

#include "support/test_case.h"

namespace telesoft::engine {

namespace {

struct Rows {
  Probabilities probabilities;
  std::vector<std::int64_t> labels;
};

/// Three classes; labels are drawn from softmax(logits / truth), so that `truth` is the answer.
Rows drawn(std::int64_t count, double truth, std::uint64_t seed) {
  base::Rng rng(seed, "calibration");
  Rows out;
  for (std::int64_t i = 0; i < count; ++i) {
    std::vector<float> logits;
    for (int c = 0; c < 3; ++c) {
      logits.push_back(static_cast<float>(3 * rng.normal()));
    }
    out.probabilities.push_back(softmax(logits.data(), 3));
    std::vector<double> honest = out.probabilities.back();
    applyTemperature(honest, truth);
    const double u = rng.uniform();
    out.labels.push_back(u < honest[0] ? 0 : u < honest[0] + honest[1] ? 1 : 2);
  }
  return out;
}

}  // namespace

class CalibrationTest : public QObject {
  Q_OBJECT
 private slots:
  /// Two classes, odds 9:1 for the first in every row, right in 30 of 40 rows: calibrated odds are
  /// 3:1, so that 9^(1/T) = 3 and T = 2.
  void fit_findsTheClosedAnswer() {
    const Probabilities p(40, {0.9, 0.1});
    std::vector<std::int64_t> labels(40, 0);
    std::fill(labels.begin() + 30, labels.end(), 1);
    const Calibration fitted = fitTemperature(p, labels);
    QVERIFY2(std::abs(fitted.temperature - 2) < 1e-5, std::to_string(fitted.temperature).c_str());
    QCOMPARE(fitted.rows, 40);
    std::vector<double> one = p[0];
    applyTemperature(one, fitted.temperature);
    QVERIFY(std::abs(one[0] - 0.75) < 1e-6);
  }

  void fit_isTheBestOfAFineGrid_data() {
    QTest::addColumn<double>("truth");
    QTest::newRow("overconfident") << 2.5;
    QTest::newRow("right") << 1.0;
    QTest::newRow("underconfident") << 0.4;
  }
  void fit_isTheBestOfAFineGrid() {
    QFETCH(double, truth);
    const Rows rows = drawn(2000, truth, 5);
    double best = 1;
    for (double logT = std::log(0.05); logT <= std::log(20.0); logT += 1e-3) {
      if (meanLogLoss(rows.probabilities, rows.labels, std::exp(logT)) <
          meanLogLoss(rows.probabilities, rows.labels, best)) {
        best = std::exp(logT);
      }
    }
    const Calibration fitted = fitTemperature(rows.probabilities, rows.labels);
    QVERIFY2(std::abs(std::log(fitted.temperature / best)) <= 1e-3,
             (std::to_string(fitted.temperature) + " " + std::to_string(best)).c_str());
    QVERIFY2(std::abs(std::log(fitted.temperature / truth)) < 0.15,
             std::to_string(fitted.temperature).c_str());
  }

  void fit_keepsEveryAnswerAndNeverWorsensTheLoss() {
    for (const std::uint64_t seed : {1U, 2U, 3U, 4U}) {
      const Rows rows = drawn(60, 0.3 + static_cast<double>(seed), seed);
      const Calibration fitted = fitTemperature(rows.probabilities, rows.labels);
      QCOMPARE(fitted.rows, 60);
      QVERIFY(meanLogLoss(rows.probabilities, rows.labels, fitted.temperature) <=
              meanLogLoss(rows.probabilities, rows.labels, 1) + 1e-12);
      for (std::vector<double> p : rows.probabilities) {
        const auto first = std::max_element(p.begin(), p.end()) - p.begin();
        applyTemperature(p, fitted.temperature);
        QCOMPARE(std::max_element(p.begin(), p.end()) - p.begin(), first);
        QVERIFY(std::abs(p[0] + p[1] + p[2] - 1) < 1e-12);
      }
    }
  }

  void fit_isNoneOnFewRowsAndOnRowsThatAreAllRight() {
    const Rows rows = drawn(29, 2, 7);
    QCOMPARE(fitTemperature(rows.probabilities, rows.labels).rows, 0);
    const Probabilities sure(50, {0.8, 0.2});
    const Calibration none = fitTemperature(sure, std::vector<std::int64_t>(50, 0));
    QCOMPARE(none.rows, 0);
    QCOMPARE(none.temperature, 1.0);
  }

  void fit_bearsProbabilitiesOfZero() {
    Probabilities p(40, {1.0, 0.0});
    std::vector<std::int64_t> labels(40, 0);
    labels[3] = 1;  // infinitely sure, and wrong
    const Calibration fitted = fitTemperature(p, labels);
    QVERIFY2(fitted.temperature > 19.9 && fitted.temperature <= 20,
             std::to_string(fitted.temperature).c_str());
    applyTemperature(p[0], fitted.temperature);
    QVERIFY(p[0][0] > 0.999 && std::isfinite(p[0][1]));
  }
};

TELESOFT_TEST(CalibrationTest)

}  // namespace telesoft::engine

#include "calibration_test.moc"
