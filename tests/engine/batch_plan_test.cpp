#include "telesoft/engine/train/batch_plan.h"

#include <set>

#include "support/test_case.h"

namespace telesoft::engine {

class BatchPlanTest : public QObject {
  Q_OBJECT
 private slots:
  void plan_seesEveryRowOnceAnEpochInAnOrderOfItsOwn() {
    BatchPlan plan({10, 2, 2, 2, 7});
    QCOMPARE(plan.stepsPerEpoch(), 3);
    QCOMPARE(plan.totalSteps(), 6);
    std::vector<std::vector<std::int64_t>> epochs(2);
    for (std::int64_t step = 0; step < 6; ++step) {
      for (const auto& batch : plan.batches(step)) {
        QVERIFY(batch.size() == 2U);
        auto& epoch = epochs[static_cast<size_t>(plan.epochOf(step))];
        epoch.insert(epoch.end(), batch.begin(), batch.end());
      }
    }
    for (const auto& epoch : epochs) {
      QCOMPARE(epoch.size(), 10U);
      QCOMPARE(std::set<std::int64_t>(epoch.begin(), epoch.end()).size(), 10U);
    }
    QVERIFY(epochs[0] != epochs[1]);
  }

  void plan_givesAStepWithoutThoseBefore() {
    BatchPlan through({100, 8, 1, 3, 1});
    std::vector<std::vector<std::int64_t>> at30;
    for (std::int64_t step = 0; step <= 30; ++step) {
      at30 = through.batches(step);
    }
    BatchPlan straight({100, 8, 1, 3, 1});
    QVERIFY(straight.batches(30) == at30);
    QCOMPARE(straight.positionOf(30), (30 - 26) * 8);
    BatchPlan other({100, 8, 1, 3, 2});
    QVERIFY(other.batches(30) != at30);
  }

  void plan_takesWhatIsLeftInTheLastStep() {
    BatchPlan plan({11, 2, 2, 1, 7});
    const auto last = plan.batches(2);
    QCOMPARE(last.size(), 2U);
    QCOMPARE(last[1].size(), 1U);
  }
};

TELESOFT_TEST(BatchPlanTest)

}  // namespace telesoft::engine

#include "batch_plan_test.moc"
