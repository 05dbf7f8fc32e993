#include "telesoft/engine/train/presets.h"

#include "support/test_case.h"

namespace telesoft::engine {

using protocol::Approach;
using protocol::Task;

class PresetsTest : public QObject {
  Q_OBJECT
 private slots:
  void presets_coverWhatIsTrained() {
    for (const Task task : {Task::TextClassification, Task::TabularRisk}) {
      for (const Approach approach :
           {Approach::Peft, Approach::Full, Approach::Scratch, Approach::HeadOnly}) {
        if (task == Task::TabularRisk && approach == Approach::Peft) {
          continue;  // refused by the network
        }
        protocol::RunSpec spec;
        spec.task = task;
        spec.approach = approach;
        const auto h = withPresets(spec, approach).hyperparameters;
        QVERIFY(h.learningRate > 0 && h.epochs > 0);
      }
    }
  }

  void presets_leaveWhatIsGiven() {
    protocol::RunSpec spec;
    spec.hyperparameters.learningRate = 0.25;
    const auto h = withPresets(spec, Approach::Peft).hyperparameters;
    QCOMPARE(h.learningRate, 0.25);
    QCOMPARE(withPresets(spec, Approach::Peft).labelSmoothing, 0.0);
    QVERIFY(withPresets({}, Approach::Peft).labelSmoothing > 0);
    QVERIFY(h.epochs > 0);
    spec.hyperparameters.epochs = 2;
    const auto given = withPresets(spec, Approach::Peft).hyperparameters;
    QCOMPARE(given.epochs, 2);
    QCOMPARE(given.batchSize, spec.hyperparameters.batchSize);
  }

  void presets_areGentlerFromATunedModel() {
    protocol::RunSpec spec;
    const auto fresh = withPresets(spec, Approach::Peft).hyperparameters;
    spec.approach = Approach::ExpertFeedback;
    spec.warmStart.path = "/models/md_1";
    const auto goesOn = withPresets(spec, Approach::Peft).hyperparameters;
    QVERIFY(goesOn.learningRate < fresh.learningRate / 2);
    QVERIFY(goesOn.epochs < fresh.epochs && goesOn.epochs > 0);
    QVERIFY(withPresets(spec, Approach::Full).hyperparameters.learningRate < goesOn.learningRate);
    spec.hyperparameters.learningRate = 0.25;
    QCOMPARE(withPresets(spec, Approach::Peft).hyperparameters.learningRate, 0.25);
  }
};

TELESOFT_TEST(PresetsTest)

}  // namespace telesoft::engine

#include "presets_test.moc"
