// Fused attention against the plain formula in doubles: softmax(q k^T * scale) with dropout, times
// v.
#include "telesoft/engine/kernels/table.h"

#include "kernel_cases.h"

namespace telesoft::engine {

namespace {

constexpr std::int64_t kHeads = 2;
constexpr std::int64_t kSize = 20;  // padded to 32 inside
constexpr std::int64_t kWide = kHeads * kSize;
const std::vector<std::int64_t> kStart = {0, 1, 6, 39, 109};  // sequences of 1, 5, 33 and 70 tokens

std::size_t at(std::int64_t i) {
  return static_cast<std::size_t>(i);
}

/// Packed [tokens, query | key | value]; queries of every token, or of each sequence's first one.
template <class E>
struct AttentionCase {
  bool firstOnly;
  std::int64_t tokens = kStart.back();
  std::int64_t rows = firstOnly ? static_cast<std::int64_t>(kStart.size()) - 1 : tokens;
  std::vector<std::int64_t> queryStart =
      firstOnly ? std::vector<std::int64_t>{0, 1, 2, 3, 4} : kStart;
  std::vector<E> q = randomNumbers<E>(rows * kWide, "q");
  std::vector<E> kv = randomNumbers<E>(tokens * 2 * kWide, "kv");
  std::vector<E> dOut = randomNumbers<E>(rows * kWide, "dOut");
  std::vector<E> out = std::vector<E>(q.size());
  std::vector<E> dq = std::vector<E>(q.size());
  std::vector<E> dkv = std::vector<E>(kv.size());
  std::vector<float> logSum = std::vector<float>(at(rows * kHeads));
  DropCase drop{rows};
  float scale = 0.2236068F;

  AttentionCase(bool first, bool drops) : firstOnly(first) {
    if (!drops) {
      drop.drop.threshold = 0;
    }
  }
  Attention<E> call() {
    return {q.data(),           kWide,       kv.data(),     kv.data() + kWide,
            2 * kWide,          out.data(),  logSum.data(), queryStart.data(),
            kStart.data(),      kHeads,      kSize,         scale,
            drop.drop,          dOut.data(), dq.data(),     dkv.data(),
            dkv.data() + kWide, kWide,       2 * kWide};
  }
  [[nodiscard]] double chanceMask(std::int64_t row, std::int64_t head, std::int64_t key) const {
    Drop own = drop.drop;
    own.site = lowbias32(own.site + static_cast<std::uint32_t>(head) * 0x85ebca6bU);
    return keptAt(own, row, key);
  }
};

struct Plain {
  std::vector<double> out, dq, dkv;
};

/// One query row of one head, forward and backward.
template <class E>
void plainRow(const AttentionCase<E>& c,
              std::int64_t sequence,
              std::int64_t head,
              std::int64_t row,
              Plain& p) {
  const std::int64_t first = kStart[at(sequence)];
  const std::int64_t keys = kStart[at(sequence + 1)] - first;
  const auto query = [&](std::int64_t d) { return row * kWide + head * kSize + d; };
  const auto key = [&](std::int64_t j, std::int64_t d) {
    return (first + j) * 2 * kWide + head * kSize + d;
  };
  const auto scale = static_cast<double>(c.scale);
  std::vector<double> chance;
  double total = 0;
  for (std::int64_t j = 0; j < keys; ++j) {
    double score = 0;
    for (std::int64_t d = 0; d < kSize; ++d) {
      score += static_cast<double>(toFloat(c.q[at(query(d))])) *
               static_cast<double>(toFloat(c.kv[at(key(j, d))]));
    }
    chance.push_back(std::exp(score * scale));
    total += chance.back();
  }
  std::vector<double> dChance;
  double mean = 0;
  for (std::int64_t j = 0; j < keys; ++j) {
    chance[at(j)] /= total;
    const double mask = c.chanceMask(row, head, j);
    double d = 0;
    for (std::int64_t i = 0; i < kSize; ++i) {
      const auto g = static_cast<double>(toFloat(c.dOut[at(query(i))]));
      const auto v = static_cast<double>(toFloat(c.kv[at(key(j, i) + kWide)]));
      p.out[at(query(i))] += chance[at(j)] * mask * v;
      p.dkv[at(key(j, i) + kWide)] += chance[at(j)] * mask * g;
      d += mask * g * v;
    }
    dChance.push_back(d);
    mean += d * chance[at(j)];
  }
  for (std::int64_t j = 0; j < keys; ++j) {
    const double dScore = chance[at(j)] * (dChance[at(j)] - mean) * scale;
    for (std::int64_t d = 0; d < kSize; ++d) {
      p.dq[at(query(d))] += dScore * static_cast<double>(toFloat(c.kv[at(key(j, d))]));
      p.dkv[at(key(j, d))] += dScore * static_cast<double>(toFloat(c.q[at(query(d))]));
    }
  }
}

template <class E>
Plain plainAttention(const AttentionCase<E>& c) {
  Plain p{std::vector<double>(c.q.size()), std::vector<double>(c.q.size()),
          std::vector<double>(c.kv.size())};
  for (std::int64_t s = 0; s + 1 < static_cast<std::int64_t>(kStart.size()); ++s) {
    for (std::int64_t head = 0; head < kHeads; ++head) {
      for (std::int64_t row = c.queryStart[at(s)]; row < c.queryStart[at(s + 1)]; ++row) {
        plainRow(c, s, head, row, p);
      }
    }
  }
  return p;
}

template <class E>
struct AttentionIsTheSame {
  void operator()(const RowKernels<E>& k) const {
    for (const bool firstOnly : {false, true}) {
      for (const bool drops : {false, true}) {
        AttentionCase<E> c(firstOnly, drops);
        const Attention<E> call = c.call();
        for (std::int64_t s = 0; s < 4; ++s) {
          for (std::int64_t head = 0; head < kHeads; ++head) {
            k.attentionForward(call, s, head);
          }
        }
        for (std::int64_t s = 0; s < 4; ++s) {
          for (std::int64_t head = 0; head < kHeads; ++head) {
            k.attentionBackward(call, s, head);
          }
        }
        const Plain plain = plainAttention(c);
        // bf16: probabilities and their gradients are rounded for the products as well.
        TELESOFT_NEAR(worst(c.out, plain.out), sizeof(E) == 2 ? 0.008 : 2e-6);
        TELESOFT_NEAR(worst(c.dq, plain.dq), sizeof(E) == 2 ? 0.012 : 5e-6);
        TELESOFT_NEAR(worst(c.dkv, plain.dkv), sizeof(E) == 2 ? 0.012 : 5e-6);
      }
    }
  }
};

}  // namespace

class AttentionTest : public QObject {
  Q_OBJECT
 private slots:
  void attention_equalsThePlainFormula_data() { addKernelRows(); }
  void attention_equalsThePlainFormula() { runKernelRow<AttentionIsTheSame>(); }
};

TELESOFT_TEST(AttentionTest)

}  // namespace telesoft::engine

#include "attention_test.moc"
