// Reading events.jsonl while the engine appends to it.
#pragma once

#include <cstdint>
#include <vector>

#include "telesoft/base/os/files.h"
#include "telesoft/base/result.h"
#include "telesoft/protocol/run_record.h"

namespace telesoft::jobs {

/// Goes through the file once, from an offset on. A last line without its end is left for later;
/// events of unknown kinds are kept; a line that is no event becomes an event of kind "unreadable"
/// with its number, never lost in silence. Thread: one.
class EventTail {
 public:
  explicit EventTail(base::Path file, std::int64_t offset = 0, std::int64_t lastSeq = 0)
      : file_(std::move(file)), offset_(offset), lastSeq_(lastSeq) {}

  /// The next events, `most` at most; none while there is nothing new or no file yet.
  [[nodiscard]] base::Result<std::vector<protocol::JobEvent>> next(std::size_t most = 1000);
  /// Where the next call goes on.
  [[nodiscard]] std::int64_t offset() const { return offset_; }
  [[nodiscard]] std::int64_t lastSeq() const { return lastSeq_; }

 private:
  [[nodiscard]] protocol::JobEvent parse(std::string_view line);
  base::Path file_;
  std::int64_t offset_;
  std::int64_t lastSeq_;
};

/// The events with seq > after, `most` at most.
[[nodiscard]] base::Result<std::vector<protocol::JobEvent>> eventsAfter(const base::Path& file,
                                                                        std::int64_t after,
                                                                        std::size_t most);

}  // namespace telesoft::jobs
