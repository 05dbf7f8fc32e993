// Cross-entropy itself is held against torch in text_classifier_test.cpp; here its edges.
#include "telesoft/engine/models/model.h"

#include "kernel_cases.h"

namespace telesoft::engine {

class LossTest : public QObject {
  Q_OBJECT
 private slots:
  void crossEntropy_hasTheGradientOfItsValue() {
    std::array<float, 4> logits = {0.3F, -1.2F, 2.0F, 0.1F};
    LossTerms terms;
    terms.scale = 0.5;
    terms.smoothing = 0.2;
    terms.classWeights = {1, 1, 3, 1};
    std::array<float, 4> gradient{};
    std::array<float, 4> unused{};
    static_cast<void>(crossEntropy(logits.data(), 4, 2, terms, gradient.data()));
    for (std::size_t i = 0; i < 4; ++i) {
      auto up = logits;
      auto down = logits;
      up.at(i) += 0.01F;
      down.at(i) -= 0.01F;
      const double slope = (crossEntropy(up.data(), 4, 2, terms, unused.data()) -
                            crossEntropy(down.data(), 4, 2, terms, unused.data())) /
                           0.02;
      TELESOFT_NEAR(std::abs(0.5 * slope - static_cast<double>(gradient.at(i))), 1e-4);
    }
  }
  void crossEntropy_staysFiniteForHugeLogits() {
    const std::array<float, 2> logits = {3e4F, -3e4F};
    std::array<float, 2> gradient{};
    QCOMPARE(crossEntropy(logits.data(), 2, 0, {}, gradient.data()), 0.0);
    QCOMPARE(crossEntropy(logits.data(), 2, 1, {}, gradient.data()), 6e4);
    QCOMPARE(softmax(logits.data(), 2), (std::vector<double>{1.0, 0.0}));
  }
  void softmax_sumsToOne() {
    const std::array<float, 3> logits = {1, 2, 3};
    const auto p = softmax(logits.data(), 3);
    TELESOFT_NEAR(std::abs(p[0] + p[1] + p[2] - 1), 1e-15);
    TELESOFT_NEAR(std::abs(p[1] / p[0] - std::exp(1.0)), 1e-12);
  }
};

TELESOFT_TEST(LossTest)

}  // namespace telesoft::engine

#include "loss_test.moc"
