#include "telesoft/engine/kernels/table.h"

#include "kernel_cases.h"

namespace telesoft::engine {

namespace {

constexpr std::int64_t kRows = 13;
constexpr std::int64_t kColumns = 41;  // no multiple of any register
constexpr float kEpsilon = 1e-5F;

std::size_t at(std::int64_t i) {
  return static_cast<std::size_t>(i);
}

/// A bias and a LoRA piece over columns 8..32, and y + both by hand.
template <class E>
struct FinishCase {
  std::vector<float> bias = randomNumbers<float>(kColumns, "bias");
  std::vector<float> down = randomNumbers<float>(kRows * 8, "down");
  std::vector<float> up = randomNumbers<float>(8 * 24, "up");
  LoraUp piece{down.data(), 8, up.data(), 8, 8, 24, 0.5F};
  Finish finish{bias.data(), &piece, 1};
  std::vector<E> y = randomNumbers<E>(kRows * kColumns, "y");

  [[nodiscard]] std::vector<double> expected() const {
    std::vector<double> out = doubles(y);
    for (std::int64_t i = 0; i < kRows * kColumns; ++i) {
      const std::int64_t row = i / kColumns;
      const std::int64_t column = i % kColumns;
      out[at(i)] += static_cast<double>(bias[at(column)]);
      for (std::int64_t r = 0; r < 8 && column >= 8 && column < 32; ++r) {
        out[at(i)] += 0.5 * static_cast<double>(down[at(row * 8 + r)]) *
                      static_cast<double>(up[at(r * 24 + column - 8)]);
      }
    }
    return out;
  }
};

double gelu(double x) {
  return 0.5 * x * (1 + std::erf(x / std::sqrt(2.0)));
}
double geluSlope(double x) {
  return 0.5 * (1 + std::erf(x / std::sqrt(2.0))) +
         x * std::exp(-0.5 * x * x) / std::sqrt(2 * M_PI);
}

template <class E>
struct FinishAndGelu {
  void operator()(const RowKernels<E>& k) const {
    const FinishCase<E> c;
    std::vector<E> y = c.y;
    k.finish(y.data(), kColumns, c.finish, {0, kRows});
    TELESOFT_NEAR(worst(y, c.expected()), kRounding<E>);
    std::vector<E> h = c.y;
    std::vector<E> g(h.size());
    k.gelu(h.data(), g.data(), kColumns, c.finish, {0, kRows});
    TELESOFT_NEAR(worst(h, c.expected()), kRounding<E>);
    std::vector<double> activated = c.expected();
    for (double& x : activated) {
      x = gelu(x);
    }
    TELESOFT_NEAR(worst(g, activated), kRounding<E>);
    const std::vector<E> dg = randomNumbers<E>(kRows * kColumns, "dg");
    std::vector<E> dh = dg;
    k.geluBackward(h.data(), dh.data(), kColumns, {0, kRows});
    std::vector<double> slope = doubles(h);
    for (std::size_t i = 0; i < slope.size(); ++i) {
      slope[i] = geluSlope(slope[i]) * static_cast<double>(toFloat(dg[i]));
    }
    TELESOFT_NEAR(worst(dh, slope), kRounding<E>);
  }
};

/// Layer norm over one row, forward and backward, in doubles.
struct NormRow {
  double mean = 0, inverse = 0;
  explicit NormRow(const double* z) {
    for (std::int64_t c = 0; c < kColumns; ++c) {
      mean += z[c] / kColumns;
    }
    double variance = 0;
    for (std::int64_t c = 0; c < kColumns; ++c) {
      variance += (z[c] - mean) * (z[c] - mean) / kColumns;
    }
    inverse = 1 / std::sqrt(variance + static_cast<double>(kEpsilon));
  }
};

template <class E>
struct NormCase {
  std::vector<float> gamma = randomNumbers<float>(kColumns, "gamma");
  std::vector<float> beta = randomNumbers<float>(kColumns, "beta");
  std::vector<E> residual = randomNumbers<E>(kRows * kColumns, "residual");
  FinishCase<E> finish;
  DropCase drop{kRows};
  std::vector<E> z = finish.y;
  std::vector<E> out = std::vector<E>(z.size());
  std::vector<float> stats = std::vector<float>(2 * kRows);

  NormForward<E> call() {
    return {z.data(),    residual.data(), finish.finish, drop.drop,    gamma.data(),
            beta.data(), kEpsilon,        out.data(),    stats.data(), kColumns};
  }
  [[nodiscard]] std::vector<double> sums() const {
    std::vector<double> sum = finish.expected();
    for (std::int64_t i = 0; i < kRows * kColumns; ++i) {
      sum[at(i)] = sum[at(i)] * keptAt(drop.drop, i / kColumns, i % kColumns) +
                   static_cast<double>(toFloat(residual[at(i)]));
    }
    return sum;
  }
};

template <class E>
struct NormIsTheSame {
  void operator()(const RowKernels<E>& k) const {
    NormCase<E> c;
    const NormForward<E> call = c.call();
    k.normForward(call, {0, kRows});
    std::vector<double> z = c.sums();
    TELESOFT_NEAR(worst(c.z, z), kRounding<E>);
    std::vector<double> out(z.size());
    for (std::int64_t i = 0; i < kRows * kColumns; ++i) {
      const NormRow row(z.data() + i / kColumns * kColumns);
      out[at(i)] =
          (z[at(i)] - row.mean) * row.inverse * static_cast<double>(c.gamma[at(i % kColumns)]) +
          static_cast<double>(c.beta[at(i % kColumns)]);
    }
    TELESOFT_NEAR(worst(c.out, out), 2 * kRounding<E>);
  }
};

template <class E>
struct NormGradients {
  void operator()(const RowKernels<E>& k) const {
    NormCase<E> c;
    k.normForward(c.call(), {0, kRows});
    const std::vector<E> dy = randomNumbers<E>(kRows * kColumns, "dy");
    std::vector<E> dz(dy.size());
    std::vector<E> branch(dy.size());
    k.normBackward({dy.data(), c.z.data(), c.stats.data(), c.gamma.data(), c.drop.drop, dz.data(),
                    branch.data(), kColumns},
                   {0, kRows});
    std::vector<float> dGamma(kColumns, 1.0F);  // added to what is there
    std::vector<float> dBeta(kColumns, 1.0F);
    k.normGrads(
        {dy.data(), c.z.data(), c.stats.data(), dGamma.data(), dBeta.data(), kRows, kColumns},
        {0, kColumns});
    std::vector<double> gammas(kColumns, 1.0);
    std::vector<double> betas(kColumns, 1.0);
    std::vector<double> dzs(dy.size());
    std::vector<double> branches(dy.size());
    const std::vector<double> z = doubles(c.z);
    const std::vector<double> g = doubles(dy);
    for (std::int64_t r = 0; r < kRows; ++r) {
      const NormRow row(z.data() + r * kColumns);
      double plain = 0;
      double along = 0;
      for (std::int64_t col = 0; col < kColumns; ++col) {
        const std::int64_t i = r * kColumns + col;
        const double unit = (z[at(i)] - row.mean) * row.inverse;
        betas[at(col)] += g[at(i)];
        gammas[at(col)] += g[at(i)] * unit;
        plain += g[at(i)] * static_cast<double>(c.gamma[at(col)]) / kColumns;
        along += g[at(i)] * static_cast<double>(c.gamma[at(col)]) * unit / kColumns;
      }
      for (std::int64_t col = 0; col < kColumns; ++col) {
        const std::int64_t i = r * kColumns + col;
        const double unit = (z[at(i)] - row.mean) * row.inverse;
        dzs[at(i)] =
            (g[at(i)] * static_cast<double>(c.gamma[at(col)]) - plain - unit * along) * row.inverse;
        branches[at(i)] = dzs[at(i)] * keptAt(c.drop.drop, r, col);
      }
    }
    const double limit = sizeof(E) == 2 ? 0.02 : 1e-5;  // bf16: z was rounded after the statistics
    TELESOFT_NEAR(worst(dz, dzs), limit);
    TELESOFT_NEAR(worst(branch, branches), limit);
    TELESOFT_NEAR(worst(dGamma, gammas), limit);
    TELESOFT_NEAR(worst(dBeta, betas), 1e-6);
  }
};

template <class E>
struct EmbedIsTheSame {
  void operator()(const RowKernels<E>& k) const {
    const std::vector<float> words = randomNumbers<float>(9 * kColumns, "words");
    const std::vector<float> places = randomNumbers<float>(kRows * kColumns, "places");
    const std::vector<float> type = randomNumbers<float>(kColumns, "type");
    const std::vector<float> gamma = randomNumbers<float>(kColumns, "gamma");
    const std::vector<float> beta = randomNumbers<float>(kColumns, "beta");
    std::vector<std::int32_t> ids;
    std::vector<std::int32_t> positions;
    for (std::int32_t i = 0; i < kRows; ++i) {
      ids.push_back(i * 5 % 9);
      positions.push_back(static_cast<std::int32_t>(kRows) - 1 - i);
    }
    const DropCase drop(kRows);
    std::vector<E> out(at(kRows * kColumns));
    k.embed({ids.data(), positions.data(), words.data(), places.data(), type.data(), gamma.data(),
             beta.data(), kEpsilon, drop.drop, nullptr, nullptr, out.data(), kColumns},
            {0, kRows});
    std::vector<double> expected;
    for (std::int64_t r = 0; r < kRows; ++r) {
      std::vector<double> z;
      for (std::int64_t c = 0; c < kColumns; ++c) {
        z.push_back(static_cast<double>(words[at(ids[at(r)] * kColumns + c)]) +
                    static_cast<double>(places[at(positions[at(r)] * kColumns + c)]) +
                    static_cast<double>(type[at(c)]));
      }
      const NormRow row(z.data());
      for (std::int64_t c = 0; c < kColumns; ++c) {
        expected.push_back(
            ((z[at(c)] - row.mean) * row.inverse * static_cast<double>(gamma[at(c)]) +
             static_cast<double>(beta[at(c)])) *
            keptAt(drop.drop, r, c));
      }
    }
    TELESOFT_NEAR(worst(out, expected), kRounding<E>);
  }
};

template <class E>
struct SmallKernels {
  void operator()(const RowKernels<E>& k) const {
    const std::vector<E> x = randomNumbers<E>(kRows * kColumns, "x");
    std::vector<float> sums(kColumns, 2.0F);
    k.columnSums(x.data(), kRows, kColumns, sums.data(), {0, 32});
    k.columnSums(x.data(), kRows, kColumns, sums.data(), {32, kColumns});
    std::vector<double> expected(kColumns, 2.0);
    const DropCase drop(kRows);
    std::vector<E> masked = x;
    k.mask(masked.data(), kColumns, drop.drop, {0, kRows});
    std::vector<double> kept = doubles(x);
    for (std::int64_t i = 0; i < kRows * kColumns; ++i) {
      expected[at(i % kColumns)] += static_cast<double>(toFloat(x[at(i)]));
      kept[at(i)] *= keptAt(drop.drop, i / kColumns, i % kColumns);
    }
    TELESOFT_NEAR(worst(sums, expected), 2e-6);
    TELESOFT_NEAR(worst(masked, kept), kRounding<E>);
    const std::vector<float> floats = randomNumbers<float>(kColumns, "floats");
    std::vector<E> converted(kColumns);
    k.fromFloats(floats.data(), converted.data(), {0, 17});
    k.fromFloats(floats.data(), converted.data(), {17, kColumns});
    for (std::size_t i = 0; i < floats.size(); ++i) {
      QCOMPARE(toFloat(converted[i]), toFloat(fromFloat<E>(floats[i])));
    }
  }
};

}  // namespace

class KernelTableTest : public QObject {
  Q_OBJECT
 private slots:
  void kernelTable_picksOneThatTheCpuHas() {
    const auto all = tablesHere();
    QCOMPARE(QString::fromLatin1(kernelTable().name), QString::fromLatin1(all.back()->name));
  }
  void bf16_roundsToNearestEven() {
    QCOMPARE(toFloat(fromFloat<Bf16>(1.0F)), 1.0F);
    QCOMPARE(toFloat(fromFloat<Bf16>(1.0F + 1.0F / 256)), 1.0F);               // a tie, to even
    QCOMPARE(toFloat(fromFloat<Bf16>(1.0F + 3.0F / 256)), 1.0F + 4.0F / 256);  // a tie, to even
    QCOMPARE(toFloat(fromFloat<Bf16>(-3.14159274F)), -3.140625F);
  }
  void finishAndGelu_equalNaiveLoops_data() { addKernelRows(); }
  void finishAndGelu_equalNaiveLoops() { runKernelRow<FinishAndGelu>(); }
  void normForward_equalsNaiveLoops_data() { addKernelRows(); }
  void normForward_equalsNaiveLoops() { runKernelRow<NormIsTheSame>(); }
  void normBackward_equalsNaiveLoops_data() { addKernelRows(); }
  void normBackward_equalsNaiveLoops() { runKernelRow<NormGradients>(); }
  void embed_equalsNaiveLoops_data() { addKernelRows(); }
  void embed_equalsNaiveLoops() { runKernelRow<EmbedIsTheSame>(); }
  void sumsMasksAndConversion_equalNaiveLoops_data() { addKernelRows(); }
  void sumsMasksAndConversion_equalNaiveLoops() { runKernelRow<SmallKernels>(); }

  void dropout_dropsItsShare() {
    DropCase drop(2000, 0.1);
    std::int64_t kept = 0;
    for (std::int64_t i = 0; i < 2000 * 384; ++i) {
      kept += keptAt(drop.drop, i / 384, i % 384) > 0 ? 1 : 0;
    }
    const double share = static_cast<double>(kept) / (2000 * 384);
    TELESOFT_NEAR(std::abs(share - 0.9), 0.002);  // 5.8 standard errors of independent draws
  }

  void adam_equalsDoubles() {
    const std::vector<float> gradient = randomNumbers<float>(kColumns, "gradient");
    for (const KernelTable* table : tablesHere()) {
      std::vector<float> value = randomNumbers<float>(kColumns, "value");
      std::vector<float> first = randomNumbers<float>(kColumns, "first");
      std::vector<float> second(kColumns, 0.25F);
      std::vector<double> expected;
      for (std::size_t i = 0; i < value.size(); ++i) {
        const double g = 0.5 * static_cast<double>(gradient[i]);
        const double m = 0.9 * static_cast<double>(first[i]) + 0.1 * g;
        const double v = 0.999 * 0.25 + 0.001 * g * g;
        expected.push_back(static_cast<double>(value[i]) * (1 - 0.01 * 0.1) -
                           0.01 / 0.19 * m / (std::sqrt(v) / 0.04 + 1e-8));
      }
      table->adam({value.data(), gradient.data(), first.data(), second.data(), 0.01F, 0.1F, 0.9F,
                   0.999F, 1e-8F, 0.19F, 0.04F, 0.5F},
                  {0, kColumns});
      TELESOFT_NEAR(worst(value, expected), 2e-6);
    }
  }
};

TELESOFT_TEST(KernelTableTest)

}  // namespace telesoft::engine

#include "table_test.moc"
