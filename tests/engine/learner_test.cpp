#include "telesoft/engine/run/learner.h"

#include "bert_tiny.h"
#include "toy_rows.h"

namespace telesoft::engine {

using base::ErrorCode;
using protocol::Approach;
using tests::TempFolder;

namespace {

std::vector<data::PreparedRow> texts(std::int64_t count, const std::string& text) {
  auto rows = toyRows(count, 4);
  for (auto& row : rows) {
    row.values.clear();
    row.text = text;
  }
  return rows;
}

void fillCutTexts(ToyRun& run) {
  run.spec.classes = {{"0", ""}, {"1", ""}};
  run.spec.baseModel = {"tiny", BertTiny::folder().string(), ""};
  run.spec.hyperparameters.maxLength = 6;
  run.part("train", texts(12, "a b c d e f g h i j"));
  run.part("validation", texts(6, "a b"));
  run.write();
}

}  // namespace

class LearnerTest : public QObject {
  Q_OBJECT
 private slots:
  void text_warnsOfCutTexts() {
    const TempFolder folder;
    ToyRun run(folder.path());
    fillCutTexts(run);
    const auto learner = makeLearner({run.folder(), run.spec}, run.spec.hyperparameters, {});
    QVERIFY2(learner.has_value(), learner ? "" : learner.error().text().c_str());
    QCOMPARE(learner->warnings.size(), 1U);
    QCOMPARE(learner->warnings[0].message,
             std::string("12 of 12 texts of the train part were cut at 6 tokens"));
    QCOMPARE(learner->train.tokens[0].size(), 6U);
    QVERIFY(learner->model->parameters().count() < learner->model->parameterCount());
  }

  void text_refusesMoreTokensThanTheBaseReads() {
    const TempFolder folder;
    ToyRun run(folder.path());
    fillCutTexts(run);
    run.spec.hyperparameters.maxLength = 4096;
    const auto refused = makeLearner({run.folder(), run.spec}, run.spec.hyperparameters, {});
    QCOMPARE(refused.error().code, ErrorCode::InvalidInput);
    QVERIFY(refused.error().message.find("maxLength") != std::string::npos);
  }

  void approach_thatTrainsNoWeightsIsRefused() {
    protocol::RunSpec spec;
    spec.approach = Approach::KnowledgeBase;
    QCOMPARE(makeLearner({"", spec}, {}, {}).error().code, ErrorCode::Unsupported);
  }

  void feedback_trainsAsItsModelDoes() {
    const TempFolder folder;
    QVERIFY(base::makePrivateFolder(folder / "adapter"));
    QVERIFY(base::writeFileWhole(folder / "adapter/adapter_config.json", "{}"));
    protocol::RunSpec spec;
    spec.approach = Approach::ExpertFeedback;
    QCOMPARE(trainedAs({folder.path(), spec}), Approach::Peft);
    spec.warmStart.path = "whole";
    QCOMPARE(trainedAs({folder.path(), spec}), Approach::Full);
    spec.warmStart.path = "adapter";
    QCOMPARE(trainedAs({folder.path(), spec}), Approach::Peft);
    spec.task = protocol::Task::TabularRisk;
    spec.warmStart.path.clear();
    QCOMPARE(trainedAs({folder.path(), spec}), Approach::Full);
    spec.approach = Approach::HeadOnly;
    QCOMPARE(trainedAs({folder.path(), spec}), Approach::HeadOnly);
  }

  void full_startsFromTheBaseAndNeedsItsClasses() {
    const TempFolder folder;
    ToyRun run(folder.path());
    const ToyTask task(40);
    const auto base = task.network();
    QVERIFY(base->save(folder / "base").has_value());
    run.spec.baseModel = {"base", "base", ""};
    fillRiskRun(run);
    run.spec.approach = Approach::Full;
    const auto learner = makeLearner({run.folder(), run.spec}, run.spec.hyperparameters, {});
    QVERIFY(learner.has_value());
    QVERIFY(valuesOf(*learner->model) == valuesOf(*base));
    ToyTask other(40);
    other.config.classes = {"no", "yes"};
    QVERIFY(other.network()->save(folder / "base").has_value());
    const auto refused = makeLearner({run.folder(), run.spec}, run.spec.hyperparameters, {});
    QCOMPARE(refused.error().code, ErrorCode::InvalidInput);
  }

  void learnable_needsTwoClassesAndAMetricThatHasAValue() {
    Learner learner;
    protocol::RunSpec spec;
    learner.train.label = {1, 1, 1};
    learner.validation.label = {0, 1};
    QCOMPARE(checkLearnable(learner, spec).error().code, ErrorCode::InvalidInput);
    learner.train.label = {0, 1};
    QVERIFY(checkLearnable(learner, spec));
    learner.validation.label = {0, 0};
    QVERIFY(checkLearnable(learner, spec));
    spec.targetMetrics.primary = "auroc";
    QCOMPARE(checkLearnable(learner, spec).error().code, ErrorCode::InvalidInput);
  }
};

TELESOFT_TEST(LearnerTest)

}  // namespace telesoft::engine

#include "learner_test.moc"
