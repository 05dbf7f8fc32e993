#include "telesoft/engine/run/run_journal.h"

#include <cmath>
#include <fstream>

#include "toy_rows.h"

namespace telesoft::engine {

using protocol::RunState;
using tests::TempFolder;

namespace {

class FakeClock final : public base::Clock {
 public:
  std::chrono::milliseconds time{1000};
  base::TimePoint now() const override { return base::TimePoint(time); }
  std::chrono::milliseconds steady() const override { return time; }
};

}  // namespace

class RunJournalTest : public QObject {
  Q_OBJECT
 private slots:
  void events_goOnAfterARestartAndATornLine() {
    const TempFolder folder;
    const FakeClock clock;
    {
      auto journal = RunJournal::open(folder.path(), clock);
      QVERIFY(journal->event("log", {{"message", "one"}}));
      QVERIFY(journal->warning("two", "hint"));
    }
    std::ofstream(folder / "events.jsonl", std::ios::app) << "{\"seq\": 3, \"kind\": \"met";
    auto journal = RunJournal::open(folder.path(), clock);
    QCOMPARE(journal->lastKind(), std::string("warning"));
    QVERIFY(journal->milestone("m", "three"));
    const auto events = ToyRun(folder.path()).events();
    QCOMPARE(events.size(), 3U);
    for (size_t i = 0; i < events.size(); ++i) {
      QCOMPARE(events[i]["seq"].get<size_t>(), i + 1);
      QCOMPARE(events[i]["format"].get<std::string>(), std::string("telesoft.job-event"));
    }
    QCOMPARE(events[2]["data"]["message"].get<std::string>(), std::string("three"));
  }

  void progress_isWrittenFiveTimesASecondAndNeverGoesBack() {
    const TempFolder folder;
    FakeClock clock;
    auto journal = RunJournal::open(folder.path(), clock);
    for (int i = 0; i < 100; ++i) {  // 10 ms a step
      clock.time += std::chrono::milliseconds(10);
      QVERIFY(journal->progress({i, 100, 0.5, i == 60 ? 0.1 : i / 100.0, NAN}));
    }
    const ToyRun run(folder.path());
    const auto events = run.events();
    QCOMPARE(events.size(), 5U);
    double last = -1;
    for (const auto& event : events) {
      QVERIFY(event["data"]["fraction"].get<double>() >= last);
      last = event["data"]["fraction"].get<double>();
      QVERIFY(event["data"]["secondsLeft"].is_null());
    }
    QCOMPARE(run.read("status.json")["step"].get<int>(), 80);
    auto again = RunJournal::open(folder.path(), clock);
    QVERIFY(again->enter(RunState::Running));
    QVERIFY(again->progress({1, 100, 0, 0.01, 5}));
    QVERIFY(again->status().fraction >= 0.8);
  }

  void fail_standsInEventAndStatus() {
    const TempFolder folder;
    const FakeClock clock;
    auto journal = RunJournal::open(folder.path(), clock);
    base::Error error = base::fail(base::ErrorCode::NotFound, "no base", "fetch it");
    error.context = {"reading"};
    journal->fail(error);
    const ToyRun run(folder.path());
    const auto status = run.read("status.json");
    QCOMPARE(status["state"].get<std::string>(), std::string("failed"));
    QCOMPARE(status["errorCode"].get<std::string>(), std::string("not_found"));
    QCOMPARE(status["message"].get<std::string>(), std::string("reading: no base\nfetch it"));
    QCOMPARE(run.events().back()["data"]["code"].get<std::string>(), std::string("not_found"));
    auto again = RunJournal::open(folder.path(), clock);
    QVERIFY(again->enter(RunState::Running));
    QCOMPARE(run.read("status.json")["message"].get<std::string>(), std::string());
  }
};

TELESOFT_TEST(RunJournalTest)

}  // namespace telesoft::engine

#include "run_journal_test.moc"
