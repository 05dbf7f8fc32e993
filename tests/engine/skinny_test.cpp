// The three thin products of LoRA, against loops in doubles.
#include "telesoft/engine/kernels/table.h"

#include "kernel_cases.h"

namespace telesoft::engine {

namespace {

constexpr std::int64_t kRows = 11;
constexpr std::int64_t kColumns = 75;
constexpr std::int64_t kStride = 80;  // x stands in wider rows
constexpr std::int64_t kRank = 16;
constexpr std::int64_t kThin = 24;  // so do the rank vectors

std::size_t at(std::int64_t i) {
  return static_cast<std::size_t>(i);
}

template <class E>
struct SkinnyCase {
  std::vector<E> x = randomNumbers<E>(kRows * kStride, "x");
  std::vector<float> thin = randomNumbers<float>(kRows * kThin, "thin");
  std::vector<float> factor = randomNumbers<float>(kRank * kColumns, "factor");
  DropCase drop{kRows};

  Skinny<E> call(bool drops) {
    return {x.data(), kStride,       kColumns, kRows, thin.data(),
            kThin,    factor.data(), kRank,    0.75F, drops ? drop.drop : Drop{}};
  }
  /// Calls body(row, rank, column, x with dropout, the mask).
  template <class Body>
  void each(bool drops, Body body) const {
    for (std::int64_t row = 0; row < kRows; ++row) {
      for (std::int64_t r = 0; r < kRank; ++r) {
        for (std::int64_t c = 0; c < kColumns; ++c) {
          const double mask = drops ? keptAt(drop.drop, row, c) : 1.0;
          body(row, r, c, static_cast<double>(toFloat(x[at(row * kStride + c)])) * mask, mask);
        }
      }
    }
  }
};

template <class E>
struct Down {
  void operator()(const RowKernels<E>& k) const {
    for (const bool drops : {false, true}) {
      SkinnyCase<E> c;
      std::vector<double> expected = doubles(c.thin);
      for (std::int64_t i = 0; i < kRows * kRank; ++i) {
        expected[at(i / kRank * kThin + i % kRank)] = 0;
      }
      c.each(drops, [&](std::int64_t row, std::int64_t r, std::int64_t col, double value, double) {
        expected[at(row * kThin + r)] +=
            0.75 * value * static_cast<double>(c.factor[at(r * kColumns + col)]);
      });
      k.skinnyDown(c.call(drops), {0, 6});
      k.skinnyDown(c.call(drops), {6, kRows});
      TELESOFT_NEAR(worst(c.thin, expected), 2e-6);
    }
  }
};

template <class E>
struct Up {
  void operator()(const RowKernels<E>& k) const {
    for (const bool drops : {false, true}) {
      SkinnyCase<E> c;
      std::vector<double> expected = doubles(c.x);
      c.each(drops, [&](std::int64_t row, std::int64_t r, std::int64_t col, double, double mask) {
        expected[at(row * kStride + col)] += 0.75 * mask *
                                             static_cast<double>(c.thin[at(row * kThin + r)]) *
                                             static_cast<double>(c.factor[at(r * kColumns + col)]);
      });
      k.skinnyUp(c.call(drops), {0, kRows});
      TELESOFT_NEAR(worst(c.x, expected), kRounding<E>);
    }
  }
};

template <class E>
struct Outer {
  void operator()(const RowKernels<E>& k) const {
    for (const bool drops : {false, true}) {
      SkinnyCase<E> c;
      std::vector<double> expected = doubles(c.factor);
      c.each(drops, [&](std::int64_t row, std::int64_t r, std::int64_t col, double value, double) {
        expected[at(r * kColumns + col)] +=
            0.75 * value * static_cast<double>(c.thin[at(row * kThin + r)]);
      });
      k.skinnyOuter(c.call(drops), {0, 32});
      k.skinnyOuter(c.call(drops), {32, kColumns});
      TELESOFT_NEAR(worst(c.factor, expected), 2e-6);
    }
  }
};

}  // namespace

class SkinnyTest : public QObject {
  Q_OBJECT
 private slots:
  void down_equalsNaiveLoops_data() { addKernelRows(); }
  void down_equalsNaiveLoops() { runKernelRow<Down>(); }
  void up_equalsNaiveLoops_data() { addKernelRows(); }
  void up_equalsNaiveLoops() { runKernelRow<Up>(); }
  void outer_equalsNaiveLoops_data() { addKernelRows(); }
  void outer_equalsNaiveLoops() { runKernelRow<Outer>(); }
};

TELESOFT_TEST(SkinnyTest)

}  // namespace telesoft::engine

#include "skinny_test.moc"
