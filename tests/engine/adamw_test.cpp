#include "telesoft/engine/train/adamw.h"

#include "kernel_cases.h"
#include "training_numbers.h"

namespace telesoft::engine {

class AdamWTest : public QObject {
  Q_OBJECT
 private slots:
  void steps_equalTorchWithClipping() {
    const base::json oracle = trainingNumbers()["adamw"];
    Parameters parameters;
    Parameter& decayed = parameters.add("w", {5}, true);
    Parameter& plain = parameters.add("b", {5}, false);
    decayed.value = plain.value = oracle["start"].get<std::vector<float>>();
    AdamW optimizer(parameters);
    for (std::size_t step = 0; step < oracle["gradients"].size(); ++step) {
      decayed.gradient = oracle["gradients"][step].get<std::vector<float>>();
      for (std::size_t i = 0; i < 5; ++i) {
        plain.gradient[i] = 2 * decayed.gradient[i];
      }
      const double norm = optimizer.gradientNorm();
      TELESOFT_NEAR(std::abs(norm - oracle["norms"][step].get<double>()), 1e-5);
      optimizer.step({0.01, 0.1, std::min(1.0, 1.0 / (norm + 1e-6))});
      QCOMPARE(decayed.gradient, std::vector<float>(5));
    }
    QCOMPARE(optimizer.steps(), std::int64_t{4});
    TELESOFT_NEAR(worst(decayed.value, oracle["decayed"].get<std::vector<double>>()), 1e-6);
    TELESOFT_NEAR(worst(plain.value, oracle["plain"].get<std::vector<double>>()), 1e-6);
  }
};

TELESOFT_TEST(AdamWTest)

}  // namespace telesoft::engine

#include "adamw_test.moc"
