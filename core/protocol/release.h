// What the API says of releases: gates, approvals, staged deployments.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "telesoft/base/json.h"
#include "telesoft/protocol/monitoring.h"

namespace telesoft::protocol {

/// One condition of production, computed from records each time it is asked for.
struct Gate {
  std::string id;  // "split_proof" | "evaluation" | "subgroup_gap" | "capabilities" | "integrity"
  std::string title;                     // "Better than the base on untouched rows"
  std::string state;                     // "holds" | "fails" | "missing"
  std::string statement;                 // "AUROC .912 (95 % CI .897-.926, n = 1,204) >= .850"
  std::string evidenceKind, evidenceId;  // "evaluation", "ev_..."
};

struct ApprovalRequest {
  std::string modelId;
  std::string bytesSha256;  // what the approver was shown
  std::string meaning = "approved for production";
  std::string reason;
  std::string password;  // of the account that signs; the embedded mode has none
};
struct Approval {
  std::string id;  // "ap_..."
  std::string modelId, bytesSha256;
  std::string by, displayName;
  std::string meaning, reason;
  std::string statement;  // the sentence that was signed
  std::string time;
  std::vector<Gate> gates;    // as they stood
  bool singlePerson = false;  // the embedded mode: trained and approved by the same person
  std::string withdrawnAt, withdrawnBy;
  std::string signature;  // HMAC over all of it
  bool valid = false;     // signature and bytes fit and it is not withdrawn; filled when read
};
struct WithdrawRequest {
  std::string reason;
};

/// GET /v1/models/{id}/release.
struct ReleaseReport {
  std::string modelId;
  std::string bytesSha256;  // over every file of the model's folder
  bool intact = false;      // the bytes are those that were registered
  std::vector<Gate> gates;
  std::vector<Approval> approvals;
  bool readyForProduction = false;
  std::vector<std::string> waitingFor;  // "a signature of a person who may approve"
  std::string statement;                // what an approver would sign
};

/// One step of what a model comes from. GET /v1/models/{id}/lineage.
struct LineageStep {
  std::string kind;  // "import" | "deidentification" | "split" | "base_model" | "job" | "review" |
                     // "knowledge" | "model" | "evaluation" | "approval" | "deployment"
  std::string id, title, detail;
  std::string by, time, sha256;
};

struct DeploymentRequest {
  std::string modelId;
  std::string environment = "staging";  // "staging" | "production"
  double rolloutPercentage = 100;
  MonitoringSettings monitoringSettings;
};
struct RolloutChange {
  double percentage = 0;  // of the subjects
  std::string reason;
};
struct RollbackRequest {
  std::string reason;
};

struct StageChange {
  std::string time, by, reason;
  double from = 0, to = 0;  // per cent
  std::string status;       // after it
};

struct Deployment {
  std::string id;  // "dp_..."
  std::string modelId;
  std::string service;        // the base model whose service it is a version of
  std::string stableModelId;  // what everybody else gets; "": the base model itself
  std::string environment;
  std::string status;  // "waiting" | "active" | "held" | "rolled_back" | "replaced" | "ended"
  double rolloutPercentage = 0;
  std::vector<std::string> waitingFor;
  MonitoringSettings monitoringSettings;
  std::vector<StageChange> history;
  std::string message;
  std::string createdBy, createdAt, changedAt;
};

template <class V>
void describe(V& v, Gate& g) {
  v.required("id", g.id);
  v.required("title", g.title);
  v.required("state", g.state);
  v.optional("statement", g.statement);
  v.optional("evidenceKind", g.evidenceKind);
  v.optional("evidenceId", g.evidenceId);
}
template <class V>
void describe(V& v, ApprovalRequest& a) {
  v.required("modelId", a.modelId);
  v.required("bytesSha256", a.bytesSha256);
  v.optional("meaning", a.meaning);
  v.required("reason", a.reason);
  v.optional("password", a.password);
}
template <class V>
void describe(V& v, Approval& a) {
  v.required("id", a.id);
  v.required("modelId", a.modelId);
  v.required("bytesSha256", a.bytesSha256);
  v.optional("by", a.by);
  v.optional("displayName", a.displayName);
  v.optional("meaning", a.meaning);
  v.optional("reason", a.reason);
  v.optional("statement", a.statement);
  v.optional("time", a.time);
  v.optional("gates", a.gates);
  v.optional("singlePerson", a.singlePerson);
  v.optional("withdrawnAt", a.withdrawnAt);
  v.optional("withdrawnBy", a.withdrawnBy);
  v.optional("signature", a.signature);
  v.optional("valid", a.valid);
}
template <class V>
void describe(V& v, WithdrawRequest& w) {
  v.required("reason", w.reason);
}
template <class V>
void describe(V& v, ReleaseReport& r) {
  v.required("modelId", r.modelId);
  v.optional("bytesSha256", r.bytesSha256);
  v.optional("intact", r.intact);
  v.required("gates", r.gates);
  v.optional("approvals", r.approvals);
  v.optional("readyForProduction", r.readyForProduction);
  v.optional("waitingFor", r.waitingFor);
  v.optional("statement", r.statement);
}
template <class V>
void describe(V& v, LineageStep& l) {
  v.required("kind", l.kind);
  v.required("id", l.id);
  v.optional("title", l.title);
  v.optional("detail", l.detail);
  v.optional("by", l.by);
  v.optional("time", l.time);
  v.optional("sha256", l.sha256);
}
template <class V>
void describe(V& v, DeploymentRequest& d) {
  v.required("modelId", d.modelId);
  v.optional("environment", d.environment);
  v.optional("rolloutPercentage", d.rolloutPercentage);
  v.optional("monitoringSettings", d.monitoringSettings);
}
template <class V>
void describe(V& v, RolloutChange& r) {
  v.required("percentage", r.percentage);
  v.optional("reason", r.reason);
}
template <class V>
void describe(V& v, RollbackRequest& r) {
  v.optional("reason", r.reason);
}
template <class V>
void describe(V& v, StageChange& s) {
  v.required("time", s.time);
  v.optional("by", s.by);
  v.optional("reason", s.reason);
  v.optional("from", s.from);
  v.optional("to", s.to);
  v.optional("status", s.status);
}
template <class V>
void describe(V& v, Deployment& d) {
  v.required("id", d.id);
  v.required("modelId", d.modelId);
  v.optional("service", d.service);
  v.optional("stableModelId", d.stableModelId);
  v.required("environment", d.environment);
  v.required("status", d.status);
  v.optional("rolloutPercentage", d.rolloutPercentage);
  v.optional("waitingFor", d.waitingFor);
  v.optional("monitoringSettings", d.monitoringSettings);
  v.optional("history", d.history);
  v.optional("message", d.message);
  v.optional("createdBy", d.createdBy);
  v.optional("createdAt", d.createdAt);
  v.optional("changedAt", d.changedAt);
}
}  // namespace telesoft::protocol
