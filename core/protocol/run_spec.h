// What an engine run is asked to do: spec.json of a run directory.
//
//   <run>/spec.json          RunSpec, written by the server
//   <run>/data/*.jsonl       the prepared set (core/data/prepared_set.h)
//   <run>/control.json       {"request": "none" | "pause" | "cancel"}, written by the server, read
//   at every step <run>/status.json        RunStatus, written whole by the engine
//   <run>/events.jsonl       JobEvent lines, appended by the engine
//   <run>/engine.lock        flock()ed by the engine while it lives
//   <run>/engine.log         the engine's standard error
//   <run>/checkpoints/       what a resumed run needs
//   <run>/model/             the result: a PEFT folder, or a whole Hugging Face folder
//   <run>/result.json        RunResult
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "telesoft/base/json.h"

namespace telesoft::protocol {

/// Index: embeddings of passages for a knowledge base (data.train: one {"id", "text"} a line).
enum class RunKind { Train, Evaluate, Index };
enum class Task { TextClassification, TabularRisk };
/// Peft and Full adapt a base; Scratch trains the same network without it (a comparison, and how a
/// base is made); HeadOnly trains a head on the frozen base.
enum class Approach { Peft, Full, Scratch, HeadOnly, ExpertFeedback, KnowledgeBase };
enum class Schedule { Constant, Linear, Cosine };
enum class Precision { Auto, Float32, BFloat16 };

struct Hyperparameters {
  double learningRate = 0;  // 0: the preset of approach and task
  std::int64_t epochs = 0;  // 0: the preset
  std::int64_t batchSize = 16;
  std::int64_t accumulationSteps = 1;
  std::int64_t warmupSteps = 0;
  double weightDecay = 0.01;
  double clipNorm = 1.0;
  Schedule schedule = Schedule::Linear;
  std::int64_t maxLength = 256;  // tokens, special ones counted
  double dropout = 0.1;
  std::int64_t loraRank = 8;
  double loraAlpha = 16;
  double loraDropout = 0.0;
  std::vector<std::string> targetModules;  // PEFT names; empty: all linear layers
  std::int64_t evalEverySteps = 0;         // 0: once an epoch
  std::int64_t earlyStoppingPatience = 3;  // evaluations without a better one; 0: never
  bool classWeights = false;
  std::int64_t seed = 42;
  Precision precision = Precision::Auto;
  std::int64_t threads = 0;  // 0: one a core
};

struct TargetMetrics {
  std::string primary = "f1_score";  // f1_score (macro), accuracy, auroc, loss
  double minimum = 0;
};

struct ClassSpec {
  std::string name;
  std::string description;  // for the zero-shot answer; "": the name itself
};

struct ModelReference {
  std::string id;
  std::string path;    // absolute, or relative to the run directory
  std::string sha256;  // of its weights file; checked before use when not empty
};

struct PreparedFiles {
  std::string manifest;  // "data/manifest.json"
  std::string train;     // "data/train.jsonl"; "" where there is none
  std::string validation;
  std::string test;
};

struct RunSpec {
  std::string format = "telesoft.run-spec";
  std::int64_t version = 1;
  std::string runId;
  RunKind kind = RunKind::Train;
  Task task = Task::TextClassification;
  Approach approach = Approach::Peft;
  ModelReference baseModel;   // path "" only with Approach::Scratch
  ModelReference tunedModel;  // Evaluate: what is compared with the base
  ModelReference warmStart;   // ExpertFeedback: the tuned model that training goes on from
  PreparedFiles data;
  std::vector<ClassSpec> classes;  // in the order of label indices
  Hyperparameters hyperparameters;
  TargetMetrics targetMetrics;
  std::vector<std::string> preserveCapabilities;
  std::vector<std::string> subgroups;  // Evaluate: names of the subgroup values that rows carry
};

/// Errors: InvalidInput for a value outside its range, naming key, value and range.
[[nodiscard]] base::Status validate(const RunSpec& spec);
/// Strict: an unknown key, a wrong type or a value out of range is InvalidInput naming the key.
[[nodiscard]] base::Result<RunSpec> parseRunSpec(std::string_view text);

template <class V>
void describe(V& v, Hyperparameters& h) {
  v.optional("learningRate", h.learningRate);
  v.optional("epochs", h.epochs);
  v.optional("batchSize", h.batchSize);
  v.optional("accumulationSteps", h.accumulationSteps);
  v.optional("warmupSteps", h.warmupSteps);
  v.optional("weightDecay", h.weightDecay);
  v.optional("clipNorm", h.clipNorm);
  v.optional("schedule", h.schedule);
  v.optional("maxLength", h.maxLength);
  v.optional("dropout", h.dropout);
  v.optional("loraRank", h.loraRank);
  v.optional("loraAlpha", h.loraAlpha);
  v.optional("loraDropout", h.loraDropout);
  v.optional("targetModules", h.targetModules);
  v.optional("evalEverySteps", h.evalEverySteps);
  v.optional("earlyStoppingPatience", h.earlyStoppingPatience);
  v.optional("classWeights", h.classWeights);
  v.optional("seed", h.seed);
  v.optional("precision", h.precision);
  v.optional("threads", h.threads);
}
template <class V>
void describe(V& v, TargetMetrics& t) {
  v.optional("primary", t.primary);
  v.optional("minimum", t.minimum);
}
template <class V>
void describe(V& v, ClassSpec& c) {
  v.required("name", c.name);
  v.optional("description", c.description);
}
template <class V>
void describe(V& v, ModelReference& m) {
  v.optional("id", m.id);
  v.optional("path", m.path);
  v.optional("sha256", m.sha256);
}
template <class V>
void describe(V& v, PreparedFiles& p) {
  v.required("manifest", p.manifest);
  v.optional("train", p.train);
  v.optional("validation", p.validation);
  v.optional("test", p.test);
}
template <class V>
void describe(V& v, RunSpec& s) {
  v.required("format", s.format);
  v.required("version", s.version);
  v.required("runId", s.runId);
  v.required("kind", s.kind);
  v.required("task", s.task);
  v.required("approach", s.approach);
  v.optional("baseModel", s.baseModel);
  v.optional("tunedModel", s.tunedModel);
  v.optional("warmStart", s.warmStart);
  v.required("data", s.data);
  v.required("classes", s.classes);
  v.optional("hyperparameters", s.hyperparameters);
  v.optional("targetMetrics", s.targetMetrics);
  v.optional("preserveCapabilities", s.preserveCapabilities);
  v.optional("subgroups", s.subgroups);
}

}  // namespace telesoft::protocol

namespace telesoft::base {
template <>
struct EnumNames<protocol::RunKind> {
  static constexpr std::pair<protocol::RunKind, std::string_view> table[] = {
      {protocol::RunKind::Train, "train"},
      {protocol::RunKind::Evaluate, "evaluate"},
      {protocol::RunKind::Index, "index"}};
};
template <>
struct EnumNames<protocol::Task> {
  static constexpr std::pair<protocol::Task, std::string_view> table[] = {
      {protocol::Task::TextClassification, "text_classification"},
      {protocol::Task::TabularRisk, "tabular_risk"}};
};
template <>
struct EnumNames<protocol::Approach> {
  static constexpr std::pair<protocol::Approach, std::string_view> table[] = {
      {protocol::Approach::Peft, "peft"},
      {protocol::Approach::Full, "full"},
      {protocol::Approach::Scratch, "scratch"},
      {protocol::Approach::HeadOnly, "head_only"},
      {protocol::Approach::ExpertFeedback, "expert_feedback"},
      {protocol::Approach::KnowledgeBase, "knowledge_base"}};
};
template <>
struct EnumNames<protocol::Schedule> {
  static constexpr std::pair<protocol::Schedule, std::string_view> table[] = {
      {protocol::Schedule::Constant, "constant"},
      {protocol::Schedule::Linear, "linear"},
      {protocol::Schedule::Cosine, "cosine"}};
};
template <>
struct EnumNames<protocol::Precision> {
  static constexpr std::pair<protocol::Precision, std::string_view> table[] = {
      {protocol::Precision::Auto, "auto"},
      {protocol::Precision::Float32, "float32"},
      {protocol::Precision::BFloat16, "bfloat16"}};
};
}  // namespace telesoft::base
