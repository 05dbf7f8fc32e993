#include "telesoft/jobs/job_writer.h"

#include "jobs/jobs_fixture.h"

namespace {

using namespace telesoft;
using namespace telesoft::jobs;
using namespace telesoft::tests;
using base::ErrorCode;
using protocol::JobState;

class JobWriterTest : public QObject {
  Q_OBJECT
 private slots:
  void init();
  void move_writesStateTimesAndAuditTogether();
  void move_refusesAnIllegalOne();
  void move_keepsNothingWhereTheRestFails();
  void move_takesTheEvaluationAlong();
  void write_tellsTheListenerAfterwards();
  void write_ofAnUnknownJobIsNotFound();

 private:
  void submit(const Submission& submission);
  FakeClock clock_;
  FakeLauncher launcher_;
  std::unique_ptr<JobsFixture> fixture_;
};

void JobWriterTest::init() {
  fixture_ = std::make_unique<JobsFixture>(clock_);
}

void JobWriterTest::submit(const Submission& submission) {
  must(Supervisor(fixture_->parts(launcher_)).submit(submission));
}

void JobWriterTest::move_writesStateTimesAndAuditTogether() {
  submit(fixture_->submission("job_1"));
  JobWriter writer(fixture_->workspace(), fixture_->listener);
  const std::string created = fixture_->record("job_1").job.createdAt;
  clock_.advance(std::chrono::seconds(5));
  must(writer.move(base::JobId("job_1"), {JobState::Running, "me", "job.start"}));
  clock_.advance(std::chrono::seconds(5));
  must(writer.move(base::JobId("job_1"),
                   {JobState::Failed, "me", "job.fail", base::json::object(), "it broke"}));
  const protocol::Job job = fixture_->record("job_1").job;
  QCOMPARE(job.status, JobState::Failed);
  QCOMPARE(job.message, std::string("it broke"));
  QVERIFY(created < job.startedAt && job.startedAt < job.finishedAt);
  QVERIFY(fixture_->actions() == (std::vector<std::string>{"job.submit", "job.start", "job.fail"}));
  QVERIFY(fixture_->auditIsIntact());
}

void JobWriterTest::move_refusesAnIllegalOne() {
  submit(fixture_->submission("job_1"));
  JobWriter writer(fixture_->workspace(), fixture_->listener);
  const auto moved = writer.move(base::JobId("job_1"), {JobState::Succeeded, "me", "job.succeed"});
  QCOMPARE(moved.error().code, ErrorCode::Conflict);
  QCOMPARE(fixture_->record("job_1").job.status, JobState::Queued);
  QCOMPARE(fixture_->actions().size(), size_t{1});
}

void JobWriterTest::move_keepsNothingWhereTheRestFails() {
  submit(fixture_->submission("job_1"));
  JobWriter writer(fixture_->workspace(), fixture_->listener);
  const std::size_t told = fixture_->listener.states.size();
  const auto moved =
      writer.move(base::JobId("job_1"), {JobState::Running, "me", "job.start"},
                  [](store::Transaction& transaction, store::JobRecord& record) -> base::Status {
                    record.job.name = "changed";
                    TELESOFT_CHECK(transaction.audit({"me", "model.register", "md"}));
                    return base::fail(ErrorCode::OutOfResources, "full");
                  });
  QCOMPARE(moved.error().code, ErrorCode::OutOfResources);
  QCOMPARE(fixture_->record("job_1").job.name, std::string("a job"));
  QCOMPARE(fixture_->record("job_1").job.status, JobState::Queued);
  QCOMPARE(fixture_->actions().size(), size_t{1});
  QCOMPARE(fixture_->listener.states.size(), told);
}

void JobWriterTest::move_takesTheEvaluationAlong() {
  submit(fixture_->evaluationSubmission("job_1"));
  JobWriter writer(fixture_->workspace(), fixture_->listener);
  must(writer.move(base::JobId("job_1"), {JobState::Running, "me", "job.start"}));
  QCOMPARE(fixture_->evaluation().status, std::string("running"));
  must(writer.move(base::JobId("job_1"),
                   {JobState::Failed, "me", "job.fail", base::json::object(), "it broke"}));
  QCOMPARE(fixture_->evaluation().status, std::string("failed"));
  QCOMPARE(fixture_->evaluation().message, std::string("it broke"));
  QVERIFY(fixture_->listener.evaluationStatuses == (std::vector<std::string>{"running", "failed"}));
}

void JobWriterTest::write_tellsTheListenerAfterwards() {
  submit(fixture_->submission("job_1"));
  JobWriter writer(fixture_->workspace(), fixture_->listener);
  const std::size_t before = fixture_->listener.progress.size();
  must(writer.write(base::JobId("job_1"), [](store::Transaction&, store::JobRecord& record) {
    record.job.progress = 12;
    return base::Status();
  }));
  QCOMPARE(fixture_->listener.progress.size(), before + 1);
  QCOMPARE(fixture_->listener.progress.back(), 12.0);
  QCOMPARE(fixture_->record("job_1").job.progress, 12.0);
}

void JobWriterTest::write_ofAnUnknownJobIsNotFound() {
  JobWriter writer(fixture_->workspace(), fixture_->listener);
  const auto written = writer.write(
      base::JobId("job_9"), [](store::Transaction&, store::JobRecord&) { return base::Status(); });
  QCOMPARE(written.error().code, ErrorCode::NotFound);
}

TELESOFT_TEST(JobWriterTest)

}  // namespace

#include "job_writer_test.moc"
