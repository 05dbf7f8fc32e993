// What the tables are given: a consistent state to read, or a transaction to change it in.
#pragma once

#include <string>

#include "telesoft/base/clock.h"
#include "telesoft/base/json.h"
#include "telesoft/base/result.h"

namespace telesoft::store {

class Connection;  // sql/connection.h, for the tables only

/// One consistent state of the database. Valid inside Database::read() or write() only.
class Snapshot {
 public:
  Snapshot(Connection& connection, const std::string& auditKey)
      : connection_(connection), auditKey_(auditKey) {}
  Snapshot(const Snapshot&) = delete;
  Snapshot& operator=(const Snapshot&) = delete;
  [[nodiscard]] Connection& connection() const { return connection_; }
  [[nodiscard]] const std::string& auditKey() const { return auditKey_; }

 protected:
  ~Snapshot() = default;

 private:
  Connection& connection_;
  const std::string& auditKey_;
};

/// A row of the audit trail to be written with the change that it tells of.
struct AuditNote {
  std::string actor;                         // "local user (all roles)"
  std::string action;                        // "dataset.import"
  std::string subject;                       // an id
  base::json detail = base::json::object();  // never a data value, a name or a date of a patient
};

/// Changes that become durable together or not at all. Valid inside Database::write() only.
class Transaction final : public Snapshot {
 public:
  Transaction(Connection& connection, const std::string& auditKey, const base::Clock& clock)
      : Snapshot(connection, auditKey), clock_(clock) {}
  /// Appends to the hash chain, in this transaction.
  [[nodiscard]] base::Status audit(const AuditNote& note);
  /// ISO 8601.
  [[nodiscard]] std::string now() const { return base::toIso8601(clock_.now()); }

 private:
  const base::Clock& clock_;
};

}  // namespace telesoft::store
