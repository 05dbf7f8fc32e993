// The demonstration reaches what the README says of it.
#include <cmath>

#include <QFile>

#include "telesoft/base/os/paths.h"

#include "support/test_case.h"
#include "system/workspace_guard.h"

namespace {

using namespace telesoft;
using namespace telesoft::tests;

class DemoTest : public QObject {
  Q_OBJECT
 private slots:
  void initTestCase();
  void text_beatsTheBaseAndTheFrozenEncodersMark();
  void text_removesWhatWasPlanted();
  void risk_comesToAVerdictByItsEvidence();
  void feedback_gainsInEachRound();
  void knowledge_answersWithItsSource();
  void release_goesToPatientsAndBack();
  void refusal_keepsWhatIsNotBetterOutOfProduction();
  void safekeeping_restoresAWorkspaceThatVerifies();

 private:
  WorkspaceGuard workspace_;
  base::json demo_;
};

void DemoTest::initTestCase() {
  const auto model = QString::fromStdString(base::cacheFolder().string()) +
                     "/models/telesoft-diagnostic-v2/model.safetensors";
  if (!QFile::exists(model)) {
    QSKIP("the base model is not in the cache: run installer/run.sh");
  }
  const Ran ran = workspace_.telesoft({"demo", "--full"}, 1200 * 1000);
  QVERIFY2(ran.exitStatus == 0, (ran.out + ran.err).c_str());
  demo_ = ran.document();
  qInfo("demonstration: %.0f s, accuracy %.3f, macro-F1 %.3f", demo_.value("seconds", 0.0),
        demo_["text"]["arms"]["tuned"]["accuracy"].value("value", 0.0),
        demo_["text"]["arms"]["tuned"]["macroF1"].value("value", 0.0));
}

void DemoTest::text_beatsTheBaseAndTheFrozenEncodersMark() {
  const base::json& text = demo_["text"];
  QCOMPARE(QString::fromStdString(text.value("verdict", "")), QStringLiteral("tuned_is_better"));
  QCOMPARE(text["split"].value("test", 0), 898);
  const double accuracy = text["arms"]["tuned"]["accuracy"].value("value", 0.0);
  const double macroF1 = text["arms"]["tuned"]["macroF1"].value("value", 0.0);
  QVERIFY2(accuracy >= 0.93, qPrintable(QString::number(accuracy)));
  QVERIFY2(macroF1 >= 0.895, qPrintable(QString::number(macroF1)));
  int above = 0;
  for (const base::json& comparison : text["comparisons"]) {
    if (comparison.value("against", "") == "base" && comparison.value("metric", "") != "brier") {
      QVERIFY2(comparison["difference"].value("low", -1.0) > 0, comparison.dump().c_str());
      ++above;
    }
  }
  QVERIFY2(above >= 2, qPrintable(QString::number(above)));
}

void DemoTest::text_removesWhatWasPlanted() {
  const base::json& deid = demo_["text"]["deidentification"];
  const double planted = deid.value("planted", 0.0);
  QVERIFY2(planted > 1000, deid.dump().c_str());
  QVERIFY2(deid.value("plantedRemoved", 0.0) / planted >= 0.98, deid.dump().c_str());
}

void DemoTest::risk_comesToAVerdictByItsEvidence() {
  const base::json& risk = demo_["risk"];
  QCOMPARE(risk.value("rows", 0), 557);
  QCOMPARE(risk["ladder"].size(), size_t{4});
  const base::json& last = risk["ladder"][3];
  QVERIFY2(last["base"]["auroc"].value("value", 0.0) >= 0.72, last.dump().c_str());
  // The verdict must follow from the interval it states.
  const double low = last["difference"].value("low", std::nan(""));
  const std::string verdict = risk.value("verdict", "");
  QVERIFY2((verdict == "tuned_is_better") == (low > 0), risk.dump().c_str());
  QVERIFY(risk.value("improvementSummary", "").size() > 40);
}

void DemoTest::feedback_gainsInEachRound() {
  const base::json& feedback = demo_["feedback"];
  QCOMPARE(feedback["rounds"].size(), size_t(2));
  for (const base::json& round : feedback["rounds"]) {
    qInfo("round %d: macro-F1 %.3f, gain %+.3f", round.value("round", 0),
          round["macroF1"].value("value", 0.0), round.value("gain", 0.0));
    QVERIFY2(round.value("gain", -1.0) > 0, round.dump().c_str());
  }
}

void DemoTest::knowledge_answersWithItsSource() {
  const base::json& knowledge = demo_["knowledge"];
  QCOMPARE(knowledge["searches"].size(), size_t(2));
  for (const base::json& search : knowledge["searches"]) {
    QCOMPARE(QString::fromStdString(search.value("mode", "")), QStringLiteral("words and meaning"));
    QVERIFY2(search["hits"][0].value("title", "") == "Atrial fibrillation", search.dump().c_str());
  }
  QCOMPARE(QString::fromStdString(knowledge["checks"][0].value("status", "")),
           QStringLiteral("on_formulary"));
  QCOMPARE(knowledge["checks"][0].value("interactions", 0), 2);
  QCOMPARE(QString::fromStdString(knowledge["checks"][1].value("status", "")),
           QStringLiteral("restricted"));
}

void DemoTest::release_goesToPatientsAndBack() {
  const base::json& release = demo_["release"];
  for (const auto& [gate, state] : release["gates"].items()) {
    QVERIFY2(state == "holds", gate.c_str());
  }
  QCOMPARE(release.value("failed", -1), 0);
  QVERIFY2(release.value("rollbackMs", 1e9) < 1000, release.dump().c_str());
  QVERIFY(release["arms"]["candidate"].value("requests", 0) > 20);
  QVERIFY(release["arms"]["candidate"]["agreement"].value("low", 0.0) >
          release["arms"]["stable"]["agreement"].value("high", 1.0));
}

void DemoTest::refusal_keepsWhatIsNotBetterOutOfProduction() {
  QVERIFY(demo_["refusal"]["gates"].value("evaluation", "") == "fails");
  QVERIFY(!demo_["refusal"].value("refused", "").empty());
}

void DemoTest::safekeeping_restoresAWorkspaceThatVerifies() {
  QVERIFY(demo_["safekeeping"].value("auditIntact", false));
  QVERIFY(demo_["safekeeping"].value("restored", false));
}

TELESOFT_TEST(DemoTest)

}  // namespace

#include "demo_test.moc"
