#include "telesoft/api/endpoints/release_endpoints.h"

#include "telesoft/api/services/release_service.h"
#include "telesoft/api/services/services.h"
#include "telesoft/protocol/server.h"

namespace telesoft::api {

using access::Permission;
using base::Result;
using protocol::Alert;
using protocol::Approval;
using protocol::ApprovalRequest;
using protocol::Deployment;
using protocol::DeploymentLive;
using protocol::DeploymentRequest;
using protocol::Items;
using protocol::LineageStep;
using protocol::ReleaseReport;
using protocol::RollbackRequest;
using protocol::RolloutChange;
using protocol::WithdrawRequest;

namespace {

template <class T>
Result<Items<T>> itemsOf(Result<std::vector<T>> list) {
  TELESOFT_TRY(items, std::move(list));
  return Items<T>{std::move(items)};
}

Result<ReleaseReport> report(Services& services, const Call& call) {
  return services.releases.records().report(call.id());
}
Result<Items<LineageStep>> lineage(Services& services, const Call& call) {
  return itemsOf(services.releases.lineage(call.id()));
}
Result<Approval> approve(Services& services, const Call& call, const ApprovalRequest& request) {
  return services.releases.records().approve(request, call.who);
}
Result<Items<Approval>> approvals(Services& services, const Call& call) {
  const auto asked = call.request.query.find("modelId");
  return itemsOf(services.releases.records().approvals(
      asked == call.request.query.end() ? "" : asked->second));
}
Result<Approval> withdraw(Services& services, const Call& call, const WithdrawRequest& request) {
  return services.releases.withdraw(call.id(), request, call.who);
}
Result<Deployment> deploy(Services& services, const Call& call, const DeploymentRequest& request) {
  return services.releases.deploy(request, call.who.name);
}
Result<Items<Deployment>> deployments(Services& services, const Call&) {
  return itemsOf(services.releases.deployments());
}
Result<Deployment> deployment(Services& services, const Call& call) {
  return services.releases.find(call.id());
}
Result<DeploymentLive> live(Services& services, const Call& call) {
  return services.releases.live(call.id());
}
Result<Deployment> rollout(Services& services, const Call& call, const RolloutChange& change) {
  return services.releases.rollout(call.id(), change, call.who.name);
}
Result<Deployment> rollback(Services& services, const Call& call, const RollbackRequest& request) {
  return services.releases.rollback(call.id(), request.reason, call.who.name);
}
Result<Deployment> end(Services& services, const Call& call) {
  return services.releases.end(call.id(), "", call.who.name);
}
Result<Items<Alert>> alerts(Services& services, const Call&) {
  return itemsOf(services.releases.alerts().list());
}
Result<Alert> acknowledge(Services& services, const Call& call) {
  return services.releases.alerts().acknowledge(call.id(), call.who.name);
}

std::vector<Endpoint> approvalEndpoints() {
  return {
      answering<ReleaseReport>({.method = "GET",
                                .path = "/v1/models/{id}/release",
                                .permission = Permission::ModelRead,
                                .summary = "The gates of production, and who has signed"},
                               report),
      answering<Items<LineageStep>>(
          {.method = "GET",
           .path = "/v1/models/{id}/lineage",
           .permission = Permission::ModelRead,
           .summary = "What a model comes from and what became of it, step by step"},
          lineage),
      answering<ApprovalRequest, Approval>(
          {.method = "POST",
           .path = "/v1/approvals",
           .permission = Permission::ReleaseApprove,
           .mutates = true,
           .summary = "Sign a model that somebody else has trained, with the password again",
           .status = 201},
          approve),
      answering<Items<Approval>>({.method = "GET",
                                  .path = "/v1/approvals",
                                  .permission = Permission::ModelRead,
                                  .summary = "Signatures, the newest first, each verified",
                                  .parameters = {{"modelId", "query", "of this model only"}}},
                                 approvals),
      answering<WithdrawRequest, Approval>(
          {.method = "POST",
           .path = "/v1/approvals/{id}/withdraw",
           .permission = Permission::ReleaseApprove,
           .mutates = true,
           .summary = "Withdraw a signature; what serves by it in production is rolled back"},
          withdraw),
  };
}

std::vector<Endpoint> alertEndpoints() {
  return {
      answering<Items<Alert>>({.method = "GET",
                               .path = "/v1/alerts",
                               .permission = Permission::WorkspaceRead,
                               .summary = "Alerts of the watch, the newest first"},
                              alerts),
      answering<Alert>({.method = "POST",
                        .path = "/v1/alerts/{id}/acknowledge",
                        .permission = Permission::ReleaseRollback,
                        .mutates = true,
                        .summary = "Say that an alert was seen"},
                       acknowledge),
  };
}

std::vector<Endpoint> deploymentEndpoints() {
  return {
      answering<DeploymentRequest, Deployment>(
          {.method = "POST",
           .path = "/v1/deployments",
           .permission = Permission::ReleaseDeploy,
           .mutates = true,
           .summary = "Deploy a model to a share of the subjects; in production, it waits until "
                      "it is approved",
           .status = 201},
          deploy),
      answering<Items<Deployment>>({.method = "GET",
                                    .path = "/v1/deployments",
                                    .permission = Permission::ModelRead,
                                    .summary = "All deployments, the newest first"},
                                   deployments),
      answering<Deployment>({.method = "GET",
                             .path = "/v1/deployments/{id}",
                             .permission = Permission::ModelRead,
                             .summary = "A deployment with its history"},
                            deployment),
      answering<DeploymentLive>({.method = "GET",
                                 .path = "/v1/deployments/{id}/live",
                                 .permission = Permission::ModelRead,
                                 .summary = "What its arms have done, and the verdict"},
                                live),
      answering<RolloutChange, Deployment>(
          {.method = "POST",
           .path = "/v1/deployments/{id}/rollout",
           .permission = Permission::ReleaseDeploy,
           .mutates = true,
           .summary = "Set its share of the subjects; at 100 % it becomes the stable version"},
          rollout),
      answering<RollbackRequest, Deployment>(
          {.method = "POST",
           .path = "/v1/deployments/{id}/rollback",
           .permission = Permission::ReleaseRollback,
           .mutates = true,
           .summary = "Everybody back to the stable version, at once"},
          rollback),
      answering<Deployment>({.method = "POST",
                             .path = "/v1/deployments/{id}/end",
                             .permission = Permission::ReleaseDeploy,
                             .mutates = true,
                             .summary = "End it without a fault, or withdraw one that waits"},
                            end),
  };
}

}  // namespace

std::vector<Endpoint> releaseEndpoints() {
  std::vector<Endpoint> out;
  for (const auto& group : {approvalEndpoints(), deploymentEndpoints(), alertEndpoints()}) {
    out.insert(out.end(), group.begin(), group.end());
  }
  return out;
}

}  // namespace telesoft::api
