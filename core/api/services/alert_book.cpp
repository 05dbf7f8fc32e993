#include "telesoft/api/services/alert_book.h"

#include <algorithm>

#include "telesoft/base/ids.h"
#include "telesoft/store/tables/release_table.h"

namespace telesoft::api {

using base::Result;
using base::Status;
using protocol::Alert;
using store::ReleaseTable;

Status AlertBook::look(const protocol::Deployment& deployment,
                       const std::vector<deploy::Finding>& findings,
                       const std::string& actor) {
  std::set<std::string> now;
  std::vector<const deploy::Finding*> fresh;
  {
    const std::lock_guard lock(mutex_);
    std::set<std::string>& before = standing_[deployment.id];
    for (const deploy::Finding& finding : findings) {
      const std::string name = finding.kind + " " + finding.severity;
      if (now.insert(name).second && !before.contains(name)) {
        fresh.push_back(&finding);
      }
    }
    before = std::move(now);
  }
  for (const deploy::Finding* finding : fresh) {
    TELESOFT_CHECK(raise(deployment, *finding, actor));
  }
  return {};
}

Status AlertBook::raise(const protocol::Deployment& deployment,
                        const deploy::Finding& finding,
                        const std::string& actor) {
  TELESOFT_TRY(known, list());
  const bool open = std::any_of(known.begin(), known.end(), [&](const Alert& a) {
    return a.acknowledgedAt.empty() && a.deploymentId == deployment.id && a.kind == finding.kind &&
           a.severity == finding.severity;
  });
  if (open) {
    return {};
  }
  Alert alert;
  alert.id = base::newIdText("al");
  alert.deploymentId = deployment.id;
  alert.modelId = deployment.modelId;
  alert.time = base::toIso8601(workspace_.clock().now());
  alert.kind = finding.kind;
  alert.severity = finding.severity;
  alert.message = finding.message;
  const Status stored = workspace_.database().write([&](store::Transaction& transaction) -> Status {
    TELESOFT_CHECK(ReleaseTable::insertAlert(transaction, alert));
    return transaction.audit(
        {actor,
         "alert.raise",
         alert.id,
         {{"deployment", alert.deploymentId}, {"kind", alert.kind}, {"severity", alert.severity}}});
  });
  if (!stored) {
    return stored.error();
  }
  feed_.publish("alert", alert.id, base::toJson(alert));
  return {};
}

Result<std::vector<Alert>> AlertBook::list() const {
  return workspace_.database().read(
      [](const store::Snapshot& snapshot) { return ReleaseTable::alerts(snapshot); });
}

Result<Alert> AlertBook::acknowledge(const std::string& id, const std::string& actor) {
  TELESOFT_TRY(
      alert, workspace_.database().write([&](store::Transaction& transaction) -> Result<Alert> {
        TELESOFT_TRY(found, ReleaseTable::findAlert(transaction, id));
        if (!found.acknowledgedAt.empty()) {
          return base::fail(base::ErrorCode::Conflict, "this alert is acknowledged already");
        }
        found.acknowledgedAt = transaction.now();
        found.acknowledgedBy = actor;
        TELESOFT_CHECK(ReleaseTable::updateAlert(transaction, found));
        TELESOFT_CHECK(transaction.audit(
            {actor, "alert.acknowledge", id, {{"deployment", found.deploymentId}}}));
        return found;
      }));
  feed_.publish("alert", alert.id, base::toJson(alert));
  return alert;
}

}  // namespace telesoft::api
