#include "telesoft/evaluate/comparisons.h"

#include "evaluate/evaluate_cases.h"
#include "support/test_case.h"

namespace {

using namespace telesoft;
using namespace telesoft::evaluate;
using namespace telesoft::tests;

/// The first arm against the second.
std::map<std::string, protocol::Comparison> compared(const EvaluationInput& input) {
  std::vector<ArmStatistics> arms;
  for (const ArmPredictions& arm : input.arms) {
    arms.emplace_back(input.labels, input.classes.size(), arm.probabilities);
  }
  const PatientResampler patients(input.patients);
  const auto draws = resample(arms, patients, {1, "test", 400}, {});
  std::map<std::string, protocol::Comparison> out;
  for (const auto& comparison :
       compareArms({arms[0], patients, (*draws)[0]}, {arms[1], patients, (*draws)[1]})) {
    out[comparison.metric] = comparison;
  }
  return out;
}

class ComparisonsTest : public QObject {
  Q_OBJECT
 private slots:
  void betterArm_isAboveZeroAndHasLowerBrier();
  void sameArm_makesNoDifference();
  void tests_followTheRowsOfAPatient();
  void aurocOfTwoClasses_isDeLongs();
  void nanArm_isNotDefined();
};

void ComparisonsTest::betterArm_isAboveZeroAndHasLowerBrier() {
  auto input = emptyCase({.rows = 300, .classes = 4, .rowsOfPatient = 2});
  addArm(input, "tuned", 3.0);
  addArm(input, "base", 0.5);
  auto found = compared(input);
  QCOMPARE(found.size(), size_t{4});
  for (const char* metric : {"accuracy", "macro_f1", "auroc"}) {
    QVERIFY2(found[metric].difference.low > 0, metric);
    QVERIFY2(found[metric].pValue < 0.01, metric);
  }
  QVERIFY(found["brier"].difference.high < 0);
}

void ComparisonsTest::sameArm_makesNoDifference() {
  auto input = emptyCase({.rows = 100, .classes = 2});
  addArm(input, "tuned", 1.0);
  input.arms.push_back(input.arms[0]);
  for (const auto& [metric, comparison] : compared(input)) {
    QCOMPARE(comparison.difference.value, 0.0);
    QCOMPARE(comparison.difference.low, 0.0);
    QCOMPARE(comparison.difference.high, 0.0);
    QVERIFY2(comparison.pValue == 1.0, metric.c_str());
  }
}

void ComparisonsTest::tests_followTheRowsOfAPatient() {
  auto single = emptyCase({.rows = 100, .classes = 3});
  addArm(single, "tuned", 2.0);
  addArm(single, "base", 1.0);
  QCOMPARE(compared(single)["accuracy"].test, std::string("McNemar, exact"));
  auto repeated = emptyCase({.rows = 100, .classes = 2, .rowsOfPatient = 2});
  addArm(repeated, "tuned", 2.0);
  addArm(repeated, "base", 1.0);
  QCOMPARE(compared(repeated)["accuracy"].test, std::string("bootstrap by patient"));
  QCOMPARE(compared(repeated)["auroc"].test, std::string("bootstrap by patient"));
}

void ComparisonsTest::aurocOfTwoClasses_isDeLongs() {
  auto input = emptyCase({.rows = 100, .classes = 2});
  addArm(input, "tuned", 2.0);
  addArm(input, "base", 1.0);
  const auto auroc = compared(input)["auroc"];
  QCOMPARE(auroc.test, std::string("DeLong"));
  QVERIFY(auroc.difference.low < auroc.difference.value &&
          auroc.difference.value < auroc.difference.high);
}

void ComparisonsTest::nanArm_isNotDefined() {
  auto input = emptyCase({.rows = 100, .classes = 2});
  addArm(input, "tuned", 2.0);
  addArm(input, "base", 1.0);
  input.arms[1].probabilities[5][0] = std::nan("");
  for (const auto& [metric, comparison] : compared(input)) {
    QVERIFY2(std::isnan(comparison.difference.value), metric.c_str());
    QVERIFY2(std::isnan(comparison.pValue), metric.c_str());
  }
}

TELESOFT_TEST(ComparisonsTest)

}  // namespace

#include "comparisons_test.moc"
