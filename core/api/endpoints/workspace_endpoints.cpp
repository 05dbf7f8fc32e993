#include "telesoft/api/endpoints/workspace_endpoints.h"

#include "telesoft/api/endpoints/endpoint_table.h"
#include "telesoft/api/endpoints/openapi.h"
#include "telesoft/api/services/services.h"
#include "telesoft/protocol/backup.h"
#include "telesoft/protocol/server.h"
#include "telesoft/store/audit_log.h"
#include "telesoft/store/backup.h"

namespace telesoft::api {

using access::Permission;
using base::Result;
using protocol::AuditPage;
using protocol::AuditVerification;
using protocol::Health;

namespace {

Result<Health> health(Services& services, const Call&) {
  Health out;
  out.status = "ok";
  out.version = services.version;
  out.workspace = services.workspace.folder().filename().string();
  out.embedded = services.embedded;
  out.jobsRunning = services.jobsRunning;
  out.auditVerified = services.auditVerified;
  return out;
}

Result<HttpResponse> openApi(Services& services, const Call&) {
  return jsonResponse(openApiDocument(endpointTable(), services.version));
}

Result<HttpResponse> events(Services& services, const Call& call) {
  TELESOFT_TRY(last, lastEventId(call.request));
  HttpResponse out;
  out.events = workspaceEvents(services.feed, last);
  return out;
}

Result<AuditPage> audit(Services& services, const Call& call) {
  TELESOFT_TRY(after, call.number("after", 0, 0, INT64_MAX));
  TELESOFT_TRY(limit, call.number("limit", 100, 1, 1000));
  return services.workspace.database().read([&](const store::Snapshot& snapshot) {
    return store::AuditLog::page(snapshot, after, limit);
  });
}

Result<AuditVerification> verifyAudit(Services& services, const Call&) {
  TELESOFT_TRY(verified, services.workspace.database().read([](const store::Snapshot& snapshot) {
    return store::AuditLog::verify(snapshot);
  }));
  services.auditVerified = verified.intact;
  return verified;
}

Result<protocol::Backup> backUp(Services& services,
                                const Call& call,
                                const protocol::BackupRequest& request) {
  TELESOFT_TRY(made, store::backUp(services.workspace, {request.path, request.passphrase}));
  TELESOFT_CHECK(services.workspace.database().write([&](store::Transaction& transaction) {
    return transaction.audit({call.who.name,
                              "workspace.backup",
                              "",
                              {{"files", made.files}, {"manifest", made.manifestSha256}}});
  }));
  return made;
}

Result<HttpResponse> stop(Services& services, const Call& call) {
  TELESOFT_CHECK(services.workspace.database().write([&](store::Transaction& transaction) {
    return transaction.audit({call.who.name, "server.stop", "", base::json::object()});
  }));
  services.stopServer();
  return jsonResponse(base::json::object());
}

std::vector<Endpoint> serverEndpoints() {
  return {
      answering<Health>({.method = "GET",
                         .path = "/v1/health",
                         .open = true,
                         .quick = true,
                         .summary = "Whether the server is well"},
                        health),
      {.method = "GET",
       .path = "/v1/openapi.json",
       .permission = Permission::WorkspaceRead,
       .summary = "This description",
       .response = typeReference<base::json>(),
       .handler = openApi},
      {.method = "GET",
       .path = "/v1/events",
       .permission = Permission::WorkspaceRead,
       .summary = "What happens in the workspace, as server-sent events",
       .parameters = {{"Last-Event-ID", "header", "the id of the last event that was read",
                       "integer"},
                      {"lastEventId", "query", "the same", "integer"}},
       .response = typeReference<protocol::WorkspaceEvent>(),
       .contentType = "text/event-stream",
       .handler = events},
      {.method = "POST",
       .path = "/v1/server/stop",
       .permission = Permission::ServerStop,
       .mutates = true,
       .summary = "End the server in order; jobs run on",
       .response = typeReference<base::json>(),
       .handler = stop},
  };
}

}  // namespace

std::vector<Endpoint> workspaceEndpoints() {
  std::vector<Endpoint> out = serverEndpoints();
  out.push_back(answering<AuditPage>(
      {.method = "GET",
       .path = "/v1/audit",
       .permission = Permission::AuditRead,
       .summary = "The audit trail, the oldest first",
       .parameters = {{"after", "query", "the seq of the last entry that was read", "integer"},
                      {"limit", "query", "entries of the page, 1 to 1000, 100 by default",
                       "integer"}}},
      audit));
  out.push_back(answering<AuditVerification>({.method = "POST",
                                              .path = "/v1/audit/verify",
                                              .permission = Permission::AuditRead,
                                              .summary = "Calculate the whole chain anew"},
                                             verifyAudit));
  out.push_back(answering<protocol::BackupRequest, protocol::Backup>(
      {.method = "POST",
       .path = "/v1/backups",
       .permission = Permission::BackupMake,
       .mutates = true,
       .summary = "Copy the workspace whole into a folder on the server's machine",
       .status = 201},
      backUp));
  return out;
}

}  // namespace telesoft::api
