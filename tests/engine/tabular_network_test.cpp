#include "telesoft/engine/models/tabular_network.h"

#include "toy_rows.h"

namespace telesoft::engine {

using base::ErrorCode;
using protocol::Approach;

namespace {

/// Every block does something, which a new network's does not.
std::unique_ptr<TabularNetwork> shaken(const ToyTask& task, double dropout) {
  auto network = task.network(dropout);
  base::Rng rng(5, "shake");
  for (const auto& p : network->parameters().all()) {
    for (float& x : p->value) {
      x += static_cast<float>(0.3 * rng.normal());
    }
  }
  return network;
}

}  // namespace

class TabularNetworkTest : public QObject {
  Q_OBJECT
 private slots:
  void gradient_equalsDifferences() {
    const ToyTask task(40);
    const auto network = shaken(task, 0.2);
    LossTerms loss;
    loss.scale = 0.125;
    loss.classWeights = {0.5, 2};
    const std::vector<std::int64_t> rows = {0, 3, 7, 9, 12, 20, 21, 39};
    const auto lossNow = [&] {
      return loss.scale * network->accumulate(task.train, rows, {1, 2}, loss);
    };
    static_cast<void>(lossNow());
    std::vector<std::vector<float>> gradients;
    for (const auto& p : network->parameters().all()) {
      gradients.push_back(p->gradient);
    }
    double worst = 0;
    for (size_t k = 0; k < gradients.size(); ++k) {
      Parameter& p = *network->parameters().all()[k];
      for (size_t i = 0; i < p.value.size(); i += 3) {
        const float held = p.value[i];
        constexpr float kStep = 4e-3F;
        p.value[i] = held + kStep;
        const double above = lossNow();
        p.value[i] = held - kStep;
        const double below = lossNow();
        p.value[i] = held;
        const double slope = (above - below) / (2.0 * static_cast<double>(kStep));
        worst = std::max(worst, std::abs(slope - static_cast<double>(gradients[k][i])));
      }
    }
    QVERIFY2(worst < 2e-4, std::to_string(worst).c_str());
  }

  void full_isPulledTowardWhereItBegan() {
    const ToyTask task(40);
    auto network = TabularNetwork::create(task.config, 3);
    QVERIFY(network->makeTrainable(Approach::Full, 0));
    LossTerms nothing;
    nothing.scale = 0.25;
    nothing.classWeights = {1, 1};
    Parameter& bias = *network->parameters().all().back();
    const auto gradientOfBias = [&] {
      std::fill(bias.gradient.begin(), bias.gradient.end(), 0.0F);
      static_cast<void>(network->accumulate(task.train, {0, 1, 2, 3}, {}, nothing));
      return static_cast<double>(bias.gradient[0] + bias.gradient[1]);
    };
    QVERIFY(std::abs(gradientOfBias()) < 1e-6);  // the loss alone does not move the biases' sum
    bias.value[0] += 10;
    bias.value[1] += 10;
    QVERIFY(std::abs(gradientOfBias() - 0.2) < 1e-5);
  }

  void headOnly_trainsTheLastLayerOnly() {
    const ToyTask task(40);
    auto network = TabularNetwork::create(task.config, 3);
    QVERIFY(network->makeTrainable(Approach::HeadOnly, 0));
    QCOMPARE(network->parameters().count(), 8 * 2 + 2);
    QVERIFY(network->accumulate(task.train, {0, 1}, {}, {}) > 0);
    QCOMPARE(network->parameters().all()[0]->name, std::string("output.weight"));
  }

  void adapters_areRefusedWithAHint() {
    const ToyTask task(40);
    auto network = TabularNetwork::create(task.config, 3);
    const auto refused = network->makeTrainable(Approach::Peft, 0);
    QCOMPARE(refused.error().code, ErrorCode::Unsupported);
    QVERIFY(refused.error().hint.find("full") != std::string::npos);
  }

  void missing_saysNothingBeforeItHasBeenSeen() {
    const ToyTask task(40);
    const auto network = TabularNetwork::create(task.config, 3);
    Examples two;
    two.label = {0, 0};
    two.featureCount = task.train.featureCount;
    two.features.assign(static_cast<size_t>(2 * two.featureCount), 0.0F);
    two.features[1] = 1;  // age is missing in the first row and at its mean in the second
    const auto p = network->predict(two, {});
    QCOMPARE((*p)[0][0], (*p)[1][0]);
    QVERIFY(std::abs((*p)[0][0] + (*p)[0][1] - 1) < 1e-12);
  }

  void predict_stopsWhenAsked() {
    const ToyTask task(40);
    const auto network = TabularNetwork::create(task.config, 3);
    std::stop_source source;
    source.request_stop();
    const auto got = network->predict(task.train, base::Stop(source.get_token()));
    QCOMPARE(got.error().code, ErrorCode::Cancelled);
  }
};

TELESOFT_TEST(TabularNetworkTest)

}  // namespace telesoft::engine

#include "tabular_network_test.moc"
