// Where a stream of server-sent events gets its events: pulled, so that a slow reader holds back
// its own stream and nothing is queued for it without bound.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "telesoft/base/result.h"

namespace telesoft::api {

struct ServerEvent {
  std::string id;    // what Last-Event-ID brings back; "" for none
  std::string kind;  // the event: field; "" for "message"
  std::string data;
};

class EventSource {
 public:
  virtual ~EventSource() = default;
  /// The next events, a page at most; empty while there is nothing new. Thread: one at a time.
  [[nodiscard]] virtual base::Result<std::vector<ServerEvent>> next() = 0;
  /// True once nothing more will ever come; the stream then ends after what next() still gives.
  [[nodiscard]] virtual bool ended() const = 0;
  /// `wake` is called, from any thread, whenever next() may give something again; an empty
  /// function ends that, and is not running any more when this returns.
  virtual void onNews(std::function<void()> wake) = 0;
};

/// "id: 7\nevent: job\ndata: ...\n\n"; a data text of several lines becomes several data: fields.
[[nodiscard]] std::string toWire(const ServerEvent& event);

}  // namespace telesoft::api
