#include "telesoft/evaluate/verdict.h"

#include <cmath>

#include "telesoft/base/json.h"

#include "support/test_case.h"

namespace {

using namespace telesoft;
using namespace telesoft::evaluate;
using protocol::Estimate;
using protocol::Evaluation;
using protocol::Verdict;

Estimate estimate(double value, double low, double high) {
  return {value, low, high, 278, "DeLong"};
}

/// A base with AUROC `base`, and a difference of `difference`.
Evaluation judged(const Estimate& base, const Estimate& difference, std::int64_t rows = 278) {
  Evaluation e;
  e.primary = "auroc";
  e.rows = e.patients = rows;
  protocol::ArmMetrics arm;
  arm.arm = "base";
  arm.title = "risk base";
  arm.macroAuroc = base;
  arm.accuracy.value = 0.7;
  arm.classes = {{"0", rows - rows / 3, {}, {}, {}, {}}, {"1", rows / 3, {}, {}, {}, {}}};
  e.arms.push_back(arm);
  arm.arm = "tuned";
  arm.title = "fine-tuned";
  arm.macroAuroc.value = base.value + difference.value;
  e.arms.push_back(arm);
  e.comparisons.push_back({"base", "auroc", difference, 0.04, "DeLong"});
  judge(e);
  return e;
}

bool says(const Evaluation& e, const std::string& text) {
  return e.improvementSummary.find(text) != std::string::npos;
}

class VerdictTest : public QObject {
  Q_OBJECT
 private slots:
  void verdict_followsTheInterval_data();
  void verdict_followsTheInterval();
  void verdict_needsRowsPatientsAndClasses();
  void verdict_refusesAModelOfNan();
  void verdict_withoutABaseIsRefused();
  void summary_givesTheEvidence();
  void summary_saysWhatAdaptingAdds();
  void summary_saysThatTrainingKeptTheBase();
  void guessing_dependsOnTheFigure();
};

void VerdictTest::verdict_followsTheInterval_data() {
  QTest::addColumn<double>("baseLow");
  QTest::addColumn<double>("low");
  QTest::addColumn<double>("high");
  QTest::addColumn<QString>("verdict");
  QTest::newRow("above") << 0.72 << 0.01 << 0.09 << "tuned_is_better";
  QTest::newRow("touches 0") << 0.72 << 0.0 << 0.09 << "keep_base";
  QTest::newRow("includes 0, base good") << 0.72 << -0.03 << 0.05 << "keep_base";
  QTest::newRow("includes 0, base guesses") << 0.45 << -0.03 << 0.05 << "no_difference";
  QTest::newRow("below") << 0.45 << -0.09 << -0.01 << "keep_base";
  QTest::newRow("not defined") << 0.72 << std::nan("") << std::nan("") << "too_little_data";
}

void VerdictTest::verdict_followsTheInterval() {
  QFETCH(double, baseLow);
  QFETCH(double, low);
  QFETCH(double, high);
  QFETCH(QString, verdict);
  const Evaluation e = judged(estimate(baseLow + 0.05, baseLow, baseLow + 0.1),
                              estimate((low + high) / 2, low, high));
  QCOMPARE(QString::fromStdString(std::string(base::nameOf(e.verdict))), verdict);
  QVERIFY(e.improvementSummary.size() > 80);
}

void VerdictTest::verdict_needsRowsPatientsAndClasses() {
  const Estimate base = estimate(0.78, 0.7, 0.85), gain = estimate(0.05, 0.01, 0.09);
  QCOMPARE(judged(base, gain, 29).verdict, Verdict::TooLittleData);
  QVERIFY(says(judged(base, gain, 29), "29 rows; at least 30"));
  QCOMPARE(judged(base, gain, 30).verdict, Verdict::TunedIsBetter);
  Evaluation e = judged(base, gain);
  e.patients = 19;
  judge(e);
  QCOMPARE(e.verdict, Verdict::TooLittleData);
  e = judged(base, gain);
  e.arms[1].classes[1].support = 9;
  judge(e);
  QCOMPARE(e.verdict, Verdict::TooLittleData);
}

void VerdictTest::verdict_refusesAModelOfNan() {
  Evaluation e = judged(estimate(0.78, 0.7, 0.85), {});
  e.arms[1].accuracy = {};
  judge(e);
  QCOMPARE(e.verdict, Verdict::KeepBase);
  QVERIFY(says(e, "no numbers"));
}

void VerdictTest::verdict_withoutABaseIsRefused() {
  Evaluation e = judged(estimate(0.78, 0.7, 0.85), estimate(0.05, 0.01, 0.09));
  e.arms.erase(e.arms.begin());
  e.comparisons.clear();
  judge(e);
  QCOMPARE(e.verdict, Verdict::TooLittleData);
  QVERIFY(says(e, "not compared with the base"));
  e.arms.clear();
  judge(e);
  QCOMPARE(e.verdict, Verdict::TooLittleData);
}

void VerdictTest::summary_givesTheEvidence() {
  Evaluation e = judged(estimate(0.778, 0.72, 0.83), estimate(-0.012, -0.045, 0.021));
  QVERIFY2(says(e, "On 278 untouched rows, the tuned model (fine-tuned) reaches AUROC .766"),
           e.improvementSummary.c_str());
  QVERIFY2(says(e, "the base (risk base) .778 (.720-.830)"), e.improvementSummary.c_str());
  QVERIFY2(says(e, "-.012, 95 % CI -.045 to .021 (DeLong, p = .040)"),
           e.improvementSummary.c_str());
  QVERIFY2(says(e, "keep the base"), e.improvementSummary.c_str());
  e.patients = 100;
  judge(e);
  QVERIFY(says(e, "278 untouched rows of 100 patients"));
}

void VerdictTest::summary_saysWhatAdaptingAdds() {
  Evaluation e = judged(estimate(0.6, 0.55, 0.65), estimate(0.3, 0.25, 0.35));
  e.comparisons.push_back({"head_only", "auroc", estimate(0.02, 0.003, 0.04), 0.02, "DeLong"});
  judge(e);
  QVERIFY2(says(e, "adapting the weights adds +.020 (.003 to .040)"), e.improvementSummary.c_str());
  e.comparisons.back().difference = estimate(0.005, -0.01, 0.02);
  judge(e);
  QVERIFY2(says(e, "adds nothing that these rows can show"), e.improvementSummary.c_str());
  e.comparisons.back().difference = estimate(-0.05, -0.08, -0.02);
  judge(e);
  QVERIFY2(says(e, "takes away"), e.improvementSummary.c_str());
}

void VerdictTest::summary_saysThatTrainingKeptTheBase() {
  Evaluation e = judged(estimate(0.78, 0.7, 0.85), estimate(0, 0, 0));
  QVERIFY(!says(e, "answer alike"));  // equal AUROCs alone do not say so
  e.comparisons.push_back({"base", "brier", estimate(0, 0, 0), 1, "bootstrap"});
  e.comparisons.push_back({"head_only", "auroc", estimate(0.05, 0.01, 0.09), 0.02, "DeLong"});
  judge(e);
  QCOMPARE(e.verdict, Verdict::KeepBase);
  QVERIFY2(says(e, "answer alike on every row"), e.improvementSummary.c_str());
  QVERIFY2(says(e, "the base stands at +.050 (.010 to .090)"), e.improvementSummary.c_str());
  QVERIFY2(!says(e, "adapting the weights"), e.improvementSummary.c_str());
}

void VerdictTest::guessing_dependsOnTheFigure() {
  protocol::ArmMetrics arm;
  arm.classes = {{"a", 60, {}, {}, {}, {}},
                 {"b", 30, {}, {}, {}, {}},
                 {"c", 10, {}, {}, {}, {}},
                 {"d", 0, {}, {}, {}, {}}};
  QCOMPARE(guessingLevel(arm, "auroc"), 0.5);
  QCOMPARE(guessingLevel(arm, "accuracy"), 0.6);
  QCOMPARE(guessingLevel(arm, "f1_score"), 1.0 / 3);
}

TELESOFT_TEST(VerdictTest)

}  // namespace

#include "verdict_test.moc"
