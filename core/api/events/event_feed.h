// The workspace's live events: what /v1/events sends, kept for a while so that a reader that was
// cut off can go on where it was.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>

#include "telesoft/api/http/event_source.h"
#include "telesoft/protocol/server.h"

namespace telesoft::api {

/// Thread: any.
class EventFeed {
 public:
  /// Numbers go up from `firstSeq`, which is taken from the clock so that they also do over a
  /// restart. `kept` events can be resumed from.
  explicit EventFeed(std::int64_t firstSeq, size_t kept = 4096);

  void publish(const std::string& kind, const std::string& id, base::json data);
  [[nodiscard]] std::int64_t lastSeq() const;

  struct Page {
    std::vector<protocol::WorkspaceEvent> events;
    bool gap = false;  // events after the number asked for are gone
  };
  [[nodiscard]] Page after(std::int64_t seq, size_t most) const;

  /// `wake` runs inside publish(): it must only pass the news on. Gives a number for unsubscribe(),
  /// after which `wake` is not running and will not.
  [[nodiscard]] std::uint64_t subscribe(std::function<void()> wake);
  void unsubscribe(std::uint64_t subscriber);
  /// Wakes the readers without an event of its own.
  void wake();

 private:
  mutable std::mutex mutex_;
  const size_t kept_;
  std::int64_t lastSeq_;
  std::deque<protocol::WorkspaceEvent> events_;
  std::map<std::uint64_t, std::function<void()>> subscribers_;
  std::uint64_t lastSubscriber_ = 0;
};

/// Holds a reader's subscription to a feed.
class FeedSubscription {
 public:
  explicit FeedSubscription(EventFeed& feed) : feed_(feed) {}
  ~FeedSubscription() { set({}); }
  FeedSubscription(const FeedSubscription&) = delete;
  FeedSubscription& operator=(const FeedSubscription&) = delete;
  void set(std::function<void()> wake);

 private:
  EventFeed& feed_;
  std::uint64_t subscriber_ = 0;  // 0: none
};

/// The events after `after`, or from now on where it is not given. Where some of them are gone, an
/// event of kind "reset" says so: what the reader knows of the workspace is then to be read anew.
[[nodiscard]] std::shared_ptr<EventSource> workspaceEvents(EventFeed& feed,
                                                           std::optional<std::int64_t> after);

}  // namespace telesoft::api
