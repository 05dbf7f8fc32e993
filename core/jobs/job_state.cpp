#include "telesoft/jobs/job_state.h"

#include <algorithm>

#include "telesoft/base/text.h"

namespace telesoft::jobs {

using base::ErrorCode;
using base::fail;
using protocol::JobState;

const std::vector<Transition>& legalTransitions() {
  static const std::vector<Transition> table = {
      {JobState::Queued, JobState::Running},    {JobState::Queued, JobState::Paused},
      {JobState::Queued, JobState::Cancelled},  {JobState::Running, JobState::Pausing},
      {JobState::Running, JobState::Succeeded}, {JobState::Running, JobState::Failed},
      {JobState::Running, JobState::Cancelled}, {JobState::Pausing, JobState::Paused},
      {JobState::Pausing, JobState::Succeeded},  // it ended before it saw the request
      {JobState::Pausing, JobState::Failed},    {JobState::Pausing, JobState::Cancelled},
      {JobState::Paused, JobState::Queued},     {JobState::Paused, JobState::Cancelled},
  };
  return table;
}

bool isLegal(JobState from, JobState to) {
  const auto& table = legalTransitions();
  return std::find(table.begin(), table.end(), Transition(from, to)) != table.end();
}

bool isFinal(JobState state) {
  return state == JobState::Succeeded || state == JobState::Failed || state == JobState::Cancelled;
}

base::Status checkTransition(JobState from, JobState to) {
  if (isLegal(from, to)) {
    return {};
  }
  std::vector<std::string> possible;
  for (const auto& [start, end] : legalTransitions()) {
    if (start == from) {
      possible.emplace_back(base::nameOf(end));
    }
  }
  return fail(ErrorCode::Conflict,
              "a job that is " + std::string(base::nameOf(from)) + " cannot become " +
                  std::string(base::nameOf(to)),
              possible.empty() ? "it has ended; start a new job"
                               : "it can become: " + base::join(possible, ", "));
}

}  // namespace telesoft::jobs
