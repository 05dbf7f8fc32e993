#include "telesoft/jobs/queue.h"

namespace telesoft::jobs {

using protocol::JobState;
using store::JobRecord;

namespace {

std::string counted(std::size_t count, const std::string& what) {
  return std::to_string(count) + " " + what + (count == 1 ? "" : "s");
}

std::size_t runningOf(const std::vector<JobRecord>& unfinished) {
  std::size_t count = 0;
  for (const JobRecord& record : unfinished) {
    const JobState state = record.job.status;
    count += state == JobState::Running || state == JobState::Pausing ? 1 : 0;
  }
  return count;
}

}  // namespace

std::vector<base::JobId> Queue::startable(const std::vector<JobRecord>& unfinished) const {
  std::size_t running = runningOf(unfinished);
  std::vector<base::JobId> out;
  for (const JobRecord& record : unfinished) {
    if (record.job.status == JobState::Queued && running < atOnce_) {
      out.emplace_back(record.job.id);
      ++running;
    }
  }
  return out;
}

std::string Queue::whyItWaits(const std::vector<JobRecord>& unfinished,
                              const base::JobId& id) const {
  std::size_t before = 0;
  bool waits = false;
  for (const JobRecord& record : unfinished) {
    if (record.job.id == id.text()) {
      waits = record.job.status == JobState::Queued;
      break;
    }
    before += record.job.status == JobState::Queued ? 1 : 0;
  }
  const std::size_t running = runningOf(unfinished);
  if (!waits || running + before < atOnce_) {
    return "";
  }
  std::string out = "waits for ";
  if (running > 0) {
    out += counted(running, "running job") + (before > 0 ? " and " : "");
  }
  if (before > 0) {
    out += counted(before, "job") + " before it";
  }
  return out;
}

}  // namespace telesoft::jobs
