// Going on from a trained model with corrected rows: where it starts, what it learns, what it
// refuses.
#include "telesoft/engine/models/tabular_network.h"
#include "telesoft/engine/models/text_classifier.h"
#include "telesoft/engine/run/engine_run.h"
#include "telesoft/engine/run/learner.h"
#include "telesoft/engine/run/model_folder.h"

#include "toy_texts.h"

namespace telesoft::engine {

using base::ErrorCode;
using protocol::Approach;
using protocol::Precision;
using tests::TempFolder;

namespace {

/// Texts in which readers have found a third of the labels wrong.
std::vector<data::PreparedRow> mislabelled(std::vector<data::PreparedRow> rows) {
  for (size_t i = 0; i < rows.size(); i += 3) {
    rows[i].label = 1 - rows[i].label;
  }
  return rows;
}

void trainFirst(const base::Path& folder, Approach approach) {
  ToyRun run(folder);
  run.spec.approach = approach;
  run.spec.hyperparameters.learningRate = 3e-3;
  run.spec.hyperparameters.epochs = 1;
  run.spec.hyperparameters.precision = Precision::Float32;
  run.spec.task = protocol::Task::TextClassification;
  run.spec.classes = {{"first", ""}, {"second", ""}};
  run.spec.baseModel = {"tiny", BertTiny::folder().string(), ""};
  run.spec.hyperparameters.maxLength = 16;
  run.spec.hyperparameters.loraRank = 4;
  run.part("train", mislabelled(toyTexts(48, 1)));
  run.part("validation", toyTexts(48, 2));
  run.write();
  const auto done = runEngine(folder, base::SystemClock());
  QVERIFY2(done, done ? "" : done.error().text().c_str());
}

void fillFeedback(ToyRun& run, const base::Path& model) {
  run.spec.approach = Approach::ExpertFeedback;
  run.spec.warmStart = {"md_1", model.string(), ""};
  run.spec.hyperparameters.precision = Precision::Float32;
  fillTextRun(run);
}

}  // namespace

class WarmStartTest : public QObject {
  Q_OBJECT
 private slots:
  void text_startsWhereTheModelStands_data() {
    QTest::addColumn<int>("approach");
    QTest::newRow("adapter") << static_cast<int>(Approach::Peft);
    QTest::newRow("whole") << static_cast<int>(Approach::Full);
    QTest::newRow("head only") << static_cast<int>(Approach::HeadOnly);
  }
  void text_startsWhereTheModelStands() {
    QFETCH(int, approach);
    const TempFolder folder;
    trainFirst(folder / "first", static_cast<Approach>(approach));
    ToyRun run(folder / "second");
    fillFeedback(run, folder / "first/model");
    auto learner = makeLearner({run.folder(), run.spec}, run.spec.hyperparameters, {});
    QVERIFY2(learner.has_value(), learner ? "" : learner.error().text().c_str());
    QVERIFY(learner->prepare(*learner, {}));
    const auto stored =
        TextClassifier::open(folder / "first/model", BertTiny::folder(), Precision::Float32);
    const auto expected = (*stored)->predict(learner->validation, {});
    const auto got = learner->model->predict(learner->validation, {});
    for (size_t row = 0; row < expected->size(); ++row) {
      QVERIFY(std::abs((*expected)[row][0] - (*got)[row][0]) < 1e-6);
    }
    QVERIFY(learner->model->parameters().count() > 0);
  }

  void text_learnsFromCorrectionsAndStaysOfItsKind() {
    const TempFolder folder;
    trainFirst(folder / "first", Approach::Peft);
    const base::json before = ToyRun(folder / "first").read("result.json");
    ToyRun run(folder / "second");
    run.spec.hyperparameters.learningRate = 5e-3;
    fillFeedback(run, folder / "first/model");
    const auto done = runEngine(run.folder(), base::SystemClock());
    QVERIFY2(done, done ? "" : done.error().text().c_str());
    const base::json after = run.read("result.json");
    const double old = before["validation"]["accuracy"].get<double>();
    const double now = after["validation"]["accuracy"].get<double>();
    QVERIFY2(now > 0.9 && now >= old, (std::to_string(old) + " " + std::to_string(now)).c_str());
    QCOMPARE(after["modelKind"].get<std::string>(), std::string("peft"));
    const auto description = readModelDescription(run.folder() / "model");
    QCOMPARE((*description)->approach, Approach::ExpertFeedback);
    const auto opened =
        TextClassifier::open(run.folder() / "model", BertTiny::folder(), Precision::Float32);
    QVERIFY2(opened.has_value(), opened ? "" : opened.error().text().c_str());
    QCOMPARE((*opened)->network().loras()[0]->rank, 4);  // of the model that it goes on from
    bool hasStepZero = false;
    for (const auto& event : run.events()) {
      hasStepZero = hasStepZero || (event["kind"] == "metric" && event["data"]["step"] == 0);
    }
    QVERIFY(hasStepZero);
  }

  void text_resumedEqualsTheUninterruptedRun() {
    const TempFolder folder;
    trainFirst(folder / "first", Approach::Peft);
    std::map<std::string, std::string> hashes;
    for (const char* name : {"whole", "paused"}) {
      ToyRun run(folder / name);
      run.spec.hyperparameters.evalEverySteps = 4;
      fillFeedback(run, folder / "first/model");
      if (std::string(name) == "paused") {
        run.ask("pause");
        QVERIFY(runEngine(run.folder(), base::SystemClock()));
        QCOMPARE(run.read("status.json")["state"].get<std::string>(), std::string("paused"));
        run.ask("none");
      }
      QVERIFY(runEngine(run.folder(), base::SystemClock()));
      hashes[name] = run.read("result.json")["modelSha256"].get<std::string>();
    }
    QCOMPARE(hashes["paused"], hashes["whole"]);
  }

  void otherClassesOrBytes_areRefused() {
    const TempFolder folder;
    trainFirst(folder / "first", Approach::Peft);
    ToyRun run(folder / "second");
    fillFeedback(run, folder / "first/model");
    RunInput input{run.folder(), run.spec};
    std::swap(input.spec.classes[0], input.spec.classes[1]);
    QCOMPARE(makeLearner(input, run.spec.hyperparameters, {}).error().code,
             ErrorCode::InvalidInput);
    input.spec = run.spec;
    input.spec.warmStart.sha256 = std::string(64, 'a');
    QCOMPARE(makeLearner(input, run.spec.hyperparameters, {}).error().code, ErrorCode::Conflict);
    input.spec.warmStart = {"md_1", (folder / "none").string(), ""};
    QCOMPARE(makeLearner(input, run.spec.hyperparameters, {}).error().code, ErrorCode::NotFound);
  }

  void risk_goesOnWithTheWholeNetwork() {
    const TempFolder folder;
    const ToyTask task(60);
    const auto first = task.network();
    QVERIFY(first->save(folder / "first").has_value());
    ToyRun run(folder / "second");
    run.spec.warmStart = {"md_1", (folder / "first").string(), ""};
    run.spec.baseModel = {"base", (folder / "none").string(), ""};
    fillRiskRun(run);
    run.spec.approach = Approach::ExpertFeedback;
    auto learner = makeLearner({run.folder(), run.spec}, run.spec.hyperparameters, {});
    QVERIFY2(learner.has_value(), learner ? "" : learner.error().text().c_str());
    QVERIFY(valuesOf(*learner->model) == valuesOf(*first));
    QCOMPARE(learner->model->parameters().count(), learner->model->parameterCount());
  }
};

TELESOFT_TEST(WarmStartTest)

}  // namespace telesoft::engine

#include "warm_start_test.moc"
