// The wizards' rules of order and their requests, without a widget.
#include "telesoft/ui/models/strings.h"
#include "telesoft/ui/wizards/approach/approach_context.h"
#include "telesoft/ui/wizards/deid/deid_context.h"
#include "telesoft/ui/wizards/import/import_context.h"
#include "telesoft/ui/wizards/split/split_context.h"

#include "support/test_case.h"
#include "ui_wizards/sample_answers.h"

namespace telesoft::tests {

using protocol::ColumnRole;
using protocol::DatasetState;
using ui::ApproachContext;
using ui::DeidContext;
using ui::ImportContext;
using ui::SplitContext;

class ContextTest : public QObject {
  Q_OBJECT

 private slots:
  void import_opensAStepOnlyWhenTheOnesBeforeAreWhole();
  void import_sendsOnlyColumnsThatDifferFromTheProposal();
  void import_namesTwoLabelsAtTheirFields();
  void import_makesALabelFromTimeAndEvent();
  void import_dropsDecisionsWithAnotherFile();
  void deid_followsTheRecommendationUntilOneChooses();
  void deid_warnsOfAnIdentifierThatIsKept();
  void deid_tellsThatNothingWasLookedAt();
  void deid_forgetsMarksWhenTheFindsChange();
  void split_refusesSharesThatAreNotAWhole_data();
  void split_refusesSharesThatAreNotAWhole();
  void split_ignoresTheTestShareWithAFixedTestPart();
  void split_isNotWholeWhileThePreviewIsStale();
  void approach_takesTheRecommendedOne();
  void approach_refusesWhatIsNotAvailable();
  void approach_marksDifferencesFromThePreset();
  void approach_keepsTheChoiceWhenAdviceComesAgain();
  void settings_coverTheApisNames();
};

void ContextTest::import_opensAStepOnlyWhenTheOnesBeforeAreWhole() {
  ImportContext context;
  QVERIFY(!context.canEnter(ImportContext::kColumns));
  context.setPath(QStringLiteral("/data/notes.csv"));
  QVERIFY(context.isReading());
  QVERIFY(!context.canEnter(ImportContext::kColumns));
  context.setPreview(samplePreview());
  QVERIFY(context.canEnter(ImportContext::kDecision));
  QVERIFY(context.isWhole());
  QCOMPARE(context.name(), QStringLiteral("notes"));
  context.setName(QStringLiteral("  "));
  QVERIFY(context.canEnter(ImportContext::kNames));
  QVERIFY(!context.canEnter(ImportContext::kDecision));
}

void ContextTest::import_sendsOnlyColumnsThatDifferFromTheProposal() {
  ImportContext context;
  context.setPath(QStringLiteral("/data/notes.csv"));
  context.setPreview(samplePreview());
  QVERIFY(context.request().recipe.columns.empty());
  context.setRole(3, ColumnRole::Ignore);
  context.setUnit(0, "mmol/L");
  context.setRole(1, ColumnRole::Ignore);
  context.setRole(1, ColumnRole::Identifier);  // back to the proposal
  const auto columns = context.request().recipe.columns;
  QCOMPARE(columns.size(), size_t{2});
  QCOMPARE(columns[0].name, std::string("patient_id"));
  QCOMPARE(columns[0].unit, std::string("mmol/L"));
  QCOMPARE(columns[1].name, std::string("ward"));
  QVERIFY(columns[1].role == ColumnRole::Ignore);
}

void ContextTest::import_namesTwoLabelsAtTheirFields() {
  ImportContext context;
  context.setPath(QStringLiteral("/data/notes.csv"));
  context.setPreview(samplePreview());
  context.setRole(3, ColumnRole::Label);
  QVERIFY(!context.columnProblem(3).isEmpty());
  QVERIFY(!context.columnProblem(5).isEmpty());
  QVERIFY(context.columnProblem(4).isEmpty());
  QCOMPARE(context.stepProblem(ImportContext::kColumns), context.columnProblem(3));
  context.setRole(3, ColumnRole::Subgroup);
  context.setRole(5, ColumnRole::Ignore);
  QVERIFY(context.stepProblem(ImportContext::kColumns)
              .contains(QStringLiteral("No column is the label")));
}

void ContextTest::import_makesALabelFromTimeAndEvent() {
  ImportContext context;
  context.setPath(QStringLiteral("/data/gbsg.csv"));
  context.setPreview(sampleSurvivalPreview());
  QVERIFY(context.canDeriveLabel());
  QVERIFY(context.canEnter(ImportContext::kNames));
  QVERIFY(!context.canEnter(ImportContext::kDecision));  // no horizon yet
  context.setHorizon(1095);
  QVERIFY(context.isWhole());
  const auto derived = context.request().recipe.derived;
  QCOMPARE(derived.size(), size_t{1});
  QCOMPARE(derived[0].kind, std::string("event_within"));
  QCOMPARE(derived[0].from, std::string("rfstime"));
  QCOMPARE(derived[0].event, std::string("status"));
  QCOMPARE(derived[0].horizon, 1095.0);
  QVERIFY(derived[0].role == ColumnRole::Label);
}

void ContextTest::import_dropsDecisionsWithAnotherFile() {
  ImportContext context;
  context.setPath(QStringLiteral("/data/a.csv"));
  context.setPreview(samplePreview());
  context.setDescription(QStringLiteral("Neoplasm"), QStringLiteral("A tumour."));
  QCOMPARE(context.request().recipe.classDescriptions.at("Neoplasm"), std::string("A tumour."));
  context.setPath(QStringLiteral("/data/a.csv"));
  QVERIFY(context.preview().has_value());
  context.setPath(QStringLiteral("/data/b.csv"));
  QVERIFY(!context.preview().has_value());
  QVERIFY(context.request().recipe.classDescriptions.empty());
}

void ContextTest::deid_followsTheRecommendationUntilOneChooses() {
  DeidContext context;
  context.setDataset(sampleDataset("ds_raw", "imported", DatasetState::Ready));
  QVERIFY(!context.canEnter(DeidContext::kCheck));  // not searched yet
  context.setPreview(sampleDeidReport());
  QVERIFY(context.isWhole());
  QCOMPARE(context.action("patient_id"), std::string("hash"));
  QVERIFY(context.request().columns.empty());
  context.setAction("patient_id", "surrogate");
  QVERIFY(context.isStale());
  QCOMPARE(context.request().columns.at("patient_id"), std::string("surrogate"));
  auto again = sampleDeidReport();
  again.columnActions["patient_id"] = "surrogate";
  context.setPreview(again);
  QCOMPARE(context.recommended("patient_id"), std::string("hash"));
  context.setAction("patient_id", "");
  QCOMPARE(context.action("patient_id"), std::string("hash"));
}

void ContextTest::deid_warnsOfAnIdentifierThatIsKept() {
  DeidContext context;
  context.setDataset(sampleDataset("ds_raw", "imported", DatasetState::Ready));
  context.setPreview(sampleDeidReport());
  const auto dangers = [&] {
    int count = 0;
    for (const auto& line : context.decision()) {
      count += line.tone == ui::Tone::Danger ? 1 : 0;
    }
    return count;
  };
  QCOMPARE(dangers(), 0);
  context.setAction("name", "keep");
  QCOMPARE(dangers(), 1);
}

void ContextTest::deid_tellsThatNothingWasLookedAt() {
  DeidContext context;
  context.setDataset(sampleDataset("ds_raw", "imported", DatasetState::Ready));
  context.setPreview(sampleDeidReport());
  const auto cautions = [&] {
    int count = 0;
    for (const auto& line : context.decision()) {
      count += line.tone == ui::Tone::Caution ? 1 : 0;
    }
    return count;
  };
  QCOMPARE(cautions(), 1);
  context.setLookedAt(0);
  context.setLookedAt(0);
  QCOMPARE(cautions(), 0);
  QCOMPARE(context.lookedAt(), 1);
}

void ContextTest::deid_forgetsMarksWhenTheFindsChange() {
  DeidContext context;
  context.setDataset(sampleDataset("ds_raw", "imported", DatasetState::Ready));
  auto report = sampleDeidReport();
  context.setPreview(report);
  context.setWrong(0, 1, true);
  context.setPreview(report);
  QVERIFY(context.isWrong(0, 1));
  report.spans -= 1;
  context.setPreview(report);
  QVERIFY(!context.isWrong(0, 1));
}

void ContextTest::split_refusesSharesThatAreNotAWhole_data() {
  QTest::addColumn<double>("train");
  QTest::addColumn<double>("validation");
  QTest::addColumn<double>("test");
  QTest::addColumn<bool>("right");
  QTest::newRow("as preset") << 0.7 << 0.15 << 0.15 << true;
  QTest::newRow("too much") << 0.8 << 0.15 << 0.15 << false;
  QTest::newRow("too little") << 0.5 << 0.15 << 0.15 << false;
  QTest::newRow("no validation") << 0.85 << 0.0 << 0.15 << false;
  QTest::newRow("no test") << 0.85 << 0.15 << 0.0 << false;
}

void ContextTest::split_refusesSharesThatAreNotAWhole() {
  QFETCH(double, train);
  QFETCH(double, validation);
  QFETCH(double, test);
  SplitContext context;
  context.setDataset(sampleDataset("ds_clean", "deidentified", DatasetState::Ready));
  context.setFractions(train, validation, test);
  QTEST(context.isPlanRight(), "right");
}

void ContextTest::split_ignoresTheTestShareWithAFixedTestPart() {
  SplitContext context;
  context.setDataset(sampleDataset("ds_clean", "deidentified", DatasetState::Ready));
  context.setFixedTest(true);
  context.setFractions(0.85, 0.15, 0.15);
  QVERIFY(context.fractionsProblem().isEmpty());
  QVERIFY(!context.isPlanRight());  // no column yet
  context.setTestColumn("ward");
  QVERIFY(!context.isPlanRight());  // no value yet
  context.setTestValue("Oncology");
  QVERIFY(context.isPlanRight());
  QCOMPARE(context.request().testColumn, std::string("ward"));
  context.setFixedTest(false);
  QVERIFY(context.request().testColumn.empty());
  context.setFixedTest(true);
  QCOMPARE(context.request().testValue, std::string("Oncology"));  // going back loses nothing
}

void ContextTest::split_isNotWholeWhileThePreviewIsStale() {
  SplitContext context;
  context.setDataset(sampleDataset("ds_clean", "deidentified", DatasetState::Ready));
  context.setPreview(sampleSplit(context.request()));
  QVERIFY(context.isWhole());
  context.setSeed(7);
  QVERIFY(!context.isWhole());
  context.setPreview(sampleSplit(context.request()));
  QVERIFY(context.isWhole());
  QCOMPARE(context.request().seed, std::int64_t{7});
}

void ContextTest::approach_takesTheRecommendedOne() {
  ApproachContext context;
  context.setBaseModels(sampleBaseModels());
  QVERIFY(!context.canEnter(ApproachContext::kApproach));
  context.setSplit(sampleSplit({}));
  QVERIFY(context.canEnter(ApproachContext::kApproach));
  QVERIFY(!context.canEnter(ApproachContext::kSettings));
  context.setAdvice(sampleAdvice());
  QVERIFY(context.isWhole());
  const auto request = context.request();
  QCOMPARE(request.baseModel, std::string("telesoft-diagnostic-v2"));
  QVERIFY(request.approach == protocol::Approach::Peft);
  QCOMPARE(request.trainingData, std::string("ds_train"));
  QCOMPARE(request.validationData, std::string("ds_validation"));
  QCOMPARE(request.targetMetrics.primary, std::string("f1_score"));
}

void ContextTest::approach_refusesWhatIsNotAvailable() {
  ApproachContext context;
  context.setBaseModels(sampleBaseModels());
  context.setSplit(sampleSplit({}));
  context.setAdvice(sampleAdvice());
  context.setApproach(protocol::Approach::ExpertFeedback);
  QVERIFY(!context.canEnter(ApproachContext::kSettings));
  context.setApproach(protocol::Approach::Full);  // not advised, but may be
  QVERIFY(context.isWhole());
  QVERIFY(context.decision().back().tone == ui::Tone::Caution);
  context.setBaseModel("telesoft-risk-v1");  // not on this computer
  context.setAdvice(sampleAdvice());
  QVERIFY(context.stepProblem(ApproachContext::kApproach)
              .contains(QStringLiteral("not on this computer")));
}

void ContextTest::approach_marksDifferencesFromThePreset() {
  ApproachContext context;
  context.setBaseModels(sampleBaseModels());
  context.setSplit(sampleSplit({}));
  context.setAdvice(sampleAdvice());
  QCOMPARE(context.differences(ui::SettingGroup::Basic), 0);
  context.hyperparameters().batchSize = 32;
  context.hyperparameters().loraRank = 16;
  for (const ui::Setting& setting : ui::settings()) {
    if (setting.key == QLatin1String("batchSize")) {
      QCOMPARE(context.difference(setting), QStringLiteral("preset: 16"));
    }
  }
  QCOMPARE(context.differences(ui::SettingGroup::AdapterAndMachine), 1);
  context.setApproach(protocol::Approach::Full);  // has no adapter
  QCOMPARE(context.differences(ui::SettingGroup::AdapterAndMachine), 0);
}

void ContextTest::approach_keepsTheChoiceWhenAdviceComesAgain() {
  ApproachContext context;
  context.setBaseModels(sampleBaseModels());
  context.setSplit(sampleSplit({}));
  context.setAdvice(sampleAdvice());
  context.setApproach(protocol::Approach::HeadOnly);
  context.setTarget("accuracy");
  context.setAdvice(sampleAdvice());
  QVERIFY(context.request().approach == protocol::Approach::HeadOnly);
  QCOMPARE(context.request().targetMetrics.primary, std::string("accuracy"));
}

void ContextTest::settings_coverTheApisNames() {
  const base::json known = base::toJson(protocol::Hyperparameters());
  QCOMPARE(known.size(), ui::settings().size() + 3);  // and schedule, precision, targetModules
  for (const ui::Setting& setting : ui::settings()) {
    QVERIFY2(known.contains(setting.key.toStdString()), qPrintable(setting.key));
    protocol::Hyperparameters values;
    setting.set(values, setting.isSwitch() ? 1 : setting.high);
    QCOMPARE(setting.value(values), setting.isSwitch() ? 1.0 : setting.high);
  }
}

TELESOFT_TEST(ContextTest)

}  // namespace telesoft::tests

#include "context_test.moc"
