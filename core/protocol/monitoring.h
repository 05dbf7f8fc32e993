// What the API says of what is watched: the thresholds of a deployment, its live figures, alerts.
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "telesoft/base/json.h"
#include "telesoft/protocol/evaluation.h"

namespace telesoft::protocol {

struct AlertThresholds {
  double errorRate = 0.05;  // share of requests
  double latency = 500;     // ms, 99th percentile of the window
  double drift = 0.25;      // population stability index of an input field
  double outcome = 0.05;    // how much lower than the other arm's the agreement may be
};
struct MonitoringSettings {
  AlertThresholds alertThresholds;
  bool performanceTracking = true;
  std::int64_t windowSeconds = 60;
  std::int64_t minimumRequests = 100;  // in a window, for a verdict
  bool automaticRollback = true;
};

struct ArmStatistics {
  std::string arm;  // "stable" | "candidate"
  std::string modelId;
  std::int64_t requests = 0, errors = 0;
  Estimate errorRate;
  double p50Ms = std::numeric_limits<double>::quiet_NaN();
  double p95Ms = std::numeric_limits<double>::quiet_NaN();
  double p99Ms = std::numeric_limits<double>::quiet_NaN();
  double meanConfidence = std::numeric_limits<double>::quiet_NaN();
  Estimate agreement;  // of users' feedback
};
struct DriftFinding {
  std::string field;
  std::int64_t n = 0;
  double psi = std::numeric_limits<double>::quiet_NaN();
  double ks = std::numeric_limits<double>::quiet_NaN();
  double pValue = std::numeric_limits<double>::quiet_NaN();  // of KS
  std::string state;  // "steady" | "watch" | "drift" | "too_little_data"
};
struct VolumePoint {
  std::string time;  // start of the minute
  std::int64_t stable = 0, candidate = 0, errors = 0;
  double p99Ms = std::numeric_limits<double>::quiet_NaN();
};
/// GET /v1/deployments/{id}/live.
struct DeploymentLive {
  std::string deploymentId, updatedAt;
  std::int64_t windowSeconds = 60;
  std::vector<ArmStatistics> window;  // of the last window
  std::vector<ArmStatistics> total;   // since the rollout began
  Estimate errorDifference;           // candidate - stable, since the rollout began
  Estimate agreementDifference;
  double sampleRatioP =
      std::numeric_limits<double>::quiet_NaN();  // share of the arms as asked for?
  std::vector<DriftFinding> drift;
  std::vector<VolumePoint> minutes;  // the last hour
  std::string verdict;               // one sentence
};

struct Alert {
  std::string id;  // "al_..."
  std::string deploymentId, modelId, time;
  std::string
      kind;  // "error_rate" | "latency" | "drift" | "outcome" | "integrity" | "sample_ratio"
  std::string severity;  // "watch" | "hold" | "rollback"
  std::string message;
  std::string acknowledgedAt, acknowledgedBy;
};

template <class V>
void describe(V& v, AlertThresholds& a) {
  v.optional("errorRate", a.errorRate);
  v.optional("latency", a.latency);
  v.optional("drift", a.drift);
  v.optional("outcome", a.outcome);
}
template <class V>
void describe(V& v, MonitoringSettings& m) {
  v.optional("alertThresholds", m.alertThresholds);
  v.optional("performanceTracking", m.performanceTracking);
  v.optional("windowSeconds", m.windowSeconds);
  v.optional("minimumRequests", m.minimumRequests);
  v.optional("automaticRollback", m.automaticRollback);
}
template <class V>
void describe(V& v, ArmStatistics& a) {
  v.required("arm", a.arm);
  v.optional("modelId", a.modelId);
  v.optional("requests", a.requests);
  v.optional("errors", a.errors);
  v.optional("errorRate", a.errorRate);
  v.optional("p50Ms", a.p50Ms);
  v.optional("p95Ms", a.p95Ms);
  v.optional("p99Ms", a.p99Ms);
  v.optional("meanConfidence", a.meanConfidence);
  v.optional("agreement", a.agreement);
}
template <class V>
void describe(V& v, DriftFinding& d) {
  v.required("field", d.field);
  v.optional("n", d.n);
  v.optional("psi", d.psi);
  v.optional("ks", d.ks);
  v.optional("pValue", d.pValue);
  v.optional("state", d.state);
}
template <class V>
void describe(V& v, VolumePoint& p) {
  v.required("time", p.time);
  v.optional("stable", p.stable);
  v.optional("candidate", p.candidate);
  v.optional("errors", p.errors);
  v.optional("p99Ms", p.p99Ms);
}
template <class V>
void describe(V& v, DeploymentLive& d) {
  v.required("deploymentId", d.deploymentId);
  v.optional("updatedAt", d.updatedAt);
  v.optional("windowSeconds", d.windowSeconds);
  v.optional("window", d.window);
  v.optional("total", d.total);
  v.optional("errorDifference", d.errorDifference);
  v.optional("agreementDifference", d.agreementDifference);
  v.optional("sampleRatioP", d.sampleRatioP);
  v.optional("drift", d.drift);
  v.optional("minutes", d.minutes);
  v.optional("verdict", d.verdict);
}
template <class V>
void describe(V& v, Alert& a) {
  v.required("id", a.id);
  v.optional("deploymentId", a.deploymentId);
  v.optional("modelId", a.modelId);
  v.optional("time", a.time);
  v.required("kind", a.kind);
  v.required("severity", a.severity);
  v.required("message", a.message);
  v.optional("acknowledgedAt", a.acknowledgedAt);
  v.optional("acknowledgedBy", a.acknowledgedBy);
}

}  // namespace telesoft::protocol
