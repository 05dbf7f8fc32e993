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
  const Ran ran = workspace_.telesoft({"demo"}, 1200 * 1000);
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

TELESOFT_TEST(DemoTest)

}  // namespace

#include "demo_test.moc"
