#include "telesoft/deploy/gateway/latency_histogram.h"

#include <algorithm>
#include <cmath>

#include "telesoft/base/rng.h"

#include "support/test_case.h"

namespace {

using telesoft::deploy::LatencyHistogram;

class LatencyHistogramTest : public QObject {
  Q_OBJECT
 private slots:
  void percentile_isWithinFivePerCentOfTheSortedValue();
  void percentile_ofNothingIsUndefined();
  void percentile_keepsWhatIsOutOfRange();
  void add_putsTwoTogether();
};

void LatencyHistogramTest::percentile_isWithinFivePerCentOfTheSortedValue() {
  telesoft::base::Rng rng(1, "latencies");
  LatencyHistogram histogram;
  std::vector<double> values;
  for (int i = 0; i < 20000; ++i) {
    values.push_back(std::pow(10, rng.uniform() * 5 - 1.5));  // 0.03 ms to 3 s
    histogram.add(values.back());
  }
  std::sort(values.begin(), values.end());
  for (const double share : {.01, .5, .9, .95, .99, .999, 1.0}) {
    const double exact = values[static_cast<size_t>(std::ceil(share * 20000)) - 1];
    const double error = std::abs(histogram.percentile(share) / exact - 1);
    QVERIFY2(error < .05, qPrintable(QString("%1: %2").arg(share).arg(error)));
  }
}

void LatencyHistogramTest::percentile_ofNothingIsUndefined() {
  QVERIFY(std::isnan(LatencyHistogram().percentile(.5)));
}

void LatencyHistogramTest::percentile_keepsWhatIsOutOfRange() {
  LatencyHistogram histogram;
  histogram.add(0);
  histogram.add(1e9);
  QVERIFY(histogram.percentile(.5) < .011);
  QVERIFY(histogram.percentile(1) > 9e4);
}

void LatencyHistogramTest::add_putsTwoTogether() {
  LatencyHistogram a, b;
  a.add(1);
  b.add(100);
  b.add(100);
  a.add(b);
  QVERIFY(a.percentile(.5) > 90);
  QVERIFY(a.percentile(.3) < 1.1);
}

TELESOFT_TEST(LatencyHistogramTest)

}  // namespace

#include "latency_histogram_test.moc"
