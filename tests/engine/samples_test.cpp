#include "telesoft/engine/train/samples.h"

#include <cmath>

#include "support/test_case.h"

namespace telesoft::engine {

class SamplesTest : public QObject {
  Q_OBJECT
 private slots:
  void worst_comeByLossWithTheirRowNumbers() {
    Examples examples;
    examples.row = {11, 12, 13};
    examples.label = {0, 1, 1};
    const auto worst = worstSamples(examples, {{0.9, 0.1}, {0.8, 0.2}, {0.3, 0.7}}, 2);
    QCOMPARE(worst.size(), 2U);
    QCOMPARE(worst[0].row, 12);
    QCOMPARE(worst[0].label, 1);
    QCOMPARE(worst[0].predicted, 0);
    QCOMPARE(worst[0].loss, -std::log(0.2));
    QCOMPARE(worst[1].row, 13);
    QCOMPARE(worstSamples(examples, {{0.9, 0.1}, {0.8, 0.2}, {0.3, 0.7}}, 9).size(), 3U);
  }

  /// scikit-learn 1.9: compute_class_weight("balanced", y=[0, 0, 0, 1]) is [0.6667, 2].
  void balanced_weighRareClassesMore() {
    const auto weights = balancedWeights({0, 0, 0, 1}, 2);
    QCOMPARE(weights[0], 4.0 / 6.0);
    QCOMPARE(weights[1], 2.0);
    QCOMPARE(balancedWeights({0, 0, 1}, 3)[2], 0.0);
  }

  void longest_areThoseWithMostTokens() {
    Examples examples;
    examples.label = {0, 0, 0};
    examples.tokens = {{1, 2}, {1, 2, 3, 4}, {1, 2, 3}};
    QVERIFY((longestRows(examples, 2) == std::vector<std::int64_t>{1, 2}));
    examples.tokens.clear();
    QVERIFY((longestRows(examples, 9) == std::vector<std::int64_t>{0, 1, 2}));
  }
};

TELESOFT_TEST(SamplesTest)

}  // namespace telesoft::engine

#include "samples_test.moc"
