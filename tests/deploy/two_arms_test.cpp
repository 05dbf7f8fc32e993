#include "telesoft/deploy/release/two_arms.h"

#include <cmath>

#include "support/test_case.h"

namespace {

using namespace telesoft;
using deploy::differenceOfShares;
using deploy::sampleRatioP;

class TwoArmsTest : public QObject {
  Q_OBJECT
 private slots:
  void differenceOfShares_isNewcombes_data();
  void differenceOfShares_isNewcombes();
  void differenceOfShares_isNotDefinedWithoutAnArm();
  void sampleRatio_isChiSquare_data();
  void sampleRatio_isChiSquare();
  void sampleRatio_saysNothingOfFew();
};

// From tests/oracles/release_oracle.py, statsmodels 0.15.0.
void TwoArmsTest::differenceOfShares_isNewcombes_data() {
  QTest::addColumn<QList<int>>("counts");
  QTest::addColumn<double>("low");
  QTest::addColumn<double>("high");
  QTest::newRow("56/70 - 48/80") << QList<int>{56, 70, 48, 80} << 0.05243147240236498
                                 << 0.33387265403690614;
  QTest::newRow("9/10 - 3/10") << QList<int>{9, 10, 3, 10} << 0.1705227239345029
                               << 0.809017973535488;
  QTest::newRow("0/40 - 0/60") << QList<int>{0, 40, 0, 60} << -0.060171852142089886
                               << 0.08762160119728668;
  QTest::newRow("5/500 - 25/480") << QList<int>{5, 500, 25, 480} << -0.0664364431571827
                                  << -0.020911172467174447;
  QTest::newRow("10/10 - 0/20") << QList<int>{10, 10, 0, 20} << 0.6790860371419145 << 1.0;
}

void TwoArmsTest::differenceOfShares_isNewcombes() {
  QFETCH(QList<int>, counts);
  QFETCH(double, low);
  QFETCH(double, high);
  const auto d = differenceOfShares({counts[0], counts[1]}, {counts[2], counts[3]});
  QVERIFY2(std::abs(d.low - low) < 1e-9, QByteArray::number(d.low, 'g', 12));
  QVERIFY2(std::abs(d.high - high) < 1e-9, QByteArray::number(d.high, 'g', 12));
  QCOMPARE(d.n, std::int64_t{counts[1] + counts[3]});
}

void TwoArmsTest::differenceOfShares_isNotDefinedWithoutAnArm() {
  QVERIFY(std::isnan(differenceOfShares({0, 0}, {3, 10}).value));
  QVERIFY(std::isnan(differenceOfShares({3, 10}, {0, 0}).low));
}

// From tests/oracles/release_oracle.py, scipy 1.17.1.
void TwoArmsTest::sampleRatio_isChiSquare_data() {
  QTest::addColumn<int>("stable");
  QTest::addColumn<int>("candidate");
  QTest::addColumn<double>("percent");
  QTest::addColumn<double>("p");
  QTest::newRow("as asked") << 760 << 240 << 25.0 << 0.4652088184521417;
  QTest::newRow("too many") << 700 << 300 << 25.0 << 0.0002607296328553165;
  QTest::newRow("half") << 495 << 505 << 50.0 << 0.7518296340458492;
  QTest::newRow("nine per cent") << 9000 << 1000 << 9.0 << 0.00047533723153762874;
}

void TwoArmsTest::sampleRatio_isChiSquare() {
  QFETCH(int, stable);
  QFETCH(int, candidate);
  QFETCH(double, percent);
  QFETCH(double, p);
  const double got = sampleRatioP(stable, candidate, percent);
  QVERIFY2(std::abs(got - p) < 1e-9, QByteArray::number(got, 'g', 12));
}

void TwoArmsTest::sampleRatio_saysNothingOfFew() {
  QVERIFY(std::isnan(sampleRatioP(0, 0, 50)));
  QVERIFY(std::isnan(sampleRatioP(99, 0, 1)));  // one is expected
  QVERIFY(std::isnan(sampleRatioP(0, 500, 100)));
  QVERIFY(sampleRatioP(0, 500, 50) < 1e-9);
}

TELESOFT_TEST(TwoArmsTest)

}  // namespace

#include "two_arms_test.moc"
