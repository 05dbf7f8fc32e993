#include "telesoft/base/rng.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "support/test_case.h"

namespace {

using namespace telesoft::base;

class RngTest : public QObject {
  Q_OBJECT
 private slots:
  void rng_drawsThePublishedSequence();
  void rng_givesEachNameItsOwnStream();
  void rng_restoresItsState();
  void below_isUniform();
  void normal_hasItsMoments();
  void shuffle_keepsEveryItem();
};

void RngTest::rng_drawsThePublishedSequence() {
  // xoshiro256** from the state {1, 2, 3, 4}: the reference implementation's first draws
  // (rand_xoshiro test vectors).
  Rng rng(0, "");
  rng.restore({1, 2, 3, 4});
  const std::uint64_t expected[] = {11520ULL, 0ULL, 1509978240ULL, 1215971899390074240ULL,
                                    1216172134540287360ULL};
  for (const std::uint64_t value : expected) {
    QCOMPARE(rng.next(), value);
  }
}

void RngTest::rng_givesEachNameItsOwnStream() {
  QCOMPARE(Rng(7, "split").next(), Rng(7, "split").next());
  QVERIFY(Rng(7, "split").next() != Rng(7, "batches").next());
  QVERIFY(Rng(7, "split").next() != Rng(8, "split").next());
}

void RngTest::rng_restoresItsState() {
  Rng rng(3, "x");
  static_cast<void>(rng.next());
  const Rng::State state = rng.state();
  const std::uint64_t next = rng.next();
  rng.restore(state);
  QCOMPARE(rng.next(), next);
}

void RngTest::below_isUniform() {
  Rng rng(11, "dice");
  std::array<int, 6> counts{};
  for (int i = 0; i < 60000; ++i) {
    ++counts[rng.below(6)];
  }
  double chiSquare = 0;
  for (const int count : counts) {
    chiSquare += (count - 10000.0) * (count - 10000.0) / 10000.0;
  }
  QVERIFY2(chiSquare < 20.5,
           qPrintable(QString::number(chiSquare)));  // 5 degrees of freedom, p = .001
}

void RngTest::normal_hasItsMoments() {
  Rng rng(5, "noise");
  double sum = 0, squares = 0;
  constexpr int kCount = 100000;
  for (int i = 0; i < kCount; ++i) {
    const double draw = rng.normal();
    sum += draw;
    squares += draw * draw;
  }
  QVERIFY2(std::abs(sum / kCount) < 0.015, qPrintable(QString::number(sum / kCount)));
  QVERIFY2(std::abs(squares / kCount - 1) < 0.02, qPrintable(QString::number(squares / kCount)));
}

void RngTest::shuffle_keepsEveryItem() {
  std::vector<int> items(100);
  std::iota(items.begin(), items.end(), 0);
  const std::vector<int> before = items;
  Rng(1, "order").shuffle(items);
  QVERIFY(items != before);
  std::sort(items.begin(), items.end());
  QCOMPARE(items, before);
}

TELESOFT_TEST(RngTest)

}  // namespace

#include "rng_test.moc"
