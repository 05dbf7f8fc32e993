#include "telesoft/engine/run/run_outcome.h"

#include "toy_rows.h"

namespace telesoft::engine {

using tests::TempFolder;

class RunOutcomeTest : public QObject {
  Q_OBJECT
 private slots:
  void finish_writesResultEventAndStatus_data() {
    QTest::addColumn<std::string>("reason");
    QTest::addColumn<std::string>("state");
    QTest::addColumn<bool>("ends");
    QTest::newRow("completed") << std::string("completed") << std::string("succeeded") << true;
    QTest::newRow("early") << std::string("early_stopping") << std::string("succeeded") << true;
    QTest::newRow("cancelled") << std::string("cancelled") << std::string("cancelled") << true;
    QTest::newRow("paused") << std::string("paused") << std::string("paused") << false;
  }
  void finish_writesResultEventAndStatus() {
    QFETCH(std::string, reason);
    QFETCH(std::string, state);
    QFETCH(bool, ends);
    const TempFolder folder;
    const base::SystemClock clock;
    auto journal = RunJournal::open(folder.path(), clock);
    Ending ending;
    ending.result.reason = reason;
    ending.result.steps = 7;
    ending.bestValue = 0.5;
    QVERIFY(finishRun(folder.path(), *journal, ending));
    const ToyRun run(folder.path());
    QCOMPARE(std::filesystem::exists(folder / "result.json"), ends);
    QCOMPARE(run.read("status.json")["state"].get<std::string>(), state);
    QCOMPARE(run.events().back()["data"]["reason"].get<std::string>(), reason);
    QCOMPARE(*wasFinished(folder.path(), *journal), ends);
  }

  void finished_completesWhatAKilledEngineLeft() {
    const TempFolder folder;
    const base::SystemClock clock;
    auto journal = RunJournal::open(folder.path(), clock);
    QVERIFY(journal->enter(protocol::RunState::Running));
    QVERIFY(journal->event("metric", {}));
    protocol::RunResult result;
    result.reason = "completed";
    QVERIFY(base::writeFileWhole(folder / "result.json", base::toJson(result).dump()));
    QVERIFY(*wasFinished(folder.path(), *journal));
    QVERIFY(*wasFinished(folder.path(), *journal));
    const ToyRun run(folder.path());
    QCOMPARE(run.events().size(), 2U);
    QCOMPARE(run.read("status.json")["state"].get<std::string>(), std::string("succeeded"));
  }

  void memory_isMeasured() {
    QVERIFY(memoryMb() > 1);
    QVERIFY(peakMemoryMb() >= memoryMb() * 0.5);
  }
};

TELESOFT_TEST(RunOutcomeTest)

}  // namespace telesoft::engine

#include "run_outcome_test.moc"
