// The audit trail: append-only rows, each hashed with the one before it.
#pragma once

#include "telesoft/protocol/server.h"
#include "telesoft/store/transaction.h"

namespace telesoft::store {

/// hash(n) = SHA-256 of hash(n-1) in hexadecimal, a newline, and the JSON list
/// [seq, time, actor, action, subject, detail] without spaces; hash(0) is 64 zeros. Beside the
/// chain stands its head (last seq and hash) under an HMAC with a key of the workspace, so that
/// rows cut off the end, and a chain calculated anew without the key, are seen as well. Triggers
/// refuse every update and deletion. Rows are appended by Transaction::audit().
class AuditLog {
 public:
  /// Reads the whole trail. `firstBroken` is the first row that is wrong or missing.
  [[nodiscard]] static base::Result<protocol::AuditVerification> verify(const Snapshot& snapshot);
  /// The rows after `after`, oldest first, `limit` at most.
  [[nodiscard]] static base::Result<protocol::AuditPage> page(const Snapshot& snapshot,
                                                              std::int64_t after,
                                                              std::int64_t limit);
  /// The hash of a row, for verifiers outside the store.
  [[nodiscard]] static std::string hashOf(const std::string& previousHash,
                                          const protocol::AuditEntry& entry);
};

}  // namespace telesoft::store
