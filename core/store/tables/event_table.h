// The workspace's live events, kept for a while so that a reader can go on where it was.
#pragma once

#include <string>
#include <vector>

#include "telesoft/protocol/server.h"
#include "telesoft/store/transaction.h"

namespace telesoft::store {

/// Numbers go up without ever being used twice, over restarts too.
class EventTable {
 public:
  static constexpr std::int64_t kKept = 10000;

  /// `event.seq` is ignored; gives the number. The oldest beyond kKept are dropped.
  [[nodiscard]] static base::Result<std::int64_t> append(Transaction& transaction,
                                                         const protocol::WorkspaceEvent& event);
  struct Page {
    std::vector<protocol::WorkspaceEvent> events;
    bool gap = false;  // events after the number asked for have been dropped
  };
  [[nodiscard]] static base::Result<Page> after(const Snapshot& snapshot,
                                                std::int64_t seq,
                                                std::int64_t limit);
  /// 0 where there was none yet.
  [[nodiscard]] static base::Result<std::int64_t> lastSeq(const Snapshot& snapshot);
};

}  // namespace telesoft::store
