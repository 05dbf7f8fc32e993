// What the supervisor tells of runs, passed on as live events; and the report of an evaluation.
#pragma once

#include <functional>

#include "telesoft/api/events/event_feed.h"
#include "telesoft/jobs/run_listener.h"

namespace telesoft::api {

/// Thread: as RunListener says.
class RunNews final : public jobs::RunListener {
 public:
  /// `changed` is called whenever another number of jobs may be running.
  RunNews(EventFeed& feed, std::function<void()> changed)
      : feed_(feed), changed_(std::move(changed)) {}
  void jobChanged(const protocol::Job& job) override;
  void jobEvents(const base::JobId& id, const std::vector<protocol::JobEvent>& events) override;
  void modelRegistered(const protocol::Model& model) override;
  void evaluationChanged(const protocol::Evaluation& evaluation) override;
  [[nodiscard]] base::Status completeEvaluation(protocol::Evaluation& evaluation,
                                                const base::Path& folder) override;

 private:
  EventFeed& feed_;
  std::function<void()> changed_;
};

}  // namespace telesoft::api
