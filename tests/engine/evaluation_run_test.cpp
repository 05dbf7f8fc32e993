// An evaluation of a trained text model against its base, in this process.
#include "telesoft/engine/run/evaluation_run.h"

#include "telesoft/base/hash.h"
#include "telesoft/engine/run/engine_run.h"

#include "toy_texts.h"

namespace telesoft::engine {

using protocol::RunKind;
using tests::TempFolder;

namespace {

void train(const base::Path& folder) {
  ToyRun run(folder);
  run.spec.hyperparameters.learningRate = 5e-3;
  fillTextRun(run);
  const auto done = runEngine(folder, base::SystemClock());
  QVERIFY2(done, done ? "" : done.error().text().c_str());
}

void fillEvaluation(ToyRun& run, const base::Path& model) {
  run.spec.kind = RunKind::Evaluate;
  run.spec.tunedModel = {"tuned", model.string(), ""};
  run.spec.data.test = "data/test.jsonl";
  run.part("test", toyTexts(120, 8));
  fillTextRun(run);
}

}  // namespace

class EvaluationRunTest : public QObject {
  Q_OBJECT
 private slots:
  void text_hasThreeArmsOnTheSameRows() {
    const TempFolder folder;
    train(folder / "trained");
    ToyRun run(folder / "evaluation");
    fillEvaluation(run, folder / "trained/model");
    const auto done = runEngine(run.folder(), base::SystemClock());
    QVERIFY2(done, done ? "" : done.error().text().c_str());
    const auto evaluation = run.read("evaluation.json");
    std::map<std::string, double> accuracy;
    for (const auto& arm : evaluation["arms"]) {
      accuracy[arm["arm"]] = arm["accuracy"]["value"].get<double>();
      QCOMPARE(arm["accuracy"]["n"].get<int>(), 120);
    }
    QCOMPARE(accuracy.size(), 3U);
    QVERIFY(accuracy.contains("base") && accuracy.contains("head_only"));
    QVERIFY(accuracy["tuned"] > 0.9);
    QCOMPARE(run.events().back()["kind"].get<std::string>(), std::string("finished"));
  }

  void text_headComesFromTheTrainPartWhereTheModelBringsNone() {
    const TempFolder folder;
    train(folder / "trained");
    std::filesystem::remove(folder / "trained/model/probe.json");
    ToyRun run(folder / "evaluation");
    fillEvaluation(run, folder / "trained/model");
    QVERIFY(runEngine(run.folder(), base::SystemClock()));
    QCOMPARE(run.read("evaluation.json")["arms"].size(), 3U);
    ToyRun alone(folder / "alone");
    fillEvaluation(alone, folder / "trained/model");
    alone.spec.data.train.clear();
    alone.spec.data.validation.clear();
    alone.putSpec(base::toJson(alone.spec));
    QVERIFY(runEngine(alone.folder(), base::SystemClock()));
    QCOMPARE(alone.read("evaluation.json")["arms"].size(), 2U);
  }

  void text_ofAKnowledgeBaseIsItsBase() {
    const TempFolder folder;
    QVERIFY(base::makePrivateFolder(folder / "index"));
    QVERIFY(base::writeFileWhole(folder / "index/index.json", "{}"));
    ToyRun run(folder / "evaluation");
    run.spec.approach = protocol::Approach::KnowledgeBase;
    run.spec.preserveCapabilities = {"regulatory_compliance"};
    fillEvaluation(run, folder / "index");
    run.spec.data.train.clear();
    run.spec.data.validation.clear();
    run.putSpec(base::toJson(run.spec));
    const auto done = runEngine(run.folder(), base::SystemClock());
    QVERIFY2(done, done ? "" : done.error().text().c_str());
    const auto evaluation = run.read("evaluation.json");
    QCOMPARE(evaluation["arms"].size(), 2U);
    QCOMPARE(evaluation["arms"][0]["accuracy"]["value"].get<double>(),
             evaluation["arms"][1]["accuracy"]["value"].get<double>());
    const auto summary = evaluation["improvementSummary"].get<std::string>();
    QVERIFY2(summary.starts_with("A knowledge base changes which passages are cited"),
             summary.c_str());
    QCOMPARE(evaluation["capabilities"][0]["state"].get<std::string>(), std::string("kept"));
  }

  void cancel_leavesNoEvaluation() {
    const TempFolder folder;
    train(folder / "trained");
    ToyRun run(folder / "evaluation");
    fillEvaluation(run, folder / "trained/model");
    run.part("test", toyTexts(4000, 8));
    QVERIFY(data::writePreparedManifest(run.folder() / "data/manifest.json", run.manifest));
    run.ask("cancel");
    const auto done = runEngine(run.folder(), base::SystemClock());
    QVERIFY2(done, done ? "" : done.error().text().c_str());
    QCOMPARE(run.read("status.json")["state"].get<std::string>(), std::string("cancelled"));
    QVERIFY(!std::filesystem::exists(run.folder() / "evaluation.json"));
  }

  void model_isNeeded() {
    const TempFolder folder;
    ToyRun run(folder / "evaluation");
    fillEvaluation(run, "");
    run.spec.tunedModel = {};
    run.putSpec(base::toJson(run.spec));
    const auto done = runEngine(run.folder(), base::SystemClock());
    QCOMPARE(done.error().code, base::ErrorCode::InvalidInput);
    QVERIFY(done.error().message.find("tunedModel") != std::string::npos);
  }
};

TELESOFT_TEST(EvaluationRunTest)

}  // namespace telesoft::engine

#include "evaluation_run_test.moc"
