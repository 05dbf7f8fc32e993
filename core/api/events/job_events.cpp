#include "telesoft/api/events/job_events.h"

#include "telesoft/jobs/event_log.h"

namespace telesoft::api {

namespace {

constexpr std::size_t kPage = 200;

class JobEvents final : public EventSource {
 public:
  JobEvents(EventFeed& feed, JobEventsOrder order)
      : order_(std::move(order)), tail_(order_.eventsFile), subscription_(feed) {}

  base::Result<std::vector<ServerEvent>> next() override {
    while (true) {
      TELESOFT_TRY(events, tail_.next(kPage));
      std::vector<ServerEvent> out;
      for (const protocol::JobEvent& event : events) {
        if (event.seq > order_.after) {
          out.push_back(
              {std::to_string(event.seq), event.kind,
               base::toJson(event).dump(-1, ' ', false, base::json::error_handler_t::replace)});
        }
      }
      if (!out.empty() || events.empty()) {
        return out;
      }
    }
  }
  bool ended() const override { return order_.jobHasEnded(); }
  void onNews(std::function<void()> wake) override { subscription_.set(std::move(wake)); }

 private:
  JobEventsOrder order_;
  jobs::EventTail tail_;
  FeedSubscription subscription_;
};

}  // namespace

std::shared_ptr<EventSource> jobEvents(EventFeed& feed, JobEventsOrder order) {
  return std::make_shared<JobEvents>(feed, std::move(order));
}

}  // namespace telesoft::api
