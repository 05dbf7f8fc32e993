#include "telesoft/store/tables/release_table.h"

#include "telesoft/store/sql/connection.h"

namespace telesoft::store {

using base::Result;
using base::Status;
using protocol::Alert;
using protocol::Approval;
using protocol::Deployment;

namespace {

template <class T>
Result<T> onlyOne(Result<std::vector<T>> found, const std::string& what) {
  if (!found) {
    return std::move(found).error();
  }
  if (found->empty()) {
    return notFound(what);
  }
  return std::move(found->front());
}

constexpr const char* kDeployments = "SELECT json, salt, reference FROM deployments ";

Result<std::vector<DeploymentRecord>> readDeployments(const Snapshot& snapshot,
                                                      const std::string& where,
                                                      const std::vector<Value>& values) {
  std::vector<DeploymentRecord> out;
  TELESOFT_CHECK(
      snapshot.connection().each(kDeployments + where, values, [&](const Row& row) -> Status {
        TELESOFT_TRY(deployment, recordOf<Deployment>(row.text(0), "deployments"));
        out.push_back({std::move(deployment), row.text(1), row.text(2)});
        return {};
      }));
  return out;
}

}  // namespace

Status ReleaseTable::insertApproval(Transaction& transaction, const Approval& approval) {
  TELESOFT_CHECK(transaction.connection().change(
      "INSERT INTO approvals (id, model, json) VALUES (?, ?, ?)",
      {approval.id, approval.modelId, dumpJson(base::toJson(approval))}));
  return {};
}

Status ReleaseTable::updateApproval(Transaction& transaction, const Approval& approval) {
  return changedOne(
      transaction.connection().change("UPDATE approvals SET json = ? WHERE id = ?",
                                      {dumpJson(base::toJson(approval)), approval.id}),
      "approval");
}

Result<Approval> ReleaseTable::findApproval(const Snapshot& snapshot, const std::string& id) {
  return onlyOne(recordsOf<Approval>(snapshot.connection(),
                                     "SELECT json FROM approvals WHERE id = ?", {id}, "approvals"),
                 "approval");
}

Result<std::vector<Approval>> ReleaseTable::approvals(const Snapshot& snapshot,
                                                      const std::string& modelId) {
  return recordsOf<Approval>(
      snapshot.connection(),
      "SELECT json FROM approvals WHERE ?1 = '' OR model = ?1 ORDER BY number DESC", {modelId},
      "approvals");
}

Status ReleaseTable::insertDeployment(Transaction& transaction, const DeploymentRecord& record) {
  const Deployment& d = record.deployment;
  TELESOFT_CHECK(transaction.connection().change(
      "INSERT INTO deployments (id, model, service, environment, status, salt, reference, json) "
      "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
      {d.id, d.modelId, d.service, d.environment, d.status, record.salt, record.reference,
       dumpJson(base::toJson(d))}));
  return {};
}

Status ReleaseTable::updateDeployment(Transaction& transaction, const Deployment& d) {
  return changedOne(
      transaction.connection().change("UPDATE deployments SET status = ?, json = ? WHERE id = ?",
                                      {d.status, dumpJson(base::toJson(d)), d.id}),
      "deployment");
}

Result<DeploymentRecord> ReleaseTable::findDeployment(const Snapshot& snapshot,
                                                      const std::string& id) {
  return onlyOne(readDeployments(snapshot, "WHERE id = ?", {id}), "deployment");
}

Result<std::vector<DeploymentRecord>> ReleaseTable::deployments(const Snapshot& snapshot) {
  return readDeployments(snapshot, "ORDER BY number", {});
}

Status ReleaseTable::insertAlert(Transaction& transaction, const Alert& alert) {
  TELESOFT_CHECK(transaction.connection().change(
      "INSERT INTO alerts (id, deployment, time, open, json) VALUES (?, ?, ?, ?, ?)",
      {alert.id, alert.deploymentId, alert.time, std::int64_t{alert.acknowledgedAt.empty() ? 1 : 0},
       dumpJson(base::toJson(alert))}));
  return {};
}

Status ReleaseTable::updateAlert(Transaction& transaction, const Alert& alert) {
  return changedOne(
      transaction.connection().change("UPDATE alerts SET open = ?, json = ? WHERE id = ?",
                                      {std::int64_t{alert.acknowledgedAt.empty() ? 1 : 0},
                                       dumpJson(base::toJson(alert)), alert.id}),
      "alert");
}

Result<Alert> ReleaseTable::findAlert(const Snapshot& snapshot, const std::string& id) {
  return onlyOne(recordsOf<Alert>(snapshot.connection(), "SELECT json FROM alerts WHERE id = ?",
                                  {id}, "alerts"),
                 "alert");
}

Result<std::vector<Alert>> ReleaseTable::alerts(const Snapshot& snapshot) {
  return recordsOf<Alert>(snapshot.connection(),
                          "SELECT json FROM alerts ORDER BY number DESC LIMIT 500", {}, "alerts");
}

Result<ReleaseTable::Subjects> ReleaseTable::subjects(const Snapshot& snapshot,
                                                      const std::string& deploymentId,
                                                      const std::string& since) {
  Subjects out;
  TELESOFT_CHECK(snapshot.connection().each(
      "SELECT json ->> 'arm', COUNT(DISTINCT json ->> 'subject') FROM (SELECT json FROM "
      "predictions "
      "WHERE deployment = ? AND time >= ? ORDER BY number DESC LIMIT 20000) "
      "WHERE json ->> 'subject' <> '' GROUP BY 1",
      {deploymentId, since}, [&](const Row& row) -> Status {
        if (row.text(0) == "stable") {
          out.stable = row.integer(1);
        } else if (row.text(0) == "candidate") {
          out.candidate = row.integer(1);
        }
        return {};
      }));
  return out;
}

}  // namespace telesoft::store
