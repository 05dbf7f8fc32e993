#include "telesoft/store/audit_log.h"

#include "telesoft/base/hash.h"
#include "telesoft/store/seal.h"
#include "telesoft/store/sql/connection.h"

namespace telesoft::store {

using base::Result;
using base::Status;
using protocol::AuditEntry;

namespace {

const std::string kGenesis(64, '0');

struct Head {
  std::int64_t seq = 0;
  std::string hash = kGenesis;
  std::string seal;
};

std::string sealOf(const std::string& key, std::int64_t seq, const std::string& hash) {
  return keyedHash(key, std::to_string(seq) + ":" + hash);
}

Result<Head> readHead(const Snapshot& snapshot) {
  TELESOFT_TRY(rows, snapshot.connection().rows("SELECT seq, hash, seal FROM audit_head"));
  return rows.empty() ? Head()
                      : Head{rows.front().integer(0), rows.front().text(1), rows.front().text(2)};
}

AuditEntry entryOf(const Row& row) {
  return {row.integer(0), row.text(1), row.text(2), row.text(3),
          row.text(4),    row.text(5), row.text(6)};
}

constexpr const char* kColumns =
    "SELECT seq, time, actor, action, subject, detail, hash FROM audit";

}  // namespace

std::string AuditLog::hashOf(const std::string& previousHash, const AuditEntry& entry) {
  const base::json record = {entry.seq,    entry.time,    entry.actor,
                             entry.action, entry.subject, entry.detail};
  return base::sha256Hex(previousHash + "\n" + dumpJson(record));
}

Status Transaction::audit(const AuditNote& note) {
  TELESOFT_TRY(head, readHead(*this));
  AuditEntry entry;
  entry.seq = head.seq + 1;
  entry.time = now();
  entry.actor = note.actor;
  entry.action = note.action;
  entry.subject = note.subject;
  entry.detail = dumpJson(note.detail);
  entry.hash = AuditLog::hashOf(head.hash, entry);
  TELESOFT_CHECK(connection().change(
      "INSERT INTO audit VALUES (?, ?, ?, ?, ?, ?, ?)",
      {entry.seq, entry.time, entry.actor, entry.action, entry.subject, entry.detail, entry.hash}));
  TELESOFT_CHECK(
      connection().change("INSERT OR REPLACE INTO audit_head VALUES (1, ?, ?, ?)",
                          {entry.seq, entry.hash, sealOf(auditKey(), entry.seq, entry.hash)}));
  return {};
}

Result<protocol::AuditVerification> AuditLog::verify(const Snapshot& snapshot) {
  protocol::AuditVerification out;
  std::string previous = kGenesis;
  std::int64_t expected = 1;
  TELESOFT_CHECK(snapshot.connection().each(
      std::string(kColumns) + " ORDER BY seq", {}, [&](const Row& row) -> Status {
        const AuditEntry entry = entryOf(row);
        ++out.entries;
        if (out.firstBroken == 0 &&
            (entry.seq != expected || entry.hash != hashOf(previous, entry))) {
          out.firstBroken = expected;
        }
        previous = entry.hash;
        expected = entry.seq + 1;
        return {};
      }));
  TELESOFT_TRY(head, readHead(snapshot));
  const std::int64_t last = expected - 1;
  const bool sealed = head.seq == 0 ? head.seal.empty()
                                    : head.seal == sealOf(snapshot.auditKey(), head.seq, head.hash);
  if (out.firstBroken == 0 && (head.seq != last || head.hash != previous || !sealed)) {
    // Rows are missing at the end, or the whole chain was calculated anew without the key.
    out.firstBroken = head.seq > last ? last + 1 : std::max<std::int64_t>(last, 1);
  }
  out.intact = out.firstBroken == 0;
  out.headHash = previous;
  return out;
}

Result<protocol::AuditPage> AuditLog::page(const Snapshot& snapshot,
                                           std::int64_t after,
                                           std::int64_t limit) {
  protocol::AuditPage out;
  TELESOFT_CHECK(
      snapshot.connection().each(std::string(kColumns) + " WHERE seq > ? ORDER BY seq LIMIT ?",
                                 {after, limit}, [&](const Row& row) -> Status {
                                   out.entries.push_back(entryOf(row));
                                   return {};
                                 }));
  TELESOFT_TRY(total, snapshot.connection().integer("SELECT COUNT(*) FROM audit"));
  out.total = total;
  return out;
}

}  // namespace telesoft::store
