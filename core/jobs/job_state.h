// Which state a job may go to from which: one table, and nothing else decides it.
#pragma once

#include <utility>
#include <vector>

#include "telesoft/base/result.h"
#include "telesoft/protocol/job.h"

namespace telesoft::jobs {

using Transition = std::pair<protocol::JobState, protocol::JobState>;

[[nodiscard]] const std::vector<Transition>& legalTransitions();
[[nodiscard]] bool isLegal(protocol::JobState from, protocol::JobState to);
/// Succeeded, Failed or Cancelled.
[[nodiscard]] bool isFinal(protocol::JobState state);
/// Conflict that names both states and what is possible instead.
[[nodiscard]] base::Status checkTransition(protocol::JobState from, protocol::JobState to);

}  // namespace telesoft::jobs
