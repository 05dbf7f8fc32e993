#include "telesoft/engine/train/time_left.h"

#include <cmath>

#include "support/test_case.h"

namespace telesoft::engine {

class TimeLeftTest : public QObject {
  Q_OBJECT
 private slots:
  void timeLeft_isNotKnownBeforeTheFirstStep() { QVERIFY(std::isnan(TimeLeft().seconds(10, 1))); }

  void timeLeft_countsStepsAndEvaluationsByTheirMedians() {
    TimeLeft left;
    for (const double seconds : {1.0, 1.0, 50.0, 1.0, 1.0}) {  // one slow step does not count
      left.addStep(seconds);
    }
    QCOMPARE(left.seconds(20, 3), 20.0);
    left.addEvaluation(4);
    QCOMPARE(left.seconds(20, 3), 32.0);
    QCOMPARE(left.seconds(0, 0), 0.0);
  }

  void timeLeft_followsAChangeOfSpeed() {
    TimeLeft left;
    for (int i = 0; i < 200; ++i) {
      left.addStep(1);
    }
    for (int i = 0; i < 60; ++i) {
      left.addStep(3);
    }
    QCOMPARE(left.seconds(10, 0), 30.0);
  }
};

TELESOFT_TEST(TimeLeftTest)

}  // namespace telesoft::engine

#include "time_left_test.moc"
