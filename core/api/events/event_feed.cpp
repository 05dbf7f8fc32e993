#include "telesoft/api/events/event_feed.h"

namespace telesoft::api {

namespace {

constexpr size_t kPage = 200;

ServerEvent toServerEvent(const protocol::WorkspaceEvent& event) {
  return {std::to_string(event.seq), event.kind,
          base::toJson(event).dump(-1, ' ', false, base::json::error_handler_t::replace)};
}

class WorkspaceEvents final : public EventSource {
 public:
  WorkspaceEvents(EventFeed& feed, std::optional<std::int64_t> after)
      : feed_(feed), subscription_(feed), isNew_(!after), seq_(after.value_or(feed.lastSeq())) {}

  base::Result<std::vector<ServerEvent>> next() override {
    std::vector<ServerEvent> out;
    if (isNew_) {
      isNew_ = false;
      out.push_back(toServerEvent({seq_, "connected", "", base::json::object()}));
    }
    const EventFeed::Page page = feed_.after(seq_, kPage);
    if (page.gap) {
      seq_ = feed_.lastSeq();
      out.push_back(toServerEvent({seq_, "reset", "", base::json::object()}));
      return out;
    }
    for (const protocol::WorkspaceEvent& event : page.events) {
      out.push_back(toServerEvent(event));
      seq_ = event.seq;
    }
    return out;
  }
  bool ended() const override { return false; }
  void onNews(std::function<void()> wake) override { subscription_.set(std::move(wake)); }

 private:
  EventFeed& feed_;
  FeedSubscription subscription_;
  bool isNew_;
  std::int64_t seq_;  // the last one that was given
};

}  // namespace

EventFeed::EventFeed(std::int64_t firstSeq, size_t kept) : kept_(kept), lastSeq_(firstSeq) {}

void EventFeed::publish(const std::string& kind, const std::string& id, base::json data) {
  const std::lock_guard lock(mutex_);
  events_.push_back({++lastSeq_, kind, id, std::move(data)});
  if (events_.size() > kept_) {
    events_.pop_front();
  }
  for (const auto& [unused, wake] : subscribers_) {
    wake();
  }
}

std::int64_t EventFeed::lastSeq() const {
  const std::lock_guard lock(mutex_);
  return lastSeq_;
}

EventFeed::Page EventFeed::after(std::int64_t seq, size_t most) const {
  const std::lock_guard lock(mutex_);
  Page page;
  const std::int64_t firstKept = lastSeq_ - static_cast<std::int64_t>(events_.size()) + 1;
  if (seq > lastSeq_ || seq + 1 < firstKept) {
    page.gap = true;
    return page;
  }
  for (auto i = static_cast<size_t>(seq + 1 - firstKept);
       i < events_.size() && page.events.size() < most; ++i) {
    page.events.push_back(events_[i]);
  }
  return page;
}

std::uint64_t EventFeed::subscribe(std::function<void()> wake) {
  const std::lock_guard lock(mutex_);
  subscribers_.emplace(++lastSubscriber_, std::move(wake));
  return lastSubscriber_;
}

void EventFeed::unsubscribe(std::uint64_t subscriber) {
  const std::lock_guard lock(mutex_);
  subscribers_.erase(subscriber);
}

void EventFeed::wake() {
  const std::lock_guard lock(mutex_);
  for (const auto& [unused, wake] : subscribers_) {
    wake();
  }
}

void FeedSubscription::set(std::function<void()> wake) {
  if (subscriber_ != 0) {
    feed_.unsubscribe(subscriber_);
    subscriber_ = 0;
  }
  if (wake) {
    subscriber_ = feed_.subscribe(std::move(wake));
  }
}

std::shared_ptr<EventSource> workspaceEvents(EventFeed& feed, std::optional<std::int64_t> after) {
  return std::make_shared<WorkspaceEvents>(feed, after);
}

}  // namespace telesoft::api
