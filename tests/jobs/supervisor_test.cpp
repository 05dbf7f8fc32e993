// With a real thread, real processes and the stand-in engine.
#include "telesoft/jobs/supervisor.h"

#include <csignal>

#include "telesoft/base/os/lock_file.h"
#include "telesoft/base/os/subprocess.h"
#include "telesoft/jobs/launch/local_launcher.h"

#include "jobs/jobs_fixture.h"

namespace {

using namespace telesoft;
using namespace telesoft::jobs;
using namespace telesoft::tests;
using base::ErrorCode;
using base::JobId;
using protocol::JobState;

class SupervisorTest : public QObject {
  Q_OBJECT
 private slots:
  void init();
  void cleanup();
  void job_runsToItsModel();
  void job_thatFailsSaysWhy();
  void engine_thatDiesGoesOn();
  void engine_thatAlwaysDiesFailsTheJob();
  void engine_thatNeverStartsFailsTheJob();
  void cancel_endsARunningJobAtItsNextStep();
  void cancel_keepsTheBestModel();
  void cancel_ofAWaitingJobIsAtOnce();
  void cancel_ofAnEndedJobIsAConflict();
  void cancel_twiceIsNoError();
  void pause_holdsAndResumeGoesOn();
  void pause_ofAWaitingJobKeepsItFromStarting();
  void restart_attachesToTheRunningEngine();
  void restart_takesWhatEndedMeanwhile();
  void queue_keepsItsOrder();
  void evaluation_isStoredWhole();
  void evaluation_thatCannotBeCompletedFails();
  void submit_refusesAJobWithoutItsRun();
  void submit_keepsNothingWhereItsOwnPartFails();
  void start_removesRunsOfNoJob();
  void unfinished_countsWhatWaitsOrRuns();

 private:
  void startServer();
  void stopServer() { supervisor_.reset(); }
  protocol::Job submit(const Submission& submission) {
    return must(supervisor_->submit(submission));
  }
  [[nodiscard]] protocol::Job job(const std::string& id) { return fixture_->record(id).job; }
  /// Waits until the job is in that state, or has ended; gives its state.
  [[nodiscard]] JobState reach(const std::string& id, JobState state);
  /// The run is at its last step and waits there.
  [[nodiscard]] bool held(const std::string& id);
  void hold() const { appendText(fixture_->workspace().runsFolder() / "hold", ""); }
  void release() const { std::filesystem::remove(fixture_->workspace().runsFolder() / "hold"); }
  [[nodiscard]] bool progressOnlyGrew();

  base::SystemClock clock_;
  SupervisorSettings settings_;
  std::unique_ptr<JobsFixture> fixture_;
  std::unique_ptr<LocalLauncher> launcher_;
  std::unique_ptr<Supervisor> supervisor_;
};

void SupervisorTest::init() {
  settings_.interval = std::chrono::milliseconds(10);
  settings_.startGrace = std::chrono::milliseconds(200);
  settings_.cancelGrace = std::chrono::milliseconds(500);
  settings_.stopGrace = std::chrono::milliseconds(300);
  fixture_ = std::make_unique<JobsFixture>(clock_);
  launcher_ = std::make_unique<LocalLauncher>(sourceFolder() / "tests/support/fake_engine.sh");
  startServer();
}

void SupervisorTest::cleanup() {
  stopServer();
  release();
  for (const auto& entry :
       std::filesystem::directory_iterator(fixture_->workspace().runsFolder())) {
    const RunDirectory run(entry.path());
    const auto status = run.status();
    if (status && *status) {
      launcher_->kill(run, (*status)->processId);  // an engine that a test has left
    }
  }
  fixture_.reset();
}

void SupervisorTest::startServer() {
  supervisor_ = std::make_unique<Supervisor>(fixture_->parts(*launcher_), settings_);
  must(supervisor_->start());
}

JobState SupervisorTest::reach(const std::string& id, JobState state) {
  for (int i = 0; i < 2000; ++i) {
    const JobState now = job(id).status;
    if (now == state || now == JobState::Succeeded || now == JobState::Failed ||
        now == JobState::Cancelled) {
      return now;
    }
    QTest::qWait(10);
  }
  return job(id).status;
}

bool SupervisorTest::held(const std::string& id) {
  for (int i = 0; i < 2000 && job(id).step < 5; ++i) {
    QTest::qWait(10);
  }
  return job(id).step == 5;
}

bool SupervisorTest::progressOnlyGrew() {
  const std::lock_guard lock(fixture_->listener.mutex);
  return std::is_sorted(fixture_->listener.progress.begin(), fixture_->listener.progress.end());
}

void SupervisorTest::job_runsToItsModel() {
  QCOMPARE(submit(fixture_->submission("job_1")).status, JobState::Queued);
  QCOMPARE(reach("job_1", JobState::Succeeded), JobState::Succeeded);
  const protocol::Job done = job("job_1");
  QCOMPARE(done.progress, 100.0);
  QCOMPARE(done.step, std::int64_t{5});
  QCOMPARE(done.metrics.at("loss"), 0.5);
  QCOMPARE(done.milestones.size(), size_t{1});
  QCOMPARE(done.resultModel->id, std::string("md_job_1"));
  QVERIFY(!done.startedAt.empty() && done.startedAt <= done.finishedAt);
  QCOMPARE(fixture_->models().size(), size_t{1});
  QVERIFY(progressOnlyGrew());
  QVERIFY(fixture_->actions() ==
          (std::vector<std::string>{"job.submit", "job.start", "model.register", "job.succeed"}));
}

void SupervisorTest::job_thatFailsSaysWhy() {
  appendText(fixture_->workspace().runsFolder() / "fail", "");
  submit(fixture_->submission("job_1"));
  QCOMPARE(reach("job_1", JobState::Failed), JobState::Failed);
  QCOMPARE(job("job_1").message, std::string("a planted failure\nfree some space"));
  QVERIFY(!job("job_1").resultModel.has_value());
}

void SupervisorTest::engine_thatDiesGoesOn() {
  submit(fixture_->submission("job_1", "die-once"));
  QCOMPARE(reach("job_1", JobState::Succeeded), JobState::Succeeded);
  QCOMPARE(fixture_->record("job_1").restarts, std::int64_t{1});
  QVERIFY(progressOnlyGrew());
  const std::lock_guard lock(fixture_->listener.mutex);
  std::vector<std::int64_t> expected(fixture_->listener.seqs.size());
  for (size_t i = 0; i < expected.size(); ++i) {
    expected[i] = static_cast<std::int64_t>(i) + 1;
  }
  QVERIFY(fixture_->listener.seqs == expected);  // each once, without a gap
}

void SupervisorTest::engine_thatAlwaysDiesFailsTheJob() {
  submit(fixture_->submission("job_1", "die-always"));
  QCOMPARE(reach("job_1", JobState::Failed), JobState::Failed);
  const auto actions = fixture_->actions();
  QCOMPARE(std::count(actions.begin(), actions.end(), "job.restart"), 3);
  QVERIFY(fixture_->auditIsIntact());
}

void SupervisorTest::engine_thatNeverStartsFailsTheJob() {
  submit(fixture_->submission("job_1", "no-start"));
  QCOMPARE(reach("job_1", JobState::Failed), JobState::Failed);
  const std::string message = job("job_1").message;
  QVERIFY2(message.find("cannot load [...] for [...]") != std::string::npos, message.c_str());
}

void SupervisorTest::cancel_endsARunningJobAtItsNextStep() {
  hold();
  submit(fixture_->submission("job_1"));
  QVERIFY(held("job_1"));
  const protocol::Job asked = must(supervisor_->cancel(JobId("job_1"), "me"));
  QCOMPARE(asked.status, JobState::Running);
  QCOMPARE(reach("job_1", JobState::Cancelled), JobState::Cancelled);
  QVERIFY(fixture_->models().empty());
}

void SupervisorTest::cancel_keepsTheBestModel() {
  hold();
  submit(fixture_->submission("job_1", "keeps-best"));
  QVERIFY(held("job_1"));
  must(supervisor_->cancel(JobId("job_1"), "me"));
  QCOMPARE(reach("job_1", JobState::Cancelled), JobState::Cancelled);
  QCOMPARE(fixture_->models().size(), size_t{1});
  QVERIFY(job("job_1").resultModel.has_value());
  QCOMPARE(job("job_1").resultModel->id, fixture_->models()[0].id);
}

void SupervisorTest::cancel_ofAWaitingJobIsAtOnce() {
  hold();
  submit(fixture_->submission("job_1"));
  submit(fixture_->submission("job_2"));
  QVERIFY(held("job_1"));
  QCOMPARE(job("job_2").message, std::string("waits for 1 running job"));
  QCOMPARE(must(supervisor_->cancel(JobId("job_2"), "me")).status, JobState::Cancelled);
  release();
  QCOMPARE(reach("job_1", JobState::Succeeded), JobState::Succeeded);
  QVERIFY(!std::filesystem::exists(fixture_->run("job_2").eventsFile()));
}

void SupervisorTest::cancel_ofAnEndedJobIsAConflict() {
  submit(fixture_->submission("job_1"));
  QCOMPARE(reach("job_1", JobState::Succeeded), JobState::Succeeded);
  QCOMPARE(supervisor_->cancel(JobId("job_1"), "me").error().code, ErrorCode::Conflict);
  QCOMPARE(supervisor_->pause(JobId("job_1"), "me").error().code, ErrorCode::Conflict);
  QCOMPARE(supervisor_->resume(JobId("job_1"), "me").error().code, ErrorCode::Conflict);
  QCOMPARE(supervisor_->cancel(JobId("job_9"), "me").error().code, ErrorCode::NotFound);
}

void SupervisorTest::cancel_twiceIsNoError() {
  hold();
  submit(fixture_->submission("job_1", "deaf"));
  QVERIFY(held("job_1"));
  must(supervisor_->cancel(JobId("job_1"), "me"));
  must(supervisor_->cancel(JobId("job_1"), "me"));
  QCOMPARE(supervisor_->pause(JobId("job_1"), "me").error().code, ErrorCode::Conflict);
  const auto actions = fixture_->actions();
  QCOMPARE(std::count(actions.begin(), actions.end(), "job.cancel"), 1);
  QCOMPARE(reach("job_1", JobState::Cancelled), JobState::Cancelled);  // killed after its grace
}

void SupervisorTest::pause_holdsAndResumeGoesOn() {
  hold();
  submit(fixture_->submission("job_1"));
  QVERIFY(held("job_1"));
  QCOMPARE(must(supervisor_->pause(JobId("job_1"), "me")).status, JobState::Pausing);
  QCOMPARE(supervisor_->resume(JobId("job_1"), "me").error().code, ErrorCode::Conflict);
  QCOMPARE(reach("job_1", JobState::Paused), JobState::Paused);
  QCOMPARE(must(supervisor_->pause(JobId("job_1"), "me")).status, JobState::Paused);
  QCOMPARE(must(supervisor_->unfinished()), std::int64_t{0});
  release();
  QCOMPARE(must(supervisor_->resume(JobId("job_1"), "me")).status, JobState::Queued);
  QCOMPARE(reach("job_1", JobState::Succeeded), JobState::Succeeded);
  QVERIFY(progressOnlyGrew());
  QVERIFY(fixture_->actions() ==
          (std::vector<std::string>{"job.submit", "job.start", "job.pause", "job.paused",
                                    "job.resume", "job.start", "model.register", "job.succeed"}));
}

void SupervisorTest::pause_ofAWaitingJobKeepsItFromStarting() {
  hold();
  submit(fixture_->submission("job_1"));
  submit(fixture_->submission("job_2"));
  submit(fixture_->submission("job_3"));
  QVERIFY(held("job_1"));
  QCOMPARE(must(supervisor_->pause(JobId("job_2"), "me")).status, JobState::Paused);
  release();
  QCOMPARE(reach("job_3", JobState::Succeeded), JobState::Succeeded);
  QCOMPARE(job("job_2").status, JobState::Paused);
}

void SupervisorTest::restart_attachesToTheRunningEngine() {
  hold();
  submit(fixture_->submission("job_1"));
  QVERIFY(held("job_1"));
  const std::int64_t engine = fixture_->record("job_1").processId;
  stopServer();
  QVERIFY(base::isRunning(static_cast<int>(engine)));  // it outlives the server
  fixture_->reopen();
  startServer();
  QTest::qWait(100);
  QCOMPARE(fixture_->record("job_1").processId, engine);
  release();
  QCOMPARE(reach("job_1", JobState::Succeeded), JobState::Succeeded);
  QCOMPARE(fixture_->record("job_1").restarts, std::int64_t{0});
  const auto actions = fixture_->actions();
  QCOMPARE(std::count(actions.begin(), actions.end(), "job.start"), 1);
  const std::lock_guard lock(fixture_->listener.mutex);
  QVERIFY(std::adjacent_find(fixture_->listener.seqs.begin(), fixture_->listener.seqs.end(),
                             [](auto a, auto b) { return b != a + 1; }) ==
          fixture_->listener.seqs.end());
}

void SupervisorTest::restart_takesWhatEndedMeanwhile() {
  hold();
  submit(fixture_->submission("job_1"));
  QVERIFY(held("job_1"));
  const std::int64_t engine = fixture_->record("job_1").processId;
  stopServer();
  release();
  for (int i = 0; i < 1000 && base::isRunning(static_cast<int>(engine)); ++i) {
    QTest::qWait(10);
  }
  fixture_->reopen();
  startServer();
  QCOMPARE(reach("job_1", JobState::Succeeded), JobState::Succeeded);
  QCOMPARE(fixture_->models().size(), size_t{1});
}

void SupervisorTest::queue_keepsItsOrder() {
  hold();
  for (const char* id : {"job_c", "job_a", "job_b"}) {
    submit(fixture_->submission(id));
  }
  QVERIFY(held("job_c"));
  release();
  QCOMPARE(reach("job_b", JobState::Succeeded), JobState::Succeeded);
  QVERIFY(job("job_c").finishedAt <= job("job_a").startedAt);
  QVERIFY(job("job_a").finishedAt <= job("job_b").startedAt);
}

void SupervisorTest::evaluation_isStoredWhole() {
  submit(fixture_->evaluationSubmission("job_1"));
  QCOMPARE(reach("job_1", JobState::Succeeded), JobState::Succeeded);
  const protocol::Evaluation done = fixture_->evaluation();
  QCOMPARE(done.status, std::string("succeeded"));
  QCOMPARE(done.reportUrl, std::string("/report"));
  QCOMPARE(done.metrics.at("accuracy"), 0.5);
  QCOMPARE(done.testOpenings, std::int64_t{4});
  const std::lock_guard lock(fixture_->listener.mutex);
  QVERIFY(fixture_->listener.evaluationStatuses ==
          (std::vector<std::string>{"running", "succeeded"}));
}

void SupervisorTest::evaluation_thatCannotBeCompletedFails() {
  fixture_->listener.refusesToComplete = true;
  submit(fixture_->evaluationSubmission("job_1"));
  QCOMPARE(reach("job_1", JobState::Failed), JobState::Failed);
  QCOMPARE(fixture_->evaluation().status, std::string("failed"));
  QCOMPARE(fixture_->evaluation().message, std::string("the report cannot be written"));
}

void SupervisorTest::submit_refusesAJobWithoutItsRun() {
  Submission without;
  without.job.id = "job_1";
  QCOMPARE(supervisor_->submit(without).error().code, ErrorCode::NotFound);
  QVERIFY(fixture_->actions().empty());
}

void SupervisorTest::submit_keepsNothingWhereItsOwnPartFails() {
  Submission submission = fixture_->submission("job_1");
  submission.alsoWrite = [](store::Transaction&) -> base::Status {
    return base::fail(ErrorCode::Conflict, "no");
  };
  QCOMPARE(supervisor_->submit(submission).error().code, ErrorCode::Conflict);
  QVERIFY(fixture_->actions().empty());
  QCOMPARE(must(supervisor_->unfinished()), std::int64_t{0});
}

void SupervisorTest::start_removesRunsOfNoJob() {
  submit(fixture_->submission("job_1"));
  QCOMPARE(reach("job_1", JobState::Succeeded), JobState::Succeeded);
  stopServer();
  fixture_->makeRun("job_2");
  startServer();
  QVERIFY(std::filesystem::exists(fixture_->run("job_1").folder()));
  QVERIFY(!std::filesystem::exists(fixture_->run("job_2").folder()));
}

void SupervisorTest::unfinished_countsWhatWaitsOrRuns() {
  hold();
  submit(fixture_->submission("job_1"));
  submit(fixture_->submission("job_2"));
  QCOMPARE(must(supervisor_->unfinished()), std::int64_t{2});
  release();
  QCOMPARE(reach("job_2", JobState::Succeeded), JobState::Succeeded);
  QCOMPARE(must(supervisor_->unfinished()), std::int64_t{0});
}

TELESOFT_TEST(SupervisorTest)

}  // namespace

#include "supervisor_test.moc"
