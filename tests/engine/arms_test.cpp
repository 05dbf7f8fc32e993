#include "telesoft/engine/run/arms.h"

#include "toy_rows.h"

namespace telesoft::engine {

using base::ErrorCode;
using tests::TempFolder;

namespace {

const evaluate::ArmPredictions& armNamed(const std::vector<evaluate::ArmPredictions>& arms,
                                         const std::string& name) {
  return *std::find_if(arms.begin(), arms.end(), [&](const auto& arm) { return arm.arm == name; });
}

double aurocOf(const evaluate::ArmPredictions& arm, const std::vector<data::PreparedRow>& rows) {
  std::vector<std::int64_t> labels;
  for (const auto& row : rows) {
    labels.push_back(row.label);
  }
  return validate(arm.probabilities, labels, 2).auroc;
}

}  // namespace

class ArmsTest : public QObject {
  Q_OBJECT
 private slots:
  void risk_comparesTheBaseAsItIsARefittedHeadAndTheModel() {
    const TempFolder folder;
    ToyRun run(folder.path());
    const ToyTask task;
    auto good = task.network();
    Recorder recorder;
    QVERIFY(Trainer(toySetup(task, *good, folder / "c"), recorder).run().has_value());
    QVERIFY(good->save(folder / "good").has_value());
    QVERIFY(task.network()->save(folder / "bad").has_value());
    run.spec.baseModel = {"bad", "bad", ""};
    run.spec.tunedModel = {"good", "good", ""};
    run.spec.data.test = "data/test.jsonl";
    const auto test = toyRows(150, 9);
    run.part("test", test);
    fillRiskRun(run);
    double last = 0;
    const RunInput input{run.folder(), run.spec};
    const auto arms = predictArms({input, run.manifest, test,
                                   [&](double fraction) {
                                     last = fraction;
                                     return base::Status();
                                   }},
                                  {});
    QVERIFY2(arms.has_value(), arms ? "" : arms.error().text().c_str());
    QCOMPARE(arms->size(), 3U);
    QCOMPARE(last, 0.8);
    const double base = aurocOf(armNamed(*arms, "base"), test);
    const double head = aurocOf(armNamed(*arms, "head_only"), test);
    const double tuned = aurocOf(armNamed(*arms, "tuned"), test);
    QVERIFY2(
        tuned > 0.9 && base < tuned - 0.1 && head > base + 0.05,
        (std::to_string(base) + " " + std::to_string(head) + " " + std::to_string(tuned)).c_str());
    QCOMPARE(armNamed(*arms, "base").title, std::string("bad, as it is"));
  }

  void risk_refusesAModelOfOtherClasses() {
    const TempFolder folder;
    ToyRun run(folder.path());
    ToyTask task(40);
    task.config.classes = {"no", "yes"};
    QVERIFY(task.network()->save(folder / "other").has_value());
    run.spec.tunedModel = {"other", "other", ""};
    fillRiskRun(run);
    const auto test = toyRows(10, 9);
    const RunInput input{run.folder(), run.spec};
    const auto arms =
        predictArms({input, run.manifest, test, [](double) { return base::Status(); }}, {});
    QCOMPARE(arms.error().code, ErrorCode::InvalidInput);
  }
};

TELESOFT_TEST(ArmsTest)

}  // namespace telesoft::engine

#include "arms_test.moc"
