#include "telesoft/engine/train/schedule.h"

#include "kernel_cases.h"
#include "training_numbers.h"

namespace telesoft::engine {

class ScheduleTest : public QObject {
  Q_OBJECT
 private slots:
  void rates_equalHuggingFace_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<int>("shape");
    QTest::newRow("constant") << "constant" << static_cast<int>(protocol::Schedule::Constant);
    QTest::newRow("linear") << "linear" << static_cast<int>(protocol::Schedule::Linear);
    QTest::newRow("cosine") << "cosine" << static_cast<int>(protocol::Schedule::Cosine);
  }
  void rates_equalHuggingFace() {
    QFETCH(QString, name);
    QFETCH(int, shape);
    const SchedulePlan plan{static_cast<protocol::Schedule>(shape), 0.5, 3, 20};
    const auto expected =
        trainingNumbers()["schedules"][name.toStdString()].get<std::vector<double>>();
    QCOMPARE(expected.size(), std::size_t{21});
    for (std::size_t step = 0; step < expected.size(); ++step) {
      TELESOFT_NEAR(
          std::abs(learningRateAt(plan, static_cast<std::int64_t>(step)) - expected[step]), 1e-12);
    }
  }
};

TELESOFT_TEST(ScheduleTest)

}  // namespace telesoft::engine

#include "schedule_test.moc"
