// Products of bf16 weights in panels, through the layer that uses them.
#include <cmath>

#include "telesoft/base/rng.h"
#include "telesoft/engine/models/linear.h"

#include "support/test_case.h"

namespace telesoft::engine {

namespace {

void fillRandom(Buffer<Bf16>& out, std::int64_t count, const char* name) {
  base::Rng rng(1, name);
  out.resize(count);
  for (std::int64_t i = 0; i < count; ++i) {
    out[i] = fromFloat<Bf16>(static_cast<float>(rng.normal()));
  }
}

std::vector<float> outputsOf(const Linear<Bf16>& linear,
                             const Buffer<Bf16>& x,
                             std::int64_t rows,
                             Range outputs) {
  Buffer<Bf16> padded;
  std::copy_n(x.data(), rows * linear.in, room(padded, rows, linear.in));
  Buffer<Bf16> y;
  const std::int64_t columns = outputs.end - outputs.begin;
  Linear<Bf16>::Tape tape;
  linear.forward({padded.data(), rows, outputs, {}}, room(y, rows, columns), tape);
  std::vector<float> out;
  for (std::int64_t i = 0; i < rows * columns; ++i) {
    out.push_back(toFloat(y[i]));
  }
  return out;
}

}  // namespace

class PanelProductTest : public QObject {
  Q_OBJECT
 private slots:
  void product_isThatOfDoubles_data() {
    QTest::addColumn<int>("rows");
    QTest::addColumn<int>("in");
    QTest::addColumn<int>("begin");
    QTest::addColumn<int>("end");
    QTest::newRow("one row") << 1 << 64 << 0 << 96;
    QTest::newRow("several blocks of rows") << 600 << 384 << 0 << 96;
    QTest::newRow("a part of the outputs") << 70 << 96 << 32 << 96;
  }
  void product_isThatOfDoubles() {
    QFETCH(int, rows);
    QFETCH(int, in);
    QFETCH(int, begin);
    QFETCH(int, end);
    Linear<Bf16> linear;
    linear.in = in;
    linear.out = 96;
    fillRandom(linear.weight, 96 * in, "weight");
    Buffer<Bf16> x;
    fillRandom(x, rows * in, "x");
    std::vector<double> expected;
    for (int r = 0; r < rows; ++r) {
      for (int n = begin; n < end; ++n) {
        double sum = 0;
        for (int k = 0; k < in; ++k) {
          sum += static_cast<double>(toFloat(x[r * in + k])) *
                 static_cast<double>(toFloat(linear.weight[n * in + k]));
        }
        expected.push_back(sum);
      }
    }
    linear.fixForInference();
    const auto y = outputsOf(linear, x, rows, {begin, end});
    QCOMPARE(y.size(), expected.size());
    for (size_t i = 0; i < y.size(); ++i) {
      const double most = 0.005 * std::abs(expected[i]) + 1e-3;  // half a bf16 step, and the sum's
      QVERIFY2(std::abs(static_cast<double>(y[i]) - expected[i]) < most,
               (std::to_string(y[i]) + " " + std::to_string(expected[i])).c_str());
    }
  }

  void product_ofARowIsTheSameInEveryBatch() {
    Linear<Bf16> linear;
    linear.in = 384;
    linear.out = 128;
    fillRandom(linear.weight, 128 * 384, "weight");
    Buffer<Bf16> x;
    fillRandom(x, 1000 * 384, "x");
    linear.fixForInference();
    if (kernelTable().panelProduct == nullptr) {
      QSKIP("the processor has no bf16 products");
    }
    const auto all = outputsOf(linear, x, 1000, linear.all());
    for (const std::int64_t rows : {1, 63, 64, 300}) {
      const auto some = outputsOf(linear, x, rows, linear.all());
      QVERIFY(std::equal(some.begin(), some.end(), all.begin()));
    }
  }

  void sizes_thatDoNotFitAreMultipliedAsBefore() {
    Linear<Bf16> linear;
    linear.in = 24;
    linear.out = 40;
    fillRandom(linear.weight, 24 * 40, "weight");
    Buffer<Bf16> x;
    fillRandom(x, 5 * 24, "x");
    const auto before = outputsOf(linear, x, 5, linear.all());
    linear.fixForInference();
    QCOMPARE(outputsOf(linear, x, 5, linear.all()), before);
  }
};

TELESOFT_TEST(PanelProductTest)

}  // namespace telesoft::engine

#include "panel_product_test.moc"
