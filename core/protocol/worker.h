// What the server and `telesoft-engine serve` say to one another: JSON lines over a pipe.
//
//   telesoft-engine serve <file>   reads the ServeSpec in <file>, opens the model, and writes
//   stdout  {"kind": "ready", ...}            WorkerHello, once; or WorkerReply with an error, and
//   ends stdin   {"id": 7, "kind": "predict", ...} WorkerRequest, one a line stdout  {"id": 7,
//   "rows": [...]}          WorkerReply, one a request, in their order
// It ends when stdin does. Standard error is its log, without data values.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "telesoft/protocol/prediction.h"
#include "telesoft/protocol/run_spec.h"

namespace telesoft::protocol {

struct ServeFeature {
  std::string name;
  std::string kind;  // "number" | "category"
};

struct ServeSpec {
  std::string format = "telesoft.serve-spec";
  std::int64_t version = 1;
  Task task = Task::TextClassification;
  ModelReference baseModel;        // absolute path; hash checked where it is not empty
  ModelReference tunedModel;       // path "": the base itself (text: the nearest class sentence)
  std::vector<ClassSpec> classes;  // in the order of the answers' probabilities
  std::vector<ServeFeature> features;  // tabular: the order of a row's values
  std::int64_t threads = 0;            // 0: one a core
};

struct WorkerHello {
  std::string kind = "ready";
  std::int64_t version = 1;
  double temperature = 1;            // of the calibration that is applied; 1: none
  std::int64_t calibrationRows = 0;  // 0: not calibrated
  std::int64_t embeddingWidth = 0;   // 0: this model has no embeddings
  std::int64_t maxTokens = 0;        // that it reads of a text at most; 0: it reads no texts
  double memoryMb = 0;
};

struct WorkerRow {
  std::string text;                     // text
  std::vector<base::json> values = {};  // tabular: number, string or null
};
struct WorkerRequest {
  std::int64_t id = 0;
  std::string kind = "predict";  // "predict" | "embed" | "ping"
  bool explain = false;
  std::vector<WorkerRow> rows;
};

struct WorkerAnswer {
  std::vector<double> probabilities;  // calibrated; empty for "embed"
  std::vector<float> embedding;       // "embed" only: normalised
  std::string method;                 // of the explanation
  std::vector<Contribution> contributions;
};
struct WorkerError {
  std::string code, message, hint;
};
struct WorkerReply {
  std::int64_t id = 0;
  std::optional<WorkerError> error;  // of the whole request
  std::vector<WorkerAnswer> rows;
  double seconds = 0;  // in the model
};

template <class V>
void describe(V& v, ServeFeature& f) {
  v.required("name", f.name);
  v.required("kind", f.kind);
}
template <class V>
void describe(V& v, ServeSpec& s) {
  v.required("format", s.format);
  v.required("version", s.version);
  v.required("task", s.task);
  v.optional("baseModel", s.baseModel);
  v.optional("tunedModel", s.tunedModel);
  v.optional("classes", s.classes);
  v.optional("features", s.features);
  v.optional("threads", s.threads);
}
template <class V>
void describe(V& v, WorkerHello& h) {
  v.required("kind", h.kind);
  v.required("version", h.version);
  v.optional("temperature", h.temperature);
  v.optional("calibrationRows", h.calibrationRows);
  v.optional("embeddingWidth", h.embeddingWidth);
  v.optional("maxTokens", h.maxTokens);
  v.optional("memoryMb", h.memoryMb);
}
template <class V>
void describe(V& v, WorkerRow& r) {
  v.optional("text", r.text);
  v.optional("values", r.values);
}
template <class V>
void describe(V& v, WorkerRequest& r) {
  v.required("id", r.id);
  v.required("kind", r.kind);
  v.optional("explain", r.explain);
  v.optional("rows", r.rows);
}
template <class V>
void describe(V& v, WorkerAnswer& a) {
  v.optional("probabilities", a.probabilities);
  v.optional("embedding", a.embedding);
  v.optional("method", a.method);
  v.optional("contributions", a.contributions);
}
template <class V>
void describe(V& v, WorkerError& e) {
  v.required("code", e.code);
  v.required("message", e.message);
  v.optional("hint", e.hint);
}
template <class V>
void describe(V& v, WorkerReply& r) {
  v.required("id", r.id);
  v.optional("error", r.error);
  v.optional("rows", r.rows);
  v.optional("seconds", r.seconds);
}

}  // namespace telesoft::protocol
