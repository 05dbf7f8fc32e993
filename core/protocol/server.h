// What the API says of the server itself: health, errors, audit; and server.json, by which clients
// find it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "telesoft/base/json.h"
#include "telesoft/protocol/prediction.h"

namespace telesoft::protocol {

/// <workspace>/server.json, mode 0600, written when the server listens, removed when it stops in
/// order. <workspace>/server.lock is flock()ed by the living server.
struct ServerInfo {
  std::string format = "telesoft.server";
  std::int64_t version = 1;
  std::string url;    // "http://127.0.0.1:41234"
  std::string token;  // "Authorization: Bearer ..."
  std::int64_t processId = 0;
};

struct Health {
  std::string status;  // "ok"
  std::string version;
  std::string workspace;  // its folder's name
  bool embedded = true;
  std::int64_t jobsRunning = 0;
  bool auditVerified = false;
};

struct ErrorBody {
  std::string code, message, hint, requestId;
  std::optional<std::vector<FieldProblem>> fields = {};  // of a refused patientData
};
struct ErrorReply {
  ErrorBody error;
};

struct AuditEntry {
  std::int64_t seq = 0;
  std::string time;
  std::string actor;    // "local user (all roles)" in the embedded mode
  std::string action;   // "dataset.import"
  std::string subject;  // an id
  std::string detail;   // JSON text without data values
  std::string hash;
};
struct AuditPage {
  std::vector<AuditEntry> entries;
  std::int64_t total = 0;
};
struct AuditVerification {
  bool intact = false;
  std::int64_t entries = 0;
  std::int64_t firstBroken = 0;  // seq; 0 where intact
  std::string headHash;
};

/// One of the workspace's live events at /v1/events: {"kind":
/// "dataset"|"split"|"job"|"job_event"|"model"|"evaluation"|"review"|"knowledge"|"deployment"|
/// "approval"|"alert"|"user", "id": ..., "data": {...}}; SSE id is
/// the number to resume from (Last-Event-ID).
struct WorkspaceEvent {
  std::int64_t seq = 0;
  std::string kind;
  std::string id;
  base::json data = base::json::object();
};

/// What a list endpoint gives: {"items": [...]}.
template <class T>
struct Items {
  std::vector<T> items;
};

template <class V, class T>
void describe(V& v, Items<T>& list) {
  v.required("items", list.items);
}
template <class V>
void describe(V& v, ServerInfo& s) {
  v.required("format", s.format);
  v.required("version", s.version);
  v.required("url", s.url);
  v.required("token", s.token);
  v.required("processId", s.processId);
}
template <class V>
void describe(V& v, Health& h) {
  v.required("status", h.status);
  v.optional("version", h.version);
  v.optional("workspace", h.workspace);
  v.optional("embedded", h.embedded);
  v.optional("jobsRunning", h.jobsRunning);
  v.optional("auditVerified", h.auditVerified);
}
template <class V>
void describe(V& v, ErrorBody& e) {
  v.required("code", e.code);
  v.required("message", e.message);
  v.optional("hint", e.hint);
  v.optional("requestId", e.requestId);
  v.optional("fields", e.fields);
}
template <class V>
void describe(V& v, ErrorReply& e) {
  v.required("error", e.error);
}
template <class V>
void describe(V& v, AuditEntry& a) {
  v.required("seq", a.seq);
  v.required("time", a.time);
  v.required("actor", a.actor);
  v.required("action", a.action);
  v.optional("subject", a.subject);
  v.optional("detail", a.detail);
  v.required("hash", a.hash);
}
template <class V>
void describe(V& v, AuditPage& a) {
  v.required("entries", a.entries);
  v.required("total", a.total);
}
template <class V>
void describe(V& v, AuditVerification& a) {
  v.required("intact", a.intact);
  v.required("entries", a.entries);
  v.optional("firstBroken", a.firstBroken);
  v.optional("headHash", a.headHash);
}
template <class V>
void describe(V& v, WorkspaceEvent& e) {
  v.required("seq", e.seq);
  v.required("kind", e.kind);
  v.optional("id", e.id);
  v.optional("data", e.data);
}

}  // namespace telesoft::protocol
