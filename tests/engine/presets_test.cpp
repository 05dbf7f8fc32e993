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
        const auto h = withPresets(spec).hyperparameters;
        QVERIFY(h.learningRate > 0 && h.epochs > 0);
      }
    }
  }

  void presets_leaveWhatIsGiven() {
    protocol::RunSpec spec;
    spec.hyperparameters.learningRate = 0.25;
    const auto h = withPresets(spec).hyperparameters;
    QCOMPARE(h.learningRate, 0.25);
    QCOMPARE(withPresets(spec).labelSmoothing, 0.0);
    QVERIFY(withPresets({}).labelSmoothing > 0);
    QVERIFY(h.epochs > 0);
    spec.hyperparameters.epochs = 2;
    QCOMPARE(withPresets(spec).hyperparameters.epochs, 2);
    QCOMPARE(withPresets(spec).hyperparameters.batchSize, spec.hyperparameters.batchSize);
  }
};

TELESOFT_TEST(PresetsTest)

}  // namespace telesoft::engine

#include "presets_test.moc"
