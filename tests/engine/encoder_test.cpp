#include "telesoft/engine/models/encoder.h"

#include <algorithm>

#include "telesoft/engine/models/text_network.h"

#include "bert_tiny.h"
#include "kernel_cases.h"

namespace telesoft::engine {

namespace {

TokenBatch packed(const Examples& examples, std::uint64_t seed) {
  TokenBatch batch;
  for (std::size_t i = 0; i < examples.tokens.size(); ++i) {
    batch.append(examples.tokens[i], seed + i);
  }
  return batch;
}

struct Loaded {
  Parameters parameters;
  std::unique_ptr<TextNetwork> network;
  explicit Loaded(Training training,
                  protocol::Precision precision = protocol::Precision::Float32,
                  double loraDropout = 0) {
    NetworkPlan plan;
    plan.training = training;
    plan.precision = precision;
    plan.lora.dropout = loraDropout;
    network = *loadTextNetwork(BertTiny::folder(), plan, parameters);
    for (const auto& p : parameters.all()) {
      if (p->name.ends_with("lora_B")) {  // B starts at 0, where A has no gradient
        base::Rng rng(1, p->name);
        for (std::size_t i = 0; i < p->value.size(); ++i) {
          const bool padding = static_cast<std::int64_t>(i) / p->shape[1] >= plan.lora.rank;
          p->value[i] = padding ? 0.0F : static_cast<float>(0.1 * rng.normal());
        }
      }
    }
  }
  std::vector<float> first(const TokenBatch& batch, bool trains) {
    Buffer<float> out;
    network->forward(batch, trains, out);
    return {out.data(), out.data() + out.size()};
  }
};

/// sum over outputs of weights * output: what the gradients below are of.
double objective(Loaded& l, const TokenBatch& batch, const std::vector<float>& weights) {
  const std::vector<float> out = l.first(batch, true);
  double total = 0;
  for (std::size_t i = 0; i < out.size(); ++i) {
    total += static_cast<double>(out[i]) * static_cast<double>(weights[i]);
  }
  return total;
}

/// Compares each parameter's gradient along a random direction with a central difference.
void checkSlopes(Loaded& l) {
  const TokenBatch batch = packed(BertTiny().examples(), 99);
  const std::vector<float> weights =
      randomNumbers<float>(batch.sequences() * l.network->config().hidden, "weights");
  objective(l, batch, weights);
  l.network->backward(weights.data());
  for (const auto& p : l.parameters.all()) {
    const std::vector<float> before = p->value;
    std::vector<float> way =
        randomNumbers<float>(static_cast<std::int64_t>(before.size()), p->name.c_str());
    double slope = 0;
    double length = 0;
    for (std::size_t i = 0; i < way.size(); ++i) {
      slope += static_cast<double>(way[i]) * static_cast<double>(p->gradient[i]);
      length += static_cast<double>(way[i]) * static_cast<double>(way[i]);
    }
    const double step = 1e-2 / std::sqrt(length);
    std::array<double, 2> at{};
    for (std::size_t side = 0; side < 2; ++side) {
      for (std::size_t i = 0; i < way.size(); ++i) {
        p->value[i] = before[i] + static_cast<float>(side == 0 ? -step : step) * way[i];
      }
      l.network->refresh();
      at.at(side) = objective(l, batch, weights);
    }
    p->value = before;
    l.network->refresh();
    const double measured = (at[1] - at[0]) / (2 * step);
    const double size = std::max(1.0, std::abs(slope));
    QVERIFY2(std::abs(measured - slope) < 5e-3 * size,
             qPrintable(QString::fromStdString(p->name + ": " + std::to_string(slope) +
                                               " against " + std::to_string(measured))));
  }
}

}  // namespace

class EncoderTest : public QObject {
  Q_OBJECT
 private slots:
  void forward_equalsHuggingFace() {
    const BertTiny tiny;
    Loaded l(Training::Frozen);
    TELESOFT_NEAR(worst(l.first(packed(tiny.examples(), 0), false), tiny.expected("first")), 2e-6);
  }

  void embed_equalsTheNormalisedMeanOfHuggingFace() {
    const BertTiny tiny;
    Loaded l(Training::Frozen);
    Buffer<float> out;
    l.network->embed(packed(tiny.examples(), 0), out);
    TELESOFT_NEAR(
        worst(std::vector<float>(out.data(), out.data() + out.size()), tiny.expected("mean")),
        2e-6);
  }

  void forward_inBf16IsNear() {
    const BertTiny tiny;
    Loaded l(Training::Frozen, protocol::Precision::BFloat16);
    QVERIFY(l.network->isBf16());
    TELESOFT_NEAR(worst(l.first(packed(tiny.examples(), 0), false), tiny.expected("first")), 0.03);
  }

  /// A sequence's numbers do not depend on what else stands in the batch, nor does its dropout.
  void forward_isTheSameAloneAndPacked() {
    const Examples examples = BertTiny().examples();
    Loaded l(Training::Lora, protocol::Precision::Float32, 0.2);
    l.network->setDropout(0.1, 0.1);
    const std::vector<float> together = l.first(packed(examples, 5), true);
    for (std::size_t i = 0; i < examples.tokens.size(); ++i) {
      TokenBatch one;
      one.append(examples.tokens[i], 5 + i);
      const std::vector<float> alone = l.first(one, true);
      const auto from = together.begin() + static_cast<std::ptrdiff_t>(i * alone.size());
      TELESOFT_NEAR(
          worst(alone, std::vector<double>(from, from + static_cast<std::ptrdiff_t>(alone.size()))),
          2e-6);
    }
    TokenBatch other;
    other.append(examples.tokens[2], 6);
    TELESOFT_NEAR(0.05, worst(l.first(other, true),
                              std::vector<double>(together.begin() + 48, together.begin() + 72)));
  }

  void backward_equalsFiniteDifferences_data() {
    QTest::addColumn<bool>("everything");
    QTest::addColumn<double>("dropout");
    QTest::newRow("all weights") << true << 0.0;
    QTest::newRow("all weights, dropout") << true << 0.2;
    QTest::newRow("LoRA") << false << 0.0;
    QTest::newRow("LoRA, dropout") << false << 0.2;
  }
  void backward_equalsFiniteDifferences() {
    QFETCH(bool, everything);
    QFETCH(double, dropout);
    Loaded l(everything ? Training::Everything : Training::Lora, protocol::Precision::Float32,
             dropout);
    l.network->setDropout(dropout, dropout);
    checkSlopes(l);
  }
};

TELESOFT_TEST(EncoderTest)

}  // namespace telesoft::engine

#include "encoder_test.moc"
