#include "telesoft/jobs/run_progress.h"

#include <cmath>

#include "support/test_case.h"

namespace {

using namespace telesoft;
using namespace telesoft::jobs;
using protocol::Job;
using protocol::JobEvent;
using protocol::RunState;
using protocol::RunStatus;

JobEvent said(const std::string& kind, const base::json& data) {
  JobEvent out;
  out.kind = kind;
  out.time = "2026-11-24T10:00:00.000Z";
  out.data = data;
  return out;
}

class RunProgressTest : public QObject {
  Q_OBJECT
 private slots:
  void progress_neverGoesBack();
  void progress_staysWithinItsRange();
  void metrics_areTheNewestOfEach();
  void milestones_areKeptOnce();
  void otherEvents_changeNothing();
  void completion_isWhenTheStatusSays();
  void completion_isEmptyWhereItIsNotKnown_data();
  void completion_isEmptyWhereItIsNotKnown();
};

void RunProgressTest::progress_neverGoesBack() {
  Job job;
  applyEvent(job, said("started", {{"totalSteps", 200}}));
  applyEvent(job, said("progress", {{"step", 100}, {"totalSteps", 200}, {"fraction", 0.5}}));
  applyEvent(job, said("progress", {{"step", 40}, {"totalSteps", 200}, {"fraction", 0.2}}));
  RunStatus status;
  status.fraction = 0.25;
  status.step = 50;
  applyStatus(job, status);
  QCOMPARE(job.progress, 50.0);
  QCOMPARE(job.step, std::int64_t{100});
  QCOMPARE(job.totalSteps, std::int64_t{200});
}

void RunProgressTest::progress_staysWithinItsRange() {
  Job job;
  applyEvent(job, said("progress", {{"fraction", nullptr}}));
  QCOMPARE(job.progress, 0.0);
  applyEvent(job, said("progress", {{"fraction", -3}}));
  QCOMPARE(job.progress, 0.0);
  applyEvent(job, said("progress", {{"fraction", 7}}));
  QCOMPARE(job.progress, 100.0);
}

void RunProgressTest::metrics_areTheNewestOfEach() {
  Job job;
  applyEvent(job, said("metric", {{"step", 1}, {"values", {{"loss", 2.0}, {"f1_score", 0.5}}}}));
  applyEvent(job, said("metric", {{"step", 2}, {"values", {{"loss", nullptr}}}}));
  QVERIFY(std::isnan(job.metrics.at("loss")));  // shown, not dropped
  QCOMPARE(job.metrics.at("f1_score"), 0.5);
  QCOMPARE(job.step, std::int64_t{2});
}

void RunProgressTest::milestones_areKeptOnce() {
  Job job;
  const JobEvent half = said("milestone", {{"name", "half"}, {"message", "half way"}});
  applyEvent(job, half);
  applyEvent(job, half);  // of a resumed run
  applyEvent(job, said("milestone", {{"name", "end"}, {"message", "done"}}));
  QCOMPARE(job.milestones.size(), size_t{2});
  QCOMPARE(job.milestones[0].message, std::string("half way"));
  QCOMPARE(job.milestones[0].time, half.time);
}

void RunProgressTest::otherEvents_changeNothing() {
  const std::string before = base::toJson(Job()).dump();
  Job job;
  for (const JobEvent& one : {said("from_the_future", {{"step", 9}, {"fraction", 1}}),
                              said("progress", {{"step", "nine"}}), said("metric", base::json(3)),
                              said("unreadable", base::json::object())}) {
    applyEvent(job, one);
  }
  QCOMPARE(base::toJson(job).dump(), before);
}

void RunProgressTest::completion_isWhenTheStatusSays() {
  Job job;
  RunStatus status;
  status.state = RunState::Running;
  status.updatedAt = "2026-11-24T10:00:00.000Z";
  status.secondsLeft = 90.5;
  status.bestValue = 0.75;
  status.bestStep = 12;
  applyStatus(job, status);
  QCOMPARE(job.estimatedCompletion, std::string("2026-11-24T10:01:30.500Z"));
  QCOMPARE(job.bestValue, 0.75);
  QCOMPARE(job.bestStep, std::int64_t{12});
}

void RunProgressTest::completion_isEmptyWhereItIsNotKnown_data() {
  QTest::addColumn<QString>("updatedAt");
  QTest::addColumn<double>("secondsLeft");
  QTest::addColumn<int>("state");
  const QString time = QStringLiteral("2026-11-24T10:00:00.000Z");
  const int running = static_cast<int>(RunState::Running);
  QTest::newRow("not a number") << time << std::nan("") << running;
  QTest::newRow("negative") << time << -1.0 << running;
  QTest::newRow("endless") << time << 1e300 << running;
  QTest::newRow("no time") << QString() << 5.0 << running;
  QTest::newRow("paused") << time << 5.0 << static_cast<int>(RunState::Paused);
}

void RunProgressTest::completion_isEmptyWhereItIsNotKnown() {
  QFETCH(QString, updatedAt);
  QFETCH(double, secondsLeft);
  QFETCH(int, state);
  Job job;
  job.estimatedCompletion = "before";
  RunStatus status;
  status.state = static_cast<RunState>(state);
  status.updatedAt = updatedAt.toStdString();
  status.secondsLeft = secondsLeft;
  applyStatus(job, status);
  QCOMPARE(job.estimatedCompletion, std::string());
}

TELESOFT_TEST(RunProgressTest)

}  // namespace

#include "run_progress_test.moc"
