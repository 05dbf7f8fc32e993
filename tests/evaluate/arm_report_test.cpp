#include "telesoft/evaluate/arm_report.h"

#include "telesoft/evaluate/intervals.h"

#include "evaluate/evaluate_cases.h"
#include "support/test_case.h"

namespace {

using namespace telesoft;
using namespace telesoft::evaluate;
using namespace telesoft::tests;

protocol::ArmMetrics described(const EvaluationInput& input) {
  const std::vector<ArmStatistics> arms{
      ArmStatistics(input.labels, input.classes.size(), input.arms[0].probabilities)};
  const PatientResampler patients(input.patients);
  const auto draws = resample(arms, patients, {1, "test", 400}, {});
  return describeArm({arms[0], patients, (*draws)[0]}, input.classes);
}

class ArmReportTest : public QObject {
  Q_OBJECT
 private slots:
  void oneRowEach_takesWilsonAndDeLong();
  void manyRowsOfAPatient_takeTheBootstrap();
  void shareOfOne_keepsAnIntervalOverPatients();
  void absentClass_isShownAsNotDefined();
  void oneRow_hasNoResampledInterval();
  void perfectRanking_keepsAnInterval();
  void confusion_countsTrueDownPredictedAcross();
};

void ArmReportTest::oneRowEach_takesWilsonAndDeLong() {
  auto input = emptyCase({.rows = 120, .classes = 2});
  addArm(input, "tuned", 1.0);
  const auto arm = described(input);
  QCOMPARE(arm.accuracy.method, std::string("Wilson"));
  const Interval expected = wilson(std::llround(arm.accuracy.value * 120), 120);
  QCOMPARE(arm.accuracy.low, expected.low);
  QCOMPARE(arm.macroAuroc.method, std::string("DeLong"));
  QCOMPARE(arm.macroF1.method, std::string("bootstrap by patient, 400"));
  QCOMPARE(arm.classes[0].recall.n, arm.classes[0].support);
  QCOMPARE(arm.classes[0].auroc.value, arm.classes[1].auroc.value);
  QVERIFY(arm.macroAuroc.low < arm.macroAuroc.value && arm.macroAuroc.value < arm.macroAuroc.high);
}

void ArmReportTest::manyRowsOfAPatient_takeTheBootstrap() {
  auto input = emptyCase({.rows = 120, .classes = 2, .rowsOfPatient = 3});
  addArm(input, "tuned", 1.0);
  const auto arm = described(input);
  for (const protocol::Estimate* estimate :
       {&arm.accuracy, &arm.macroF1, &arm.macroAuroc, &arm.brier, &arm.calibrationError}) {
    QCOMPARE(estimate->method, std::string("bootstrap by patient, 400"));
    QCOMPARE(estimate->n, std::int64_t{120});
    QVERIFY(estimate->low < estimate->value && estimate->value < estimate->high + 0.1);
  }
}

void ArmReportTest::shareOfOne_keepsAnIntervalOverPatients() {
  auto input = emptyCase({.rows = 60, .classes = 2, .rowsOfPatient = 3});
  addArm(input, "tuned", 50);
  const auto arm = described(input);
  QCOMPARE(arm.accuracy.value, 1.0);
  QCOMPARE(arm.accuracy.method, std::string("Wilson over patients"));
  QCOMPARE(arm.accuracy.low, wilson(20, 20).low);
  QCOMPARE(arm.accuracy.n, std::int64_t{60});
}

void ArmReportTest::absentClass_isShownAsNotDefined() {
  auto input = emptyCase({.rows = 60, .classes = 3});
  std::replace(input.labels.begin(), input.labels.end(), std::int64_t{2}, std::int64_t{0});
  addArm(input, "tuned", 1.0);
  const auto arm = described(input);
  QCOMPARE(arm.classes.size(), size_t{3});
  QCOMPARE(arm.classes[2].support, std::int64_t{0});
  QVERIFY(std::isnan(arm.classes[2].recall.value) && std::isnan(arm.classes[2].auroc.value));
  QVERIFY(std::isfinite(arm.macroAuroc.value) && std::isfinite(arm.macroF1.value));
}

void ArmReportTest::oneRow_hasNoResampledInterval() {
  auto input = emptyCase({.rows = 1, .classes = 2});
  addArm(input, "tuned", 50);
  const auto arm = described(input);
  QCOMPARE(arm.accuracy.value, 1.0);
  QCOMPARE(arm.accuracy.low, wilson(1, 1).low);
  QVERIFY(std::isnan(arm.macroF1.low) && std::isnan(arm.brier.high));
  QVERIFY(std::isnan(arm.macroAuroc.value));
}

void ArmReportTest::perfectRanking_keepsAnInterval() {
  auto input = emptyCase({.rows = 40, .classes = 2});
  addArm(input, "tuned", 50);
  const auto arm = described(input);
  QCOMPARE(arm.macroAuroc.value, 1.0);
  QCOMPARE(arm.macroAuroc.high, 1.0);
  const std::int64_t pairs = std::min(arm.classes[0].support, arm.classes[1].support);
  QCOMPARE(arm.macroAuroc.low, clopperPearson(pairs, pairs).low);
}

void ArmReportTest::confusion_countsTrueDownPredictedAcross() {
  auto input = emptyCase({.rows = 3, .classes = 2});
  input.labels = {0, 0, 1};
  input.arms.push_back({"tuned", "", {{0.9, 0.1}, {0.3, 0.7}, {0.2, 0.8}}});
  const auto arm = described(input);
  const std::vector<std::vector<std::int64_t>> expected = {{1, 1}, {0, 1}};
  QCOMPARE(arm.confusion, expected);
}

TELESOFT_TEST(ArmReportTest)

}  // namespace

#include "arm_report_test.moc"
