#include "telesoft/engine/train/checkpoint.h"

#include "support/temp_folder.h"
#include "support/test_case.h"

namespace telesoft::engine {

using base::ErrorCode;
using tests::TempFolder;

namespace {

struct Held {
  Parameters parameters;
  Held() {
    parameters.add("weight", {2, 2}, true).value = {1, 2, 3, 4};
    parameters.add("bias", {2}, false).value = {5, 6};
  }
};

TrainingState stateAt(std::int64_t step) {
  TrainingState state;
  state.fingerprint = "f";
  state.step = step;
  state.optimizerSteps = step;
  state.evaluatedStep = step;
  state.bestStep = step;
  state.bestScore = 0.1;
  state.history = {{step, {{"auroc", 0.7}}}};
  return state;
}

}  // namespace

class CheckpointTest : public QObject {
  Q_OBJECT
 private slots:
  void restore_givesBackValuesMomentsAndState() {
    const TempFolder folder;
    const CheckpointFolder checkpoints(folder.path());
    Held saved;
    AdamW optimizer(saved.parameters);
    saved.parameters.all()[0]->gradient = {1, -1, 2, 0.5F};
    optimizer.step({0.01, 0, 1});
    QVERIFY(checkpoints.saveLast(stateAt(1), saved.parameters, optimizer));
    Held fresh;
    AdamW other(fresh.parameters);
    const auto state = checkpoints.restoreLast("f", fresh.parameters, other);
    QVERIFY(state.has_value() && state->has_value());
    QVERIFY(fresh.parameters.all()[0]->value == saved.parameters.all()[0]->value);
    QVERIFY(other.moments()[0].first == optimizer.moments()[0].first);
    QVERIFY(other.moments()[0].second == optimizer.moments()[0].second);
    QCOMPARE(other.steps(), 1);
    QCOMPARE((*state)->bestScore, 0.1);
    QCOMPARE((*state)->history[0].metrics.at("auroc"), 0.7);
  }

  void restore_isNothingWithoutACheckpoint() {
    const TempFolder folder;
    Held held;
    AdamW optimizer(held.parameters);
    const auto state =
        CheckpointFolder(folder / "none").restoreLast("f", held.parameters, optimizer);
    QVERIFY(state.has_value() && !state->has_value());
  }

  void restore_refusesAnotherRunAndAnotherModel() {
    const TempFolder folder;
    const CheckpointFolder checkpoints(folder.path());
    Held held;
    AdamW optimizer(held.parameters);
    QVERIFY(checkpoints.saveLast(stateAt(1), held.parameters, optimizer));
    const auto other = checkpoints.restoreLast("g", held.parameters, optimizer);
    QCOMPARE(other.error().code, ErrorCode::Conflict);
    Parameters wrong;
    wrong.add("weight", {3}, true);
    AdamW wrongOptimizer(wrong);
    const auto misfit = checkpoints.restoreLast("f", wrong, wrongOptimizer);
    QCOMPARE(misfit.error().code, ErrorCode::Corrupt);
    QVERIFY(misfit.error().message.find("value.weight") != std::string::npos);
  }

  void restore_refusesACutFile() {
    const TempFolder folder;
    const CheckpointFolder checkpoints(folder.path());
    Held held;
    AdamW optimizer(held.parameters);
    QVERIFY(checkpoints.saveLast(stateAt(1), held.parameters, optimizer));
    const base::Path file = folder / CheckpointFolder::lastName();
    std::filesystem::resize_file(file, std::filesystem::file_size(file) - 5);
    QCOMPARE(checkpoints.restoreLast("f", held.parameters, optimizer).error().code,
             ErrorCode::Corrupt);
  }

  void best_staysOnlyWhileTheStateNamesIt() {
    const TempFolder folder;
    const CheckpointFolder checkpoints(folder.path());
    Held held;
    AdamW optimizer(held.parameters);
    QVERIFY(checkpoints.saveBest(held.parameters, 3));
    QVERIFY(checkpoints.saveLast(stateAt(3), held.parameters, optimizer));
    held.parameters.all()[1]->value = {7, 8};
    QVERIFY(checkpoints.saveBest(held.parameters, 9));
    QVERIFY(std::filesystem::exists(folder / CheckpointFolder::bestName(3)));
    QVERIFY(checkpoints.saveLast(stateAt(9), held.parameters, optimizer));
    QVERIFY(!std::filesystem::exists(folder / CheckpointFolder::bestName(3)));
    Held fresh;
    QVERIFY(checkpoints.restoreBest(9, fresh.parameters));
    QVERIFY((fresh.parameters.all()[1]->value == std::vector<float>{7, 8}));
    QCOMPARE(checkpoints.restoreBest(3, fresh.parameters).error().code, ErrorCode::NotFound);
  }
};

TELESOFT_TEST(CheckpointTest)

}  // namespace telesoft::engine

#include "checkpoint_test.moc"
