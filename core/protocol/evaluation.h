// A comparison of models on the untouched test part: what the engine computes and the API gives.
#pragma once

#include <cstdint>
#include <limits>
#include <map>
#include <string>
#include <vector>

#include "telesoft/base/json.h"

namespace telesoft::protocol {

struct EvaluationRequest {
  std::string modelId;
  std::string testData;  // dataset id
  bool compareToBase = true;
  base::json subgroupAnalysis = false;  // true: every declared subgroup column; or a list of names
};

/// A figure with its n and 95 % interval; NaN where it is not defined.
struct Estimate {
  double value = std::numeric_limits<double>::quiet_NaN();
  double low = std::numeric_limits<double>::quiet_NaN();
  double high = std::numeric_limits<double>::quiet_NaN();
  std::int64_t n = 0;
  std::string method;  // "Wilson", "bootstrap by patient, 2,000", "DeLong"
};

struct ClassMetrics {
  std::string name;
  std::int64_t support = 0;
  Estimate precision, recall, f1, auroc;
};

struct CalibrationBin {
  double meanPredicted = 0, observed = 0;
  std::int64_t n = 0;
};

/// One arm on the test rows.
struct ArmMetrics {
  std::string arm;    // "base" | "head_only" | "tuned" | "scratch"
  std::string title;  // "MiniLM, zero-shot"
  Estimate accuracy, macroF1, macroAuroc, brier, calibrationError;
  std::vector<ClassMetrics> classes;
  std::vector<std::vector<std::int64_t>> confusion;  // [true][predicted]
  std::vector<CalibrationBin>
      calibration;  // of the predicted class' probability (two classes: of class 1)
};

/// tuned - other, on the same rows.
struct Comparison {
  std::string against;  // "base" | "head_only"
  std::string metric;   // "accuracy" | "macro_f1" | "auroc" | "brier"
  Estimate difference;
  double pValue = std::numeric_limits<double>::quiet_NaN();
  std::string test;  // "McNemar, exact" | "DeLong" | "bootstrap by patient"
};

struct SubgroupMetrics {
  std::string column, value, arm;
  Estimate primary;
};

struct ErrorExample {
  std::int64_t row = 0;
  std::string label, predicted;
  double probability = 0;
};

/// A capability of the base that tuning was asked to preserve, on its battery of held items.
struct CapabilityMetrics {
  std::string name;   // "general_medical_knowledge"
  std::string title;  // what the battery asks
  Estimate base, tuned;
  Estimate difference;  // tuned - base, on the same items
  std::string state;    // "kept" | "lost" | "uncertain" | "not_applicable": the title says why
};

enum class Verdict { TunedIsBetter, KeepBase, NoDifference, TooLittleData };

struct Evaluation {
  std::string format = "telesoft.evaluation";
  std::int64_t version = 1;
  std::string id;
  std::string modelId;
  std::string testData;
  std::string status = "succeeded";  // "queued" | "running" | "succeeded" | "failed"
  std::string message;
  std::string primary;  // "f1_score" | "accuracy" | "auroc"
  std::int64_t rows = 0, patients = 0;
  Verdict verdict = Verdict::TooLittleData;
  std::string improvementSummary;         // the verdict in sentences, with its evidence
  std::map<std::string, double> metrics;  // the tuned arm's: accuracy, f1_score, auroc, ...
  std::vector<ArmMetrics> arms;
  std::vector<Comparison> comparisons;
  std::vector<SubgroupMetrics> subgroupPerformance;
  std::vector<CapabilityMetrics> capabilities;
  std::vector<ErrorExample> errorAnalysis;
  std::string reportUrl;
  std::string createdAt;
  std::int64_t testOpenings = 0;  // how often this test part has been opened, this time counted
};

template <class V>
void describe(V& v, EvaluationRequest& e) {
  v.required("modelId", e.modelId);
  v.required("testData", e.testData);
  v.optional("compareToBase", e.compareToBase);
  v.optional("subgroupAnalysis", e.subgroupAnalysis);
}
template <class V>
void describe(V& v, Estimate& e) {
  v.optional("value", e.value);
  v.optional("low", e.low);
  v.optional("high", e.high);
  v.optional("n", e.n);
  v.optional("method", e.method);
}
template <class V>
void describe(V& v, ClassMetrics& c) {
  v.required("name", c.name);
  v.required("support", c.support);
  v.optional("precision", c.precision);
  v.optional("recall", c.recall);
  v.optional("f1", c.f1);
  v.optional("auroc", c.auroc);
}
template <class V>
void describe(V& v, CalibrationBin& b) {
  v.optional("meanPredicted", b.meanPredicted);
  v.optional("observed", b.observed);
  v.optional("n", b.n);
}
template <class V>
void describe(V& v, ArmMetrics& a) {
  v.required("arm", a.arm);
  v.optional("title", a.title);
  v.optional("accuracy", a.accuracy);
  v.optional("macroF1", a.macroF1);
  v.optional("macroAuroc", a.macroAuroc);
  v.optional("brier", a.brier);
  v.optional("calibrationError", a.calibrationError);
  v.optional("classes", a.classes);
  v.optional("confusion", a.confusion);
  v.optional("calibration", a.calibration);
}
template <class V>
void describe(V& v, Comparison& c) {
  v.required("against", c.against);
  v.required("metric", c.metric);
  v.optional("difference", c.difference);
  v.optional("pValue", c.pValue);
  v.optional("test", c.test);
}
template <class V>
void describe(V& v, SubgroupMetrics& s) {
  v.required("column", s.column);
  v.required("value", s.value);
  v.optional("arm", s.arm);
  v.optional("primary", s.primary);
}
template <class V>
void describe(V& v, ErrorExample& e) {
  v.required("row", e.row);
  v.required("label", e.label);
  v.required("predicted", e.predicted);
  v.optional("probability", e.probability);
}
template <class V>
void describe(V& v, CapabilityMetrics& c) {
  v.required("name", c.name);
  v.optional("title", c.title);
  v.optional("base", c.base);
  v.optional("tuned", c.tuned);
  v.optional("difference", c.difference);
  v.optional("state", c.state);
}
template <class V>
void describe(V& v, Evaluation& e) {
  v.required("format", e.format);
  v.required("version", e.version);
  v.optional("id", e.id);
  v.optional("modelId", e.modelId);
  v.optional("testData", e.testData);
  v.optional("status", e.status);
  v.optional("message", e.message);
  v.optional("primary", e.primary);
  v.optional("rows", e.rows);
  v.optional("patients", e.patients);
  v.optional("verdict", e.verdict);
  v.optional("improvementSummary", e.improvementSummary);
  v.optional("metrics", e.metrics);
  v.optional("arms", e.arms);
  v.optional("comparisons", e.comparisons);
  v.optional("subgroupPerformance", e.subgroupPerformance);
  v.optional("capabilities", e.capabilities);
  v.optional("errorAnalysis", e.errorAnalysis);
  v.optional("reportUrl", e.reportUrl);
  v.optional("createdAt", e.createdAt);
  v.optional("testOpenings", e.testOpenings);
}

}  // namespace telesoft::protocol

namespace telesoft::base {
template <>
struct EnumNames<protocol::Verdict> {
  static constexpr std::pair<protocol::Verdict, std::string_view> table[] = {
      {protocol::Verdict::TunedIsBetter, "tuned_is_better"},
      {protocol::Verdict::KeepBase, "keep_base"},
      {protocol::Verdict::NoDifference, "no_difference"},
      {protocol::Verdict::TooLittleData, "too_little_data"}};
};
}  // namespace telesoft::base
