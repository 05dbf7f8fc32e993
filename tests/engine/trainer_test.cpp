#include "telesoft/engine/train/trainer.h"

#include "toy_rows.h"

namespace telesoft::engine {

using base::ErrorCode;
using tests::TempFolder;

class TrainerTest : public QObject {
  Q_OBJECT
 private slots:
  void trainer_learnsSeparableRows() {
    const TempFolder folder;
    const ToyTask task;
    const auto model = task.network();
    Recorder recorder;
    const auto outcome = Trainer(toySetup(task, *model, folder.path()), recorder).run();
    QVERIFY(outcome.has_value());
    QCOMPARE(outcome->reason, std::string("completed"));
    QCOMPARE(outcome->step, 6 * 13);  // 200 rows in batches of 16
    QVERIFY(recorder.evaluations.front().step == 0 &&
            recorder.evaluations.size() == 7);  // the start, and each epoch
    QVERIFY2(outcome->bestValue > 0.93, std::to_string(outcome->bestValue).c_str());
    QVERIFY(outcome->bestValue > recorder.evaluations.front().metrics.at("auroc"));
    QCOMPARE(recorder.steps.back().secondsLeft, 0.0);
  }

  void trainer_keepsTheBestWeights() {
    const TempFolder folder;
    const ToyTask task;
    const auto model = task.network();
    Recorder recorder;
    const auto outcome = Trainer(toySetup(task, *model, folder.path()), recorder).run();
    const auto now = validate(*model->predict(task.validation, {}), task.validation.label, 2);
    QCOMPARE(now.auroc, outcome->bestValue);
    double best = 0;
    for (const EvaluationReport& e : recorder.evaluations) {
      best = std::max(best, e.metrics.at("auroc"));
    }
    QCOMPARE(outcome->bestValue, best);
  }

  void trainer_isNeverWorseThanWhereItBegan() {
    const TempFolder folder;
    const ToyTask task;
    const auto good = task.network();
    Recorder first;
    QVERIFY(Trainer(toySetup(task, *good, folder / "good"), first).run().has_value());
    const auto before = valuesOf(*good);
    Recorder second;
    TrainingSetup harmful = toySetup(task, *good, folder / "harmed");
    harmful.hyperparameters.learningRate = 5;
    harmful.hyperparameters.clipNorm = 0;
    const auto outcome = Trainer(harmful, second).run();
    QVERIFY(outcome.has_value());
    QCOMPARE(outcome->bestStep, 0);
    QVERIFY(valuesOf(*good) == before);
  }

  void trainer_stopsEarlyWhereNothingGetsBetter() {
    const TempFolder folder;
    const ToyTask task;
    const auto model = task.network();
    TrainingSetup setup = toySetup(task, *model, folder.path());
    setup.hyperparameters.learningRate = 1e-12;
    setup.hyperparameters.epochs = 50;
    setup.hyperparameters.earlyStoppingPatience = 3;
    Recorder recorder;
    const auto outcome = Trainer(setup, recorder).run();
    QCOMPARE(outcome->reason, std::string("early_stopping"));
    QCOMPARE(outcome->step, 3 * 13);
    QCOMPARE(outcome->bestStep, 0);
  }

  void cancel_keepsTheBestSoFar() {
    const TempFolder folder;
    const ToyTask task;
    const auto model = task.network();
    Recorder recorder;
    recorder.ask = [](std::int64_t steps) {
      return steps >= 20 ? RunRequest::Cancel : RunRequest::None;
    };
    const auto outcome = Trainer(toySetup(task, *model, folder.path()), recorder).run();
    QCOMPARE(outcome->reason, std::string("cancelled"));
    QCOMPARE(outcome->step, 20);  // at the next step
    QCOMPARE(outcome->bestStep, 13);
    const auto now = validate(*model->predict(task.validation, {}), task.validation.label, 2);
    QCOMPARE(now.auroc, outcome->bestValue);
  }

  void resume_afterPausesAndBreaksEqualsTheUninterruptedRun_data() {
    QTest::addColumn<std::vector<int>>("interruptions");
    QTest::newRow("one pause") << std::vector<int>{17};
    QTest::newRow("several, one at an evaluation") << std::vector<int>{5, 13, 14, 40, 77};
  }
  void resume_afterPausesAndBreaksEqualsTheUninterruptedRun() {
    QFETCH(std::vector<int>, interruptions);
    const TempFolder folder;
    const ToyTask task;
    const auto whole = task.network();
    Recorder quiet;
    const auto expected = Trainer(toySetup(task, *whole, folder / "whole"), quiet).run();
    for (const bool killed : {false, true}) {
      const base::Path checkpoints = folder / (killed ? "killed" : "paused");
      for (const int at : interruptions) {
        const auto model = task.network();
        Recorder recorder;
        recorder.breakAt = killed ? at : -1;
        recorder.ask = [&](std::int64_t steps) {
          return !killed && steps >= at ? RunRequest::Pause : RunRequest::None;
        };
        const auto part = Trainer(toySetup(task, *model, checkpoints), recorder).run();
        QCOMPARE(part.has_value(), !killed);
      }
      const auto model = task.network();
      Recorder recorder;
      Trainer last(toySetup(task, *model, checkpoints), recorder);
      const auto outcome = last.run();
      QVERIFY(outcome.has_value());
      QVERIFY(last.resumedAt() > 0);
      QVERIFY(valuesOf(*model) == valuesOf(*whole));
      QCOMPARE(outcome->bestStep, expected->bestStep);
      QVERIFY(outcome->bestMetrics == expected->bestMetrics);
      QCOMPARE(outcome->step, expected->step);
    }
  }

  void accumulation_ofSmallBatchesEqualsOneLargeOne() {
    const TempFolder folder;
    const ToyTask task;
    std::vector<std::vector<std::vector<float>>> ends;
    for (const auto& [batch, steps] : {std::pair{16, 1}, {2, 8}}) {
      const auto model = task.network();
      TrainingSetup setup = toySetup(task, *model, folder / std::to_string(batch));
      setup.hyperparameters.batchSize = batch;
      setup.hyperparameters.accumulationSteps = steps;
      setup.hyperparameters.classWeights = true;
      setup.hyperparameters.epochs = 2;
      Recorder recorder;
      QVERIFY(Trainer(setup, recorder).run().has_value());
      ends.push_back(valuesOf(*model));
    }
    double worst = 0;
    for (size_t i = 0; i < ends[0].size(); ++i) {
      for (size_t j = 0; j < ends[0][i].size(); ++j) {
        worst = std::max(worst, static_cast<double>(std::abs(ends[0][i][j] - ends[1][i][j])));
      }
    }
    QVERIFY2(worst < 1e-6, std::to_string(worst).c_str());
  }

  void divergence_isToldAndNotHidden() {
    const TempFolder folder;
    const ToyTask task;
    const auto model = task.network();
    TrainingSetup setup = toySetup(task, *model, folder.path());
    setup.hyperparameters.learningRate = 1e30;
    setup.hyperparameters.clipNorm = 0;
    Recorder recorder;
    const auto outcome = Trainer(setup, recorder).run();
    QVERIFY(!outcome.has_value());
    QCOMPARE(outcome.error().code, ErrorCode::InvalidInput);
    QVERIFY2(outcome.error().message.find("not a finite number at step") != std::string::npos,
             outcome.error().message.c_str());
    QVERIFY(outcome.error().message.find("\"input.") != std::string::npos);
    QVERIFY(!std::isfinite(recorder.steps.back().loss + recorder.steps.back().gradientNorm));
  }

  void warmup_startsAtZeroAndTheRateEndsNearZero() {
    const TempFolder folder;
    const ToyTask task;
    const auto model = task.network();
    TrainingSetup setup = toySetup(task, *model, folder.path());
    setup.hyperparameters.warmupSteps = 10;
    Recorder recorder;
    QVERIFY(Trainer(setup, recorder).run().has_value());
    QCOMPARE(recorder.steps[0].learningRate, 0.0);
    QCOMPARE(recorder.steps[5].learningRate, 0.01);
    QCOMPARE(recorder.steps[10].learningRate, 0.02);
    QCOMPARE(recorder.steps[77].learningRate, 0.02 / 68);
  }

  void warmupFraction_isOfAllStepsWhereNoneAreGiven() {
    const TempFolder folder;
    const ToyTask task;
    const auto model = task.network();
    TrainingSetup setup = toySetup(task, *model, folder.path());
    setup.warmupFraction = 0.06;  // of 78: 5 steps
    Recorder recorder;
    QVERIFY(Trainer(setup, recorder).run().has_value());
    QCOMPARE(recorder.steps[4].learningRate, 0.02 * 4 / 5);
    QCOMPARE(recorder.steps[5].learningRate, 0.02);
  }

  void evaluation_followsEvalEveryStepsAndNamesTheWorstRows() {
    const TempFolder folder;
    const ToyTask task;
    const auto model = task.network();
    TrainingSetup setup = toySetup(task, *model, folder.path());
    setup.hyperparameters.evalEverySteps = 20;
    Recorder recorder;
    QVERIFY(Trainer(setup, recorder).run().has_value());
    std::vector<std::int64_t> at;
    for (const EvaluationReport& e : recorder.evaluations) {
      at.push_back(e.step);
    }
    QVERIFY((at == std::vector<std::int64_t>{0, 20, 40, 60, 78}));
    const auto& worst = recorder.evaluations.back().worst;
    QCOMPARE(worst.size(), 5U);
    QVERIFY(worst[0].loss >= worst[4].loss && worst[0].row >= 1);
  }
};

TELESOFT_TEST(TrainerTest)

}  // namespace telesoft::engine

#include "trainer_test.moc"
