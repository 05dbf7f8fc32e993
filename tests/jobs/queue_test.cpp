#include "telesoft/jobs/queue.h"

#include "support/test_case.h"

namespace {

using namespace telesoft;
using namespace telesoft::jobs;
using protocol::JobState;

std::vector<store::JobRecord> inStates(const std::vector<JobState>& states) {
  std::vector<store::JobRecord> out;
  for (const JobState state : states) {
    store::JobRecord record;
    record.job.id = "job_" + std::to_string(out.size());
    record.job.status = state;
    out.push_back(record);
  }
  return out;
}

std::string startable(std::size_t atOnce, const std::vector<JobState>& states) {
  const Queue queue(atOnce);
  std::string out;
  for (const base::JobId& id : queue.startable(inStates(states))) {
    out += id.text() + " ";
  }
  return out;
}

constexpr JobState kQueued = JobState::Queued;
constexpr JobState kRunning = JobState::Running;
constexpr JobState kPausing = JobState::Pausing;

class QueueTest : public QObject {
  Q_OBJECT
 private slots:
  void startable_keepsOrderAndNumber();
  void startable_countsAPausingJobAsRunning();
  void whyItWaits_countsWhatStandsBefore();
  void whyItWaits_isEmptyForWhatDoesNotWait();
};

void QueueTest::startable_keepsOrderAndNumber() {
  QCOMPARE(startable(1, {}), std::string());
  QCOMPARE(startable(1, {kQueued, kQueued}), std::string("job_0 "));
  QCOMPARE(startable(1, {kRunning, kQueued}), std::string());
  QCOMPARE(startable(3, {kQueued, kRunning, kQueued, kQueued}), std::string("job_0 job_2 "));
  QCOMPARE(startable(0, {kQueued, kQueued}), std::string("job_0 "));  // at least one
}

void QueueTest::startable_countsAPausingJobAsRunning() {
  QCOMPARE(startable(1, {kPausing, kQueued}), std::string());
}

void QueueTest::whyItWaits_countsWhatStandsBefore() {
  const auto all = inStates({kRunning, kQueued, kQueued, kQueued});
  const Queue one(1);
  QCOMPARE(one.whyItWaits(all, base::JobId("job_1")), std::string("waits for 1 running job"));
  QCOMPARE(one.whyItWaits(all, base::JobId("job_3")),
           std::string("waits for 1 running job and 2 jobs before it"));
  QCOMPARE(one.whyItWaits(inStates({kQueued, kQueued}), base::JobId("job_1")),
           std::string("waits for 1 job before it"));
  QCOMPARE(Queue(2).whyItWaits(inStates({kRunning, kPausing, kQueued}), base::JobId("job_2")),
           std::string("waits for 2 running jobs"));
}

void QueueTest::whyItWaits_isEmptyForWhatDoesNotWait() {
  const auto all = inStates({kRunning, kQueued});
  QCOMPARE(Queue(1).whyItWaits(all, base::JobId("job_0")), std::string());
  QCOMPARE(Queue(2).whyItWaits(all, base::JobId("job_1")), std::string());  // starts at once
  QCOMPARE(Queue(1).whyItWaits(all, base::JobId("none")), std::string());
}

TELESOFT_TEST(QueueTest)

}  // namespace

#include "queue_test.moc"
