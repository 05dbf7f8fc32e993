#include "telesoft/ui/models/deployment_store.h"

#include <algorithm>

namespace telesoft::ui {

namespace {

QString pathOf(const char* group, const QString& id, const char* verb) {
  return QStringLiteral("/v1/") + QLatin1String(group) + QLatin1Char('/') + id +
         QLatin1String(verb);
}

}  // namespace

DeploymentStore::DeploymentStore(ApiClient& api, WorkspaceEvents& events, QObject* parent)
    : ListStore(api,
                events,
                QStringLiteral("/v1/deployments"),
                {QStringLiteral("deployment"), QStringLiteral("approval")},
                parent) {}

void DeploymentStore::release(const QString& modelId,
                              QObject* context,
                              Done<protocol::ReleaseReport> done) {
  api_.get<protocol::ReleaseReport>(pathOf("models", modelId, "/release"), context,
                                    std::move(done));
}

void DeploymentStore::lineage(const QString& modelId,
                              QObject* context,
                              Done<protocol::Items<protocol::LineageStep>> done) {
  api_.get<protocol::Items<protocol::LineageStep>>(pathOf("models", modelId, "/lineage"), context,
                                                   std::move(done));
}

void DeploymentStore::approve(const protocol::ApprovalRequest& request,
                              QObject* context,
                              Done<protocol::Approval> done) {
  api_.post<protocol::Approval>(QStringLiteral("/v1/approvals"), request, context, std::move(done));
}

void DeploymentStore::withdraw(const QString& approvalId,
                               const QString& reason,
                               QObject* context,
                               Done<protocol::Approval> done) {
  api_.post<protocol::Approval>(pathOf("approvals", approvalId, "/withdraw"),
                                protocol::WithdrawRequest{reason.toStdString()}, context,
                                std::move(done));
}

void DeploymentStore::deploy(const protocol::DeploymentRequest& request,
                             QObject* context,
                             Done<protocol::Deployment> done) {
  api_.post<protocol::Deployment>(QStringLiteral("/v1/deployments"), request, context,
                                  std::move(done));
}

void DeploymentStore::live(const QString& id,
                           QObject* context,
                           Done<protocol::DeploymentLive> done) {
  api_.get<protocol::DeploymentLive>(pathOf("deployments", id, "/live"), context, std::move(done));
}

void DeploymentStore::rollout(const QString& id,
                              const protocol::RolloutChange& change,
                              QObject* context,
                              Done<protocol::Deployment> done) {
  api_.post<protocol::Deployment>(pathOf("deployments", id, "/rollout"), change, context,
                                  std::move(done));
}

void DeploymentStore::rollback(const QString& id,
                               const QString& reason,
                               QObject* context,
                               Done<protocol::Deployment> done) {
  api_.post<protocol::Deployment>(pathOf("deployments", id, "/rollback"),
                                  protocol::RollbackRequest{reason.toStdString()}, context,
                                  std::move(done));
}

void DeploymentStore::end(const QString& id, QObject* context, Done<protocol::Deployment> done) {
  api_.post<protocol::Deployment>(pathOf("deployments", id, "/end"), context, std::move(done));
}

AlertStore::AlertStore(ApiClient& api, WorkspaceEvents& events, QObject* parent)
    : ListStore(api, events, QStringLiteral("/v1/alerts"), {QStringLiteral("alert")}, parent) {}

void AlertStore::acknowledge(const QString& id, QObject* context, Done<protocol::Alert> done) {
  api_.post<protocol::Alert>(pathOf("alerts", id, "/acknowledge"), context, std::move(done));
}

int AlertStore::open() const {
  return static_cast<int>(
      std::count_if(items().begin(), items().end(),
                    [](const protocol::Alert& alert) { return alert.acknowledgedAt.empty(); }));
}

}  // namespace telesoft::ui
