// Deployments with what leads to them: gates, approvals, live figures; and alerts.
#pragma once

#include "telesoft/protocol/release.h"
#include "telesoft/ui/models/list_store.h"

namespace telesoft::ui {

class DeploymentStore : public ListStore<protocol::Deployment> {
  Q_OBJECT

 public:
  DeploymentStore(ApiClient& api, WorkspaceEvents& events, QObject* parent = nullptr);
  void release(const QString& modelId, QObject* context, Done<protocol::ReleaseReport> done);
  void lineage(const QString& modelId,
               QObject* context,
               Done<protocol::Items<protocol::LineageStep>> done);
  void approve(const protocol::ApprovalRequest& request,
               QObject* context,
               Done<protocol::Approval> done);
  void withdraw(const QString& approvalId,
                const QString& reason,
                QObject* context,
                Done<protocol::Approval> done);
  void deploy(const protocol::DeploymentRequest& request,
              QObject* context,
              Done<protocol::Deployment> done);
  void live(const QString& id, QObject* context, Done<protocol::DeploymentLive> done);
  void rollout(const QString& id,
               const protocol::RolloutChange& change,
               QObject* context,
               Done<protocol::Deployment> done);
  void rollback(const QString& id,
                const QString& reason,
                QObject* context,
                Done<protocol::Deployment> done);
  void end(const QString& id, QObject* context, Done<protocol::Deployment> done);
};

class AlertStore : public ListStore<protocol::Alert> {
  Q_OBJECT

 public:
  AlertStore(ApiClient& api, WorkspaceEvents& events, QObject* parent = nullptr);
  void acknowledge(const QString& id, QObject* context, Done<protocol::Alert> done);
  /// Not acknowledged yet.
  [[nodiscard]] int open() const;
};

}  // namespace telesoft::ui
