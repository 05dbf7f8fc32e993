// Training runs on texts, each approach, in this process.
#include "telesoft/engine/run/training_run.h"

#include <cmath>

#include "telesoft/engine/models/calibration.h"
#include "telesoft/engine/models/text_classifier.h"
#include "telesoft/engine/run/engine_run.h"
#include "telesoft/engine/run/model_folder.h"

#include "toy_texts.h"

namespace telesoft::engine {

using protocol::Approach;
using tests::TempFolder;

class TrainingRunTest : public QObject {
  Q_OBJECT
 private slots:
  void text_givesAModelThatCanBeOpenedAgain_data() {
    QTest::addColumn<int>("approach");
    QTest::addColumn<std::string>("weights");
    QTest::newRow("peft") << static_cast<int>(Approach::Peft)
                          << std::string("adapter_model.safetensors");
    QTest::newRow("full") << static_cast<int>(Approach::Full) << std::string("model.safetensors");
    QTest::newRow("head_only") << static_cast<int>(Approach::HeadOnly)
                               << std::string("model.safetensors");
    QTest::newRow("scratch") << static_cast<int>(Approach::Scratch)
                             << std::string("model.safetensors");
  }
  void text_givesAModelThatCanBeOpenedAgain() {
    QFETCH(int, approach);
    QFETCH(std::string, weights);
    const TempFolder folder;
    ToyRun run(folder / "run");
    run.spec.approach = static_cast<Approach>(approach);
    run.spec.hyperparameters.learningRate = 5e-3;
    run.spec.hyperparameters.precision = protocol::Precision::Float32;
    fillTextRun(run);
    const auto done = runEngine(run.folder(), base::SystemClock());
    QVERIFY2(done, done ? "" : done.error().text().c_str());
    const auto result = run.read("result.json");
    QVERIFY2(result["validation"]["accuracy"].get<double>() > 0.9, result.dump().c_str());
    QVERIFY(result["trainableParameters"] <= result["parameters"]);
    const auto description = readModelDescription(run.folder() / "model");
    QCOMPARE((*description)->weightsFile, weights);
    const auto opened = TextClassifier::open(run.folder() / "model", BertTiny::folder(),
                                             protocol::Precision::Float32);
    QVERIFY2(opened.has_value(), opened ? "" : opened.error().text().c_str());
    const auto tokenizer = WordPiece::fromFolder(BertTiny::folder());
    const auto validation = tokenize(toyTexts(48, 2), *tokenizer, 16, {});
    const auto metrics =
        validate(*(*opened)->predict(validation->examples, {}), validation->examples.label, 2);
    QCOMPARE(metrics.accuracy, result["validation"]["accuracy"].get<double>());
  }

  void risk_isCalibratedOnItsValidationRows() {
    const TempFolder folder;
    ToyRun run(folder / "run");
    fillRiskRun(run);
    QVERIFY(runEngine(run.folder(), base::SystemClock()));
    const auto result = run.read("result.json");
    QCOMPARE(result["calibrationRows"].get<int>(), 100);
    const auto description = readModelDescription(run.folder() / "model");
    const double temperature = (*description)->temperature;
    QCOMPARE(temperature, result["temperature"].get<double>());
    const auto network = TabularNetwork::open(run.folder() / "model");
    const auto rows = (*network)->encoding().encode(toyFeatures(), toyRows(100, 2));
    const auto probabilities = (*network)->predict(*rows, {});
    const double before = meanLogLoss(*probabilities, rows->label, 1);
    QVERIFY(std::abs(before - result["validation"]["validationLoss"].get<double>()) < 1e-9);
    const double after = meanLogLoss(*probabilities, rows->label, temperature);
    QVERIFY2(after < before, (std::to_string(after) + " " + std::to_string(before)).c_str());
    for (const double other : {temperature * 0.98, temperature * 1.02}) {
      QVERIFY(after < meanLogLoss(*probabilities, rows->label, other));
    }
  }

  void text_resumedEqualsTheUninterruptedRun() {
    const TempFolder folder;
    std::map<std::string, base::json> results;
    for (const char* name : {"whole", "paused"}) {
      ToyRun run(folder / name);
      run.spec.hyperparameters.learningRate = 5e-3;
      run.spec.hyperparameters.evalEverySteps = 5;
      fillTextRun(run);
      if (std::string(name) == "paused") {
        run.ask("pause");
        QVERIFY(runEngine(run.folder(), base::SystemClock()));
        QCOMPARE(run.read("status.json")["state"].get<std::string>(), std::string("paused"));
        run.ask("none");
      }
      QVERIFY(runEngine(run.folder(), base::SystemClock()));
      results[name] = run.read("result.json");
    }
    QCOMPARE(results["paused"]["modelSha256"].get<std::string>(),
             results["whole"]["modelSha256"].get<std::string>());
  }
};

TELESOFT_TEST(TrainingRunTest)

}  // namespace telesoft::engine

#include "training_run_test.moc"
