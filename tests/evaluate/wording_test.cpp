#include "telesoft/evaluate/wording.h"

#include <cmath>

#include "support/test_case.h"

namespace {

using namespace telesoft::evaluate;

class WordingTest : public QObject {
  Q_OBJECT
 private slots:
  void estimates_areWrittenAsTheFieldDoes();
  void pValues_haveAFloor();
  void names_areWords();
};

void WordingTest::estimates_areWrittenAsTheFieldDoes() {
  QCOMPARE(estimateText({0.9124, 0.8901, 0.9312, 100, ""}), std::string(".912 (.890-.931)"));
  QCOMPARE(estimateText({0.5, std::nan(""), std::nan(""), 1, ""}), std::string(".500"));
  QCOMPARE(estimateText({}), std::string("not defined"));
  QCOMPARE(differenceText({0.312, 0.281, 0.34, 100, ""}), std::string("+.312 (.281 to .340)"));
  QCOMPARE(differenceText({-0.02, -0.05, 0.01, 100, ""}), std::string("-.020 (-.050 to .010)"));
}

void WordingTest::pValues_haveAFloor() {
  QCOMPARE(pText(0.0004), std::string("p < .001"));
  QCOMPARE(pText(0.0342), std::string("p = .034"));
  QCOMPARE(pText(std::nan("")), std::string("p not defined"));
}

void WordingTest::names_areWords() {
  QCOMPARE(metricName("f1_score"), std::string("macro-F1"));
  QCOMPARE(metricName("auroc"), std::string("AUROC"));
  QCOMPARE(armName("head_only"), std::string("trained head on the frozen base"));
  QCOMPARE(armName("scratch"), std::string("scratch"));
}

TELESOFT_TEST(WordingTest)

}  // namespace

#include "wording_test.moc"
