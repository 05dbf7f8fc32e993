// What the API says of predictions: the input that a model takes, an analysis, its receipt, and
// what users say of it afterwards.
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "telesoft/base/json.h"

namespace telesoft::protocol {

/// One field of patientData, from the data that the model was trained on.
struct InputField {
  std::string name;
  std::string kind = "number";  // "text" | "number" | "category"
  std::string unit;
  double minimum = std::numeric_limits<double>::quiet_NaN();  // of the training rows; NaN: none
  double maximum = std::numeric_limits<double>::quiet_NaN();
  std::vector<std::string> categories;
  bool required = true;  // no training row was without it
};

/// patientData is an object: {"note": "..."} or {"age": 61, "tumor_size": {"value": 22, "unit":
/// "mm"}}. Keys that are no field of the model are named in ignoredFields; "patientId" and
/// "subject" name the patient for sticky routing.
struct AnalyzeRequest {
  base::json patientData = base::json::object();
  std::string modelId;      // a model (answers as that version), a base model (its service), or ""
  std::string subject;      // whose data; the same subject stays in its arm
  std::string environment;  // "production" | "staging" | "": wherever modelId is served
  bool explain = true;
};

/// Goes beside the error of a refused patientData: {"error": {..., "fields": [...]}}.
struct FieldProblem {
  std::string field;
  std::string rule;     // "missing" | "type" | "unit" | "range" | "category" | "empty"
  std::string message;  // never the value itself
};

struct Finding {
  std::string label;
  double confidence = 0;  // calibrated probability
};

/// How much a word or a field speaks for the first finding (negative: against it).
struct Contribution {
  std::string name;   // the word or the field
  double weight = 0;  // text: change of the probability; field: change of the log-odds
  std::int64_t start = 0, end = 0;  // text: bytes in the text, [start, end)
};

struct Citation {
  std::string documentId, title, version, owner;
  std::string passageId, heading;
  std::int64_t page = 0;  // 0: the document has none
  std::string quote;
  bool expired = false;
};

struct ServedVersion {
  std::string id;  // "" where the base model itself has answered
  std::string name;
  std::string version;  // the first 12 characters of its bytes' hash
  std::string baseModel;
};

struct Explanation {
  std::string method;  // "leave one word out" | "Shapley values, 64 permutations"
  std::vector<Contribution> contributions;  // the strongest first
  std::string text;                         // the same as one sentence
};

struct Analysis {
  std::string receipt;  // "rc_..."
  std::string time;
  ServedVersion model;
  std::string arm;  // "stable" | "candidate" | "direct"
  std::string deploymentId;
  std::vector<Finding> findings;  // the most likely first
  double confidence = 0;          // of the first
  bool calibrated = false;
  std::string calibration;  // "temperature 1.31, fitted on 412 validation rows"
  Explanation explanation;
  std::vector<Citation> citations;
  std::vector<std::string> warnings;  // "age is outside of what the model was trained on"
  std::vector<std::string> ignoredFields;
  double latencyMs = 0;
};

/// What is kept of an answer beside its sealed content. GET /v1/diagnostics/{receipt}.
struct Receipt {
  std::string receipt, time;
  std::string modelId, baseModel, modelSha256;
  std::string deploymentId, environment, arm;
  std::string subject;  // keyed hash
  std::string label;
  double confidence = 0;
  double latencyMs = 0;
  std::string status;  // "answered" | "failed"
  std::string errorCode;
  std::string requestDigest;  // keyed hash of the input
  std::string signature;      // HMAC over all of the above
  bool valid = false;         // the signature fits; filled when read
};

struct FeedbackRequest {
  bool agrees = true;
  std::string label;  // the right one, where it does not
  std::string comment;
};
struct Feedback {
  std::string id, receipt, by;
  bool agrees = true;
  std::string label, comment;
  std::string createdAt;
  std::string reviewCase;  // where it waits for an expert; "" where it does not
};

template <class V>
void describe(V& v, InputField& f) {
  v.required("name", f.name);
  v.required("kind", f.kind);
  v.optional("unit", f.unit);
  v.optional("minimum", f.minimum);
  v.optional("maximum", f.maximum);
  v.optional("categories", f.categories);
  v.optional("required", f.required);
}
template <class V>
void describe(V& v, AnalyzeRequest& a) {
  v.required("patientData", a.patientData);
  v.optional("modelId", a.modelId);
  v.optional("subject", a.subject);
  v.optional("environment", a.environment);
  v.optional("explain", a.explain);
}
template <class V>
void describe(V& v, FieldProblem& f) {
  v.required("field", f.field);
  v.required("rule", f.rule);
  v.required("message", f.message);
}
template <class V>
void describe(V& v, Finding& f) {
  v.required("label", f.label);
  v.required("confidence", f.confidence);
}
template <class V>
void describe(V& v, Contribution& c) {
  v.required("name", c.name);
  v.required("weight", c.weight);
  v.optional("start", c.start);
  v.optional("end", c.end);
}
template <class V>
void describe(V& v, Citation& c) {
  v.required("documentId", c.documentId);
  v.optional("title", c.title);
  v.optional("version", c.version);
  v.optional("owner", c.owner);
  v.optional("passageId", c.passageId);
  v.optional("heading", c.heading);
  v.optional("page", c.page);
  v.optional("quote", c.quote);
  v.optional("expired", c.expired);
}
template <class V>
void describe(V& v, ServedVersion& s) {
  v.required("id", s.id);
  v.optional("name", s.name);
  v.optional("version", s.version);
  v.optional("baseModel", s.baseModel);
}
template <class V>
void describe(V& v, Explanation& e) {
  v.optional("method", e.method);
  v.optional("contributions", e.contributions);
  v.optional("text", e.text);
}
template <class V>
void describe(V& v, Analysis& a) {
  v.required("receipt", a.receipt);
  v.required("time", a.time);
  v.required("model", a.model);
  v.optional("arm", a.arm);
  v.optional("deploymentId", a.deploymentId);
  v.required("findings", a.findings);
  v.optional("confidence", a.confidence);
  v.optional("calibrated", a.calibrated);
  v.optional("calibration", a.calibration);
  v.optional("explanation", a.explanation);
  v.optional("citations", a.citations);
  v.optional("warnings", a.warnings);
  v.optional("ignoredFields", a.ignoredFields);
  v.optional("latencyMs", a.latencyMs);
}
template <class V>
void describe(V& v, Receipt& r) {
  v.required("receipt", r.receipt);
  v.required("time", r.time);
  v.optional("modelId", r.modelId);
  v.optional("baseModel", r.baseModel);
  v.optional("modelSha256", r.modelSha256);
  v.optional("deploymentId", r.deploymentId);
  v.optional("environment", r.environment);
  v.optional("arm", r.arm);
  v.optional("subject", r.subject);
  v.optional("label", r.label);
  v.optional("confidence", r.confidence);
  v.optional("latencyMs", r.latencyMs);
  v.optional("status", r.status);
  v.optional("errorCode", r.errorCode);
  v.optional("requestDigest", r.requestDigest);
  v.optional("signature", r.signature);
  v.optional("valid", r.valid);
}
template <class V>
void describe(V& v, FeedbackRequest& f) {
  v.required("agrees", f.agrees);
  v.optional("label", f.label);
  v.optional("comment", f.comment);
}
template <class V>
void describe(V& v, Feedback& f) {
  v.required("id", f.id);
  v.required("receipt", f.receipt);
  v.optional("by", f.by);
  v.optional("agrees", f.agrees);
  v.optional("label", f.label);
  v.optional("comment", f.comment);
  v.optional("createdAt", f.createdAt);
  v.optional("reviewCase", f.reviewCase);
}

}  // namespace telesoft::protocol
