#include "telesoft/ui/models/job_store.h"

#include <algorithm>

#include "telesoft/ui/models/strings.h"

namespace telesoft::ui {

JobStore::JobStore(ApiClient& api, WorkspaceEvents& events, QObject* parent)
    : ListStore(
          api, events, QStringLiteral("/v1/fine-tuning/jobs"), {QStringLiteral("job")}, parent) {}

void JobStore::advise(const protocol::AdviceRequest& request,
                      QObject* context,
                      Done<protocol::Advice> done) {
  api_.post<protocol::Advice>(QStringLiteral("/v1/advice"), request, context, std::move(done));
}

void JobStore::create(const protocol::JobRequest& request,
                      QObject* context,
                      Done<protocol::Job> done) {
  api_.post<protocol::Job>(QStringLiteral("/v1/fine-tuning/jobs"), request, context,
                           std::move(done));
}

void JobStore::job(const QString& id, QObject* context, Done<protocol::Job> done) {
  api_.get<protocol::Job>(QStringLiteral("/v1/fine-tuning/jobs/") + id, context, std::move(done));
}

void JobStore::cancel(const QString& id, QObject* context, Done<protocol::Job> done) {
  command(id, "/cancel", context, std::move(done));
}

void JobStore::pause(const QString& id, QObject* context, Done<protocol::Job> done) {
  command(id, "/pause", context, std::move(done));
}

void JobStore::resume(const QString& id, QObject* context, Done<protocol::Job> done) {
  command(id, "/resume", context, std::move(done));
}

void JobStore::command(const QString& id,
                       const char* verb,
                       QObject* context,
                       Done<protocol::Job> done) {
  api_.post<protocol::Job>(QStringLiteral("/v1/fine-tuning/jobs/") + id + QLatin1String(verb),
                           context, std::move(done));
}

const protocol::Job* JobStore::active() const {
  // The newest come first.
  const auto found = std::find_if(items().begin(), items().end(),
                                  [](const protocol::Job& job) { return isActive(job.status); });
  return found == items().end() ? nullptr : &*found;
}

int JobStore::activeCount() const {
  return static_cast<int>(
      std::count_if(items().begin(), items().end(),
                    [](const protocol::Job& job) { return isActive(job.status); }));
}

bool isActive(protocol::JobState state) {
  switch (state) {
    case protocol::JobState::Queued:
    case protocol::JobState::Running:
    case protocol::JobState::Pausing:
    case protocol::JobState::Paused:
      return true;
    default:
      return false;
  }
}

double secondsLeft(const protocol::Job& job) {
  return job.status == protocol::JobState::Running && !job.estimatedCompletion.empty()
             ? secondsUntil(job.estimatedCompletion)
             : std::numeric_limits<double>::quiet_NaN();
}

}  // namespace telesoft::ui
