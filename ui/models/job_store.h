// Fine-tuning jobs: their list, kept live by job events, and their controls.
#pragma once

#include "telesoft/protocol/job.h"
#include "telesoft/ui/models/list_store.h"

namespace telesoft::ui {

class JobStore : public ListStore<protocol::Job> {
  Q_OBJECT

 public:
  JobStore(ApiClient& api, WorkspaceEvents& events, QObject* parent = nullptr);
  void advise(const protocol::AdviceRequest& request,
              QObject* context,
              Done<protocol::Advice> done);
  void create(const protocol::JobRequest& request, QObject* context, Done<protocol::Job> done);
  void job(const QString& id, QObject* context, Done<protocol::Job> done);
  void cancel(const QString& id, QObject* context, Done<protocol::Job> done);
  void pause(const QString& id, QObject* context, Done<protocol::Job> done);
  void resume(const QString& id, QObject* context, Done<protocol::Job> done);

  /// The newest one that queues, runs, pauses or is paused; null where none does.
  [[nodiscard]] const protocol::Job* active() const;
  [[nodiscard]] int activeCount() const;

 private:
  void command(const QString& id, const char* verb, QObject* context, Done<protocol::Job> done);
};

/// Not ended yet: queued, running, pausing or paused.
[[nodiscard]] bool isActive(protocol::JobState state);
/// Seconds until the job's estimated completion; NaN while not known.
[[nodiscard]] double secondsLeft(const protocol::Job& job);

}  // namespace telesoft::ui
