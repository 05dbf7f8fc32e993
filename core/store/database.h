// The workspace's database: one thread writes, anybody reads a snapshot, and no SQL type is seen.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

#include "telesoft/base/clock.h"
#include "telesoft/base/os/files.h"
#include "telesoft/base/result.h"
#include "telesoft/store/transaction.h"

namespace telesoft::store {

struct DatabaseSettings {
  base::Path file;
  /// Seals the audit trail's head; the tables themselves are not encrypted (patient data lies in
  /// blobs).
  std::string auditKey;
};

/// SQLite in WAL mode with full durability: what write() has returned survives kill -9 and power
/// loss. One connection writes and checkpoints, on a thread of its own; every read has a read-only
/// connection and sees one consistent state. One process at a time may open a database: the caller
/// holds <workspace>/server.lock. Thread: any.
class Database {
 public:
  /// Creates it where absent and brings an older one up to date.
  /// Errors: Corrupt with what to do; Unsupported for one that a newer program wrote;
  /// OutOfResources when the disk is full, with nothing changed.
  [[nodiscard]] static base::Result<std::unique_ptr<Database>> open(
      const DatabaseSettings& settings, const base::Clock& clock);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  /// Runs `work(Transaction&)`, which returns a Result or Status, on the writer's thread, and waits
  /// for it. All of its changes and audit rows are on disk when this returns a value, and none of
  /// them when it returns an error. Keep it short, and do not call write() inside it.
  template <class Work>
  [[nodiscard]] auto write(Work&& work) -> std::invoke_result_t<Work&, Transaction&> {
    std::optional<std::invoke_result_t<Work&, Transaction&>> result;
    base::Status done = runWrite([&](Transaction& transaction) -> base::Status {
      result.emplace(work(transaction));
      return *result ? base::Status() : base::Status(result->error());
    });
    if (!done) {
      return std::move(done).error();
    }
    return *std::move(result);
  }

  /// Runs `work(const Snapshot&)`, which returns a Result or Status, on the calling thread.
  template <class Work>
  [[nodiscard]] auto read(Work&& work) const -> std::invoke_result_t<Work&, const Snapshot&> {
    std::optional<std::invoke_result_t<Work&, const Snapshot&>> result;
    base::Status done = runRead([&](const Snapshot& snapshot) -> base::Status {
      result.emplace(work(snapshot));
      return {};
    });
    if (!done) {
      return std::move(done).error();
    }
    return *std::move(result);
  }

 private:
  class Impl;
  explicit Database(std::unique_ptr<Impl> impl);
  [[nodiscard]] base::Status runWrite(const std::function<base::Status(Transaction&)>& work);
  [[nodiscard]] base::Status runRead(
      const std::function<base::Status(const Snapshot&)>& work) const;
  std::unique_ptr<Impl> impl_;
};

}  // namespace telesoft::store
