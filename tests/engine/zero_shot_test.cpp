#include "telesoft/engine/models/zero_shot.h"

#include <cmath>

#include "support/test_case.h"

namespace telesoft::engine {

class ZeroShotTest : public QObject {
  Q_OBJECT
 private slots:
  void zeroShot_takesTheNearestDescription() {
    const std::vector<float> texts = {1, 0, 0.6F, 0.8F};
    const std::vector<float> classes = {0, 1, 1, 0};
    const auto p = zeroShot(texts.data(), 2, classes.data(), 2, 2);
    QVERIFY(std::abs(p[0][1] - 1 / (1 + std::exp(-20.0))) < 1e-9);
    QVERIFY(std::abs(p[1][0] - 1 / (1 + std::exp(-0.2 * 20))) < 1e-6);
  }

  void sentence_isTheDescriptionOrElseTheName() {
    QCOMPARE(sentenceOf({"flu", "influenza with fever"}), std::string("influenza with fever"));
    QCOMPARE(sentenceOf({"flu", ""}), std::string("flu"));
  }
};

TELESOFT_TEST(ZeroShotTest)

}  // namespace telesoft::engine

#include "zero_shot_test.moc"
