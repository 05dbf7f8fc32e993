#include "telesoft/jobs/run_progress.h"

#include <algorithm>
#include <cmath>

#include "telesoft/base/clock.h"

namespace telesoft::jobs {

using protocol::Job;
using protocol::JobEvent;
using protocol::Milestone;
using protocol::RunStatus;

namespace {

constexpr double kLongestSeconds = 1e8;

/// What the data of the events that matter here may hold.
struct EventData {
  std::int64_t step = 0, totalSteps = 0;
  double fraction = 0;
  std::map<std::string, double> values;
  std::string name, message;
};
template <class V>
void describe(V& v, EventData& d) {
  v.optional("step", d.step);
  v.optional("totalSteps", d.totalSteps);
  v.optional("fraction", d.fraction);
  v.optional("values", d.values);
  v.optional("name", d.name);
  v.optional("message", d.message);
}

void advance(Job& job, double fraction, std::int64_t step, std::int64_t totalSteps) {
  if (std::isfinite(fraction)) {
    job.progress = std::max(job.progress, 100 * std::clamp(fraction, 0.0, 1.0));
  }
  job.step = std::max(job.step, step);
  if (totalSteps > 0) {
    job.totalSteps = totalSteps;
  }
}

void addMilestone(Job& job, const Milestone& milestone) {
  const bool known = std::any_of(job.milestones.begin(), job.milestones.end(),
                                 [&](const Milestone& one) { return one.name == milestone.name; });
  if (!known) {
    job.milestones.push_back(milestone);
  }
}

std::string completionOf(const RunStatus& status) {
  const auto told = base::fromIso8601(status.updatedAt);
  if (!told || !(status.secondsLeft >= 0 && status.secondsLeft < kLongestSeconds)) {
    return "";
  }
  return base::toIso8601(*told + std::chrono::milliseconds(std::llround(status.secondsLeft * 1e3)));
}

}  // namespace

void applyEvent(Job& job, const JobEvent& event) {
  const auto data = base::fromJson<EventData>(event.data);
  if (!data) {
    return;
  }
  if (event.kind == "started" || event.kind == "progress") {
    advance(job, data->fraction, data->step, data->totalSteps);
  } else if (event.kind == "metric") {
    advance(job, 0, data->step, 0);
    for (const auto& [name, value] : data->values) {
      job.metrics[name] = value;
    }
  } else if (event.kind == "milestone") {
    addMilestone(job, {data->name, data->message, event.time});
  }
}

void applyStatus(Job& job, const RunStatus& status) {
  advance(job, status.fraction, status.step, status.totalSteps);
  job.bestValue = status.bestValue;
  job.bestStep = status.bestStep;
  job.estimatedCompletion = status.state == protocol::RunState::Running ? completionOf(status) : "";
}

}  // namespace telesoft::jobs
