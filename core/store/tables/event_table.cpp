#include "telesoft/store/tables/event_table.h"

#include "telesoft/store/sql/connection.h"

namespace telesoft::store {

using base::Result;
using base::Status;

Result<std::int64_t> EventTable::append(Transaction& transaction,
                                        const protocol::WorkspaceEvent& event) {
  Connection& connection = transaction.connection();
  TELESOFT_CHECK(connection.change("INSERT INTO events (kind, subject, data) VALUES (?, ?, ?)",
                                   {event.kind, event.id, dumpJson(event.data)}));
  const std::int64_t seq = connection.lastInsertedRow();
  TELESOFT_CHECK(connection.change("DELETE FROM events WHERE seq <= ?", {seq - kKept}));
  return seq;
}

Result<EventTable::Page> EventTable::after(const Snapshot& snapshot,
                                           std::int64_t seq,
                                           std::int64_t limit) {
  Page page;
  TELESOFT_CHECK(snapshot.connection().each(
      "SELECT seq, kind, subject, data FROM events WHERE seq > ? ORDER BY seq LIMIT ?",
      {seq, limit}, [&](const Row& row) -> Status {
        TELESOFT_TRY(data, recordOf<base::json>(row.text(3), "events"));
        page.events.push_back({row.integer(0), row.text(1), row.text(2), std::move(data)});
        return {};
      }));
  page.gap = !page.events.empty() && page.events.front().seq > seq + 1;
  return page;
}

Result<std::int64_t> EventTable::lastSeq(const Snapshot& snapshot) {
  return snapshot.connection().integer("SELECT seq FROM sqlite_sequence WHERE name = 'events'");
}

}  // namespace telesoft::store
