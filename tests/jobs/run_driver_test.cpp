#include "telesoft/jobs/run_driver.h"

#include "telesoft/store/tables/job_table.h"

#include "jobs/jobs_fixture.h"

namespace {

using namespace telesoft;
using namespace telesoft::jobs;
using namespace telesoft::tests;
using protocol::JobState;
using protocol::RunState;

/// Looks with a launcher and a clock that the test moves.
class RunDriverTest : public QObject {
  Q_OBJECT
 private slots:
  void init();
  void start_launchesOnce();
  void start_adoptsAnEngineThatIsThere();
  void start_failsTheJobWhereThereIsNoEngine();
  void look_takesEachEventOnceOverARestart();
  void look_showsProgressAndTimeLeft();
  void success_registersTheModelWithItsJob();
  void success_waitsForTheEngineToBeGone();
  void success_withoutAModelFails();
  void failure_carriesTheEnginesWords();
  void death_isRestartedThreeTimes();
  void death_whileCancellingCancels();
  void death_whilePausingPauses();
  void stalePause_isNoPause();
  void unnotedEngine_hasTimeToTakeItsLock();
  void deafEngine_isKilledAfterItsGrace();
  void lingeringEngine_isKilledAfterItsGrace();
  void lostRunDirectory_failsTheJob();

 private:
  void submit(const Submission& submission);
  /// One look at job_1.
  void look(RunDriver& driver) { must(driver.look(fixture_->record("job_1"))); }
  [[nodiscard]] JobState state() { return fixture_->record("job_1").job.status; }
  void say(RunState state);
  void die() { launcher_.alive["job_1"] = false; }
  [[nodiscard]] RunDriver driver() { return {fixture_->parts(launcher_), settings_}; }

  const base::JobId id_{"job_1"};
  SupervisorSettings settings_;
  FakeClock clock_;
  FakeLauncher launcher_;
  std::unique_ptr<JobsFixture> fixture_;
};

void RunDriverTest::init() {
  launcher_ = FakeLauncher();
  fixture_ = std::make_unique<JobsFixture>(clock_);
}

void RunDriverTest::submit(const Submission& submission) {
  must(Supervisor(fixture_->parts(launcher_)).submit(submission));
}

void RunDriverTest::say(RunState state) {
  protocol::RunStatus status;
  status.state = state;
  status.step = 5;
  status.totalSteps = 10;
  status.fraction = 0.5;
  status.secondsLeft = 60;
  status.updatedAt = "2026-11-24T10:00:00.000Z";
  status.message = "the memory is full\nuse a smaller batch";
  status.errorCode = "out_of_resources";
  writeStatus(fixture_->run("job_1"), status);
}

void RunDriverTest::start_launchesOnce() {
  submit(fixture_->submission("job_1"));
  RunDriver runs = driver();
  must(runs.start(id_));
  QCOMPARE(launcher_.launched.size(), size_t{1});
  QCOMPARE(fixture_->record("job_1").processId, std::int64_t{1001});
  QCOMPARE(state(), JobState::Running);
  look(runs);
  look(runs);
  QCOMPARE(launcher_.launched.size(), size_t{1});
}

void RunDriverTest::start_adoptsAnEngineThatIsThere() {
  submit(fixture_->submission("job_1"));
  launcher_.alive["job_1"] = true;
  RunDriver runs = driver();
  must(runs.start(id_));
  QCOMPARE(launcher_.launched.size(), size_t{0});
  QCOMPARE(state(), JobState::Running);
}

void RunDriverTest::start_failsTheJobWhereThereIsNoEngine() {
  submit(fixture_->submission("job_1"));
  launcher_.refuses = true;
  RunDriver runs = driver();
  must(runs.start(id_));
  QCOMPARE(state(), JobState::Failed);
  QCOMPARE(fixture_->record("job_1").job.message, std::string("there is no engine\ninstall it"));
}

void RunDriverTest::look_takesEachEventOnceOverARestart() {
  submit(fixture_->submission("job_1"));
  const base::Path events = fixture_->run("job_1").eventsFile();
  {
    RunDriver runs = driver();
    must(runs.start(id_));
    appendText(events, eventLine(1, "started", {}) + eventLine(2, "progress", {}) + "{\"for");
    look(runs);
    look(runs);
  }
  fixture_->reopen();
  RunDriver runs = driver();  // of a new server
  appendText(events, "mat\":1}\n" + eventLine(4, "metric", {{"step", 1}}));
  look(runs);
  QVERIFY(fixture_->listener.seqs == (std::vector<std::int64_t>{1, 2, 3, 4}));
  QCOMPARE(fixture_->record("job_1").eventSeq, std::int64_t{4});
}

void RunDriverTest::look_showsProgressAndTimeLeft() {
  submit(fixture_->submission("job_1"));
  RunDriver runs = driver();
  must(runs.start(id_));
  say(RunState::Running);
  look(runs);
  const protocol::Job job = fixture_->record("job_1").job;
  QCOMPARE(job.progress, 50.0);
  QCOMPARE(job.estimatedCompletion, std::string("2026-11-24T10:01:00.000Z"));
  const std::size_t told = fixture_->listener.progress.size();
  look(runs);
  QCOMPARE(fixture_->listener.progress.size(), told);  // nothing new, nothing told
}

void RunDriverTest::success_registersTheModelWithItsJob() {
  submit(fixture_->submission("job_1"));
  RunDriver runs = driver();
  must(runs.start(id_));
  writeModelResult(fixture_->run("job_1"));
  say(RunState::Succeeded);
  appendText(fixture_->run("job_1").eventsFile(), eventLine(1, "finished", {}));
  die();
  look(runs);
  QCOMPARE(state(), JobState::Succeeded);
  const protocol::Job job = fixture_->record("job_1").job;
  QCOMPARE(job.progress, 100.0);
  QVERIFY(job.resultModel.has_value());
  QCOMPARE(job.resultModel->id, std::string("md_job_1"));
  QCOMPARE(fixture_->models().size(), size_t{1});
  QVERIFY(fixture_->listener.models == (std::vector<std::string>{"md_job_1"}));
  QVERIFY(fixture_->listener.seqs == (std::vector<std::int64_t>{1}));  // taken before the end
  QVERIFY(fixture_->actions() ==
          (std::vector<std::string>{"job.submit", "job.start", "model.register", "job.succeed"}));
}

void RunDriverTest::success_waitsForTheEngineToBeGone() {
  submit(fixture_->submission("job_1"));
  RunDriver runs = driver();
  must(runs.start(id_));
  writeModelResult(fixture_->run("job_1"));
  say(RunState::Succeeded);
  look(runs);
  QCOMPARE(state(), JobState::Running);
  die();
  look(runs);
  QCOMPARE(state(), JobState::Succeeded);
}

void RunDriverTest::success_withoutAModelFails() {
  submit(fixture_->submission("job_1"));
  RunDriver runs = driver();
  must(runs.start(id_));
  say(RunState::Succeeded);
  die();
  look(runs);
  QCOMPARE(state(), JobState::Failed);
  QVERIFY(fixture_->models().empty());
}

void RunDriverTest::failure_carriesTheEnginesWords() {
  submit(fixture_->submission("job_1"));
  RunDriver runs = driver();
  must(runs.start(id_));
  say(RunState::Failed);
  die();
  look(runs);
  QCOMPARE(state(), JobState::Failed);
  QCOMPARE(fixture_->record("job_1").job.message,
           std::string("the memory is full\nuse a smaller batch"));
}

void RunDriverTest::death_isRestartedThreeTimes() {
  submit(fixture_->submission("job_1"));
  RunDriver runs = driver();
  must(runs.start(id_));
  appendText(fixture_->run("job_1").logFile(), "segmentation fault\n");
  for (int restart = 1; restart <= 3; ++restart) {
    say(RunState::Running);
    die();
    look(runs);
    QCOMPARE(state(), JobState::Running);
    QCOMPARE(launcher_.launched.size(), static_cast<size_t>(restart) + 1);
    QCOMPARE(fixture_->record("job_1").processId, std::int64_t{1001 + restart});
  }
  die();
  look(runs);
  QCOMPARE(state(), JobState::Failed);
  QCOMPARE(fixture_->record("job_1").job.message,
           std::string("the engine has ended 4 times without a result\n"
                       "its last words: segmentation fault"));
  QVERIFY(fixture_->auditIsIntact());
}

void RunDriverTest::death_whileCancellingCancels() {
  submit(fixture_->submission("job_1"));
  RunDriver runs = driver();
  must(runs.start(id_));
  must(runs.writer().write(id_, [](store::Transaction&, store::JobRecord& record) {
    record.request = store::RunRequest::Cancel;
    return base::Status();
  }));
  die();
  look(runs);
  QCOMPARE(state(), JobState::Cancelled);
  QCOMPARE(launcher_.launched.size(), size_t{1});
}

void RunDriverTest::death_whilePausingPauses() {
  submit(fixture_->submission("job_1"));
  RunDriver runs = driver();
  must(runs.start(id_));
  must(runs.writer().move(id_, {JobState::Pausing, "me", "job.pause"},
                          [](store::Transaction&, store::JobRecord& record) {
                            record.request = store::RunRequest::Pause;
                            return base::Status();
                          }));
  say(RunState::Running);
  die();
  look(runs);
  QCOMPARE(state(), JobState::Paused);
}

void RunDriverTest::stalePause_isNoPause() {
  submit(fixture_->submission("job_1"));
  RunDriver runs = driver();
  must(runs.start(id_));
  say(RunState::Paused);  // of before it was resumed
  look(runs);
  QCOMPARE(state(), JobState::Running);
  die();
  look(runs);
  QCOMPARE(state(), JobState::Running);
  QCOMPARE(launcher_.launched.size(), size_t{2});
}

void RunDriverTest::unnotedEngine_hasTimeToTakeItsLock() {
  submit(fixture_->submission("job_1"));
  {
    RunDriver runs = driver();
    must(runs.start(id_));
    must(runs.writer().write(id_, [](store::Transaction&, store::JobRecord& record) {
      record.processId = 0;  // the server died before it noted it
      return base::Status();
    }));
  }
  die();  // not to be seen yet
  RunDriver runs = driver();
  look(runs);
  clock_.advance(settings_.startGrace / 2);
  look(runs);
  QCOMPARE(launcher_.launched.size(), size_t{1});
  clock_.advance(settings_.startGrace);
  look(runs);
  QCOMPARE(launcher_.launched.size(), size_t{2});
}

void RunDriverTest::deafEngine_isKilledAfterItsGrace() {
  submit(fixture_->submission("job_1"));
  RunDriver runs = driver();
  must(runs.start(id_));
  must(runs.writer().write(id_, [](store::Transaction&, store::JobRecord& record) {
    record.request = store::RunRequest::Cancel;
    return base::Status();
  }));
  look(runs);
  clock_.advance(settings_.cancelGrace - std::chrono::milliseconds(1));
  look(runs);
  QVERIFY(launcher_.killed.empty());
  clock_.advance(std::chrono::milliseconds(1));
  look(runs);
  QCOMPARE(launcher_.killed.size(), size_t{1});
  look(runs);
  QCOMPARE(state(), JobState::Cancelled);
}

void RunDriverTest::lingeringEngine_isKilledAfterItsGrace() {
  submit(fixture_->submission("job_1"));
  RunDriver runs = driver();
  must(runs.start(id_));
  writeModelResult(fixture_->run("job_1"));
  say(RunState::Succeeded);
  look(runs);
  clock_.advance(settings_.stopGrace);
  look(runs);
  QCOMPARE(launcher_.killed.size(), size_t{1});
  look(runs);
  QCOMPARE(state(), JobState::Succeeded);
}

void RunDriverTest::lostRunDirectory_failsTheJob() {
  submit(fixture_->submission("job_1"));
  RunDriver runs = driver();
  must(runs.start(id_));
  std::filesystem::remove_all(fixture_->run("job_1").folder());
  look(runs);
  QCOMPARE(state(), JobState::Failed);
}

TELESOFT_TEST(RunDriverTest)

}  // namespace

#include "run_driver_test.moc"
