#include "telesoft/jobs/job_state.h"

#include <set>

#include "support/test_case.h"

namespace {

using namespace telesoft;
using namespace telesoft::jobs;
using protocol::JobState;

std::vector<JobState> allStates() {
  std::vector<JobState> out;
  for (const auto& [state, unused] : base::EnumNames<JobState>::table) {
    out.push_back(state);
  }
  return out;
}

class JobStateTest : public QObject {
  Q_OBJECT
 private slots:
  void finalStates_areLeftByNothing();
  void everyState_canBeReachedFromQueued();
  void everyState_canEnd();
  void noState_becomesItself();
  void checkTransition_saysWhatIsPossibleInstead();
  void checkTransition_saysThatAnEndedJobHasEnded();
};

void JobStateTest::finalStates_areLeftByNothing() {
  for (const auto& [from, to] : legalTransitions()) {
    QVERIFY2(!isFinal(from), std::string(base::nameOf(from)).c_str());
  }
}

void JobStateTest::everyState_canBeReachedFromQueued() {
  std::set<JobState> reached = {JobState::Queued};
  for (size_t round = 0; round < allStates().size(); ++round) {
    for (const auto& [from, to] : legalTransitions()) {
      if (reached.contains(from)) {
        reached.insert(to);
      }
    }
  }
  QCOMPARE(reached.size(), allStates().size());
}

void JobStateTest::everyState_canEnd() {
  for (const JobState state : allStates()) {
    const bool ends = isFinal(state) || isLegal(state, JobState::Cancelled);
    QVERIFY2(ends, std::string(base::nameOf(state)).c_str());
  }
}

void JobStateTest::noState_becomesItself() {
  for (const JobState state : allStates()) {
    QVERIFY(!isLegal(state, state));
    QVERIFY(!checkTransition(state, state).has_value());
  }
  QVERIFY(checkTransition(JobState::Paused, JobState::Queued).has_value());
  QVERIFY(!isLegal(JobState::Paused, JobState::Running));  // through the queue only
}

void JobStateTest::checkTransition_saysWhatIsPossibleInstead() {
  const auto status = checkTransition(JobState::Paused, JobState::Running);
  QCOMPARE(status.error().code, base::ErrorCode::Conflict);
  QCOMPARE(status.error().message, std::string("a job that is paused cannot become running"));
  QCOMPARE(status.error().hint, std::string("it can become: queued, cancelled"));
}

void JobStateTest::checkTransition_saysThatAnEndedJobHasEnded() {
  const auto status = checkTransition(JobState::Failed, JobState::Queued);
  QCOMPARE(status.error().code, base::ErrorCode::Conflict);
  QVERIFY(status.error().hint.find("ended") != std::string::npos);
}

TELESOFT_TEST(JobStateTest)

}  // namespace

#include "job_state_test.moc"
