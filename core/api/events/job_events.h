// The events of one job, straight from its run's events.jsonl: a stream that is taken up again
// misses nothing, whatever happened to the server between.
#pragma once

#include <functional>
#include <memory>

#include "telesoft/api/events/event_feed.h"
#include "telesoft/base/os/files.h"

namespace telesoft::api {

struct JobEventsOrder {
  base::Path eventsFile;
  std::int64_t after = 0;             // the seq of the last event that the reader has
  std::function<bool()> jobHasEnded;  // nothing more will be written
};

/// Ends when the job has ended and all of its events are sent. `feed` wakes it.
[[nodiscard]] std::shared_ptr<EventSource> jobEvents(EventFeed& feed, JobEventsOrder order);

}  // namespace telesoft::api
