#include "telesoft/engine/kernels/compute.h"

#include <atomic>
#include <cstring>

#include "kernel_cases.h"

namespace telesoft::engine {

namespace {

/// [5, 7] = [5, 9] [9, 7] with each operand plain or transposed, in wider rows, added or not.
template <class E>
void checkProduct(Shape aShape, Shape bShape, bool add) {
  const std::vector<E> a = randomNumbers<E>(9 * 12, "a");
  const std::vector<E> b = randomNumbers<E>(9 * 12, "b");
  std::vector<E> c = randomNumbers<E>(5 * 8, "c");
  const bool aPlain = aShape == Shape::Plain;
  const bool bPlain = bShape == Shape::Plain;
  std::vector<double> expected = doubles(c);
  for (std::size_t i = 0; i < 5 * 7; ++i) {
    const std::size_t row = i / 7;
    const std::size_t column = i % 7;
    double sum = add ? expected[row * 8 + column] : 0;
    for (std::size_t k = 0; k < 9; ++k) {
      sum += static_cast<double>(toFloat(aPlain ? a[row * 12 + k] : a[k * 12 + row])) *
             static_cast<double>(toFloat(bPlain ? b[k * 12 + column] : b[column * 12 + k]));
    }
    expected[row * 8 + column] = sum;
  }
  multiply(
      Product<E>{aPlain ? View<const E>{a.data(), 5, 9, 12} : View<const E>{a.data(), 9, 5, 12},
                 aShape,
                 bPlain ? View<const E>{b.data(), 9, 7, 12} : View<const E>{b.data(), 7, 9, 12},
                 bShape,
                 {c.data(), 5, 7, 8},
                 add});
  TELESOFT_NEAR(worst(c, expected), kRounding<E>);  // the eighth column is untouched
}

}  // namespace

class ComputeTest : public QObject {
  Q_OBJECT
 private slots:
  void multiply_equalsNaiveLoops() {
    for (const bool add : {false, true}) {
      for (const Shape a : {Shape::Plain, Shape::Transposed}) {
        for (const Shape b : {Shape::Plain, Shape::Transposed}) {
          checkProduct<float>(a, b, add);
          checkProduct<Bf16>(a, b, add);
        }
      }
    }
  }
  void parallel_coversEachNumberOnceInWholeGrains() {
    std::vector<std::atomic<int>> seen(103);
    parallel(103, 10, [&](Range range) {
      QVERIFY(range.begin % 10 == 0 && (range.end % 10 == 0 || range.end == 103));
      for (std::int64_t i = range.begin; i < range.end; ++i) {
        ++seen[static_cast<std::size_t>(i)];
      }
    });
    QVERIFY(
        std::all_of(seen.begin(), seen.end(), [](const std::atomic<int>& n) { return n == 1; }));
    parallel(0, 10, [](Range) { QFAIL("nothing to do"); });
  }
  void setThreads_isWhatThreadCountGives() {
    const std::int64_t before = threadCount();
    setThreads(1);
    QCOMPARE(threadCount(), std::int64_t{1});
    setThreads(before);
    QCOMPARE(threadCount(), before);
  }
  void waitAsleep_leavesAProgramThatIsToldHowToWait() {
    qputenv("GOMP_SPINCOUNT", "5");
    waitAsleep(nullptr);  // would fail to start again without arguments
    QCOMPARE(qgetenv("GOMP_SPINCOUNT"), QByteArray("5"));
    qunsetenv("GOMP_SPINCOUNT");
  }
  void buffer_keepsItsContentWhenItNeedNotGrow() {
    Buffer<float> buffer(8);
    buffer[3] = 7;
    float* data = buffer.data();
    QCOMPARE(buffer.resize(4), data);
    QCOMPARE(buffer[3], 7.0F);
    Buffer<float> moved = std::move(buffer);
    QCOMPARE(moved.data(), data);
    QCOMPARE(moved.size(), std::int64_t{4});
  }
};

TELESOFT_TEST(ComputeTest)

}  // namespace telesoft::engine

#include "compute_test.moc"
