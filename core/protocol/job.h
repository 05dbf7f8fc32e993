// What the API says of base models, advice, fine-tuning jobs and models.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "telesoft/protocol/model.h"
#include "telesoft/protocol/prediction.h"
#include "telesoft/protocol/run_record.h"
#include "telesoft/protocol/run_spec.h"

namespace telesoft::protocol {

/// One line of resources/base_models.json, and whether it is on this machine.
struct BaseModel {
  std::string id;  // "telesoft-diagnostic-v2"
  std::string title;
  Task task = Task::TextClassification;
  std::string architecture;  // "bert" | "tabular"
  std::int64_t parameters = 0;
  std::string licence;
  std::string source;
  std::string sha256;  // of the weights file
  std::string folder;  // relative to the cache (fetched) or to resources (shipped)
  bool shipped = false;
  bool available = false;  // filled by the server
};

struct AdviceRequest {
  std::string datasetId;  // a train part, or a whole dataset
  std::string baseModel;
};
struct ApproachAdvice {
  Approach approach = Approach::Peft;
  std::string fit;  // "recommended" | "possible" | "not_advised" | "not_available"
  std::vector<std::string> reasons;
  double minutes = 0;  // estimate on this machine
  double memoryMb = 0;
  std::int64_t trainableParameters = 0;
};
struct Advice {
  std::string summary;  // one sentence
  std::vector<ApproachAdvice> approaches;
  std::vector<std::string> baseModels;  // ids that fit the data, best first
};

struct JobRequest {
  std::string name;
  std::string baseModel;
  Approach approach = Approach::Peft;
  std::string trainingData;  // dataset ids
  std::string validationData;
  Hyperparameters hyperparameters;
  std::string specialty;
  TargetMetrics targetMetrics;
  std::vector<std::string> preserveCapabilities;
  // expert_feedback: the reviews whose corrections are learnt, and the model to go on from.
  std::vector<std::string> reviews;
  std::string warmStart;
  // knowledge_base: the documents of the index; empty: all that are ready. trainingData and
  // validationData are then optional and give the classes.
  std::vector<std::string> documents;
};

enum class JobState { Queued, Running, Pausing, Paused, Succeeded, Failed, Cancelled };

struct Milestone {
  std::string name;
  std::string message;
  std::string time;
};
struct ResultModel {
  std::string id;
};

struct Job {
  std::string id;
  std::string name;
  std::string kind = "fine_tuning";  // or "evaluation"
  JobState status = JobState::Queued;
  double progress = 0;  // 0..100, never back
  JobRequest request;
  std::map<std::string, double> metrics;  // the newest of each
  std::string estimatedCompletion;        // ISO 8601; "" while not known
  std::vector<Milestone> milestones;
  std::optional<ResultModel> resultModel;
  std::int64_t step = 0, totalSteps = 0;
  double bestValue = std::numeric_limits<double>::quiet_NaN();
  std::int64_t bestStep = 0;
  std::string message;  // of a failure, or why it waits
  std::string createdAt, startedAt, finishedAt;
  std::string createdBy;  // as the audit trail names them
};

/// All points of the named metrics, decimated to at most the number asked for; NaN is kept as null.
struct MetricSeries {
  std::string name;
  std::vector<std::int64_t> steps;
  std::vector<double> values;
};
struct JobMetrics {
  std::string jobId;
  std::vector<MetricSeries> series;
};

template <class V>
void describe(V& v, BaseModel& b) {
  v.required("id", b.id);
  v.required("title", b.title);
  v.required("task", b.task);
  v.required("architecture", b.architecture);
  v.optional("parameters", b.parameters);
  v.optional("licence", b.licence);
  v.optional("source", b.source);
  v.optional("sha256", b.sha256);
  v.required("folder", b.folder);
  v.optional("shipped", b.shipped);
  v.optional("available", b.available);
}
template <class V>
void describe(V& v, AdviceRequest& a) {
  v.required("datasetId", a.datasetId);
  v.optional("baseModel", a.baseModel);
}
template <class V>
void describe(V& v, ApproachAdvice& a) {
  v.required("approach", a.approach);
  v.required("fit", a.fit);
  v.required("reasons", a.reasons);
  v.optional("minutes", a.minutes);
  v.optional("memoryMb", a.memoryMb);
  v.optional("trainableParameters", a.trainableParameters);
}
template <class V>
void describe(V& v, Advice& a) {
  v.required("summary", a.summary);
  v.required("approaches", a.approaches);
  v.optional("baseModels", a.baseModels);
}
template <class V>
void describe(V& v, JobRequest& j) {
  v.optional("name", j.name);
  v.required("baseModel", j.baseModel);
  v.optional("approach", j.approach);
  v.optional("trainingData", j.trainingData);
  v.optional("validationData", j.validationData);
  v.optional("hyperparameters", j.hyperparameters);
  v.optional("specialty", j.specialty);
  v.optional("targetMetrics", j.targetMetrics);
  v.optional("preserveCapabilities", j.preserveCapabilities);
  v.optional("reviews", j.reviews);
  v.optional("warmStart", j.warmStart);
  v.optional("documents", j.documents);
}
template <class V>
void describe(V& v, Milestone& m) {
  v.required("name", m.name);
  v.required("message", m.message);
  v.required("time", m.time);
}
template <class V>
void describe(V& v, ResultModel& m) {
  v.required("id", m.id);
}
template <class V>
void describe(V& v, Job& j) {
  v.required("id", j.id);
  v.optional("name", j.name);
  v.optional("kind", j.kind);
  v.required("status", j.status);
  v.required("progress", j.progress);
  v.optional("request", j.request);
  v.optional("metrics", j.metrics);
  v.optional("estimatedCompletion", j.estimatedCompletion);
  v.optional("milestones", j.milestones);
  v.optional("resultModel", j.resultModel);
  v.optional("step", j.step);
  v.optional("totalSteps", j.totalSteps);
  v.optional("bestValue", j.bestValue);
  v.optional("bestStep", j.bestStep);
  v.optional("message", j.message);
  v.optional("createdAt", j.createdAt);
  v.optional("startedAt", j.startedAt);
  v.optional("finishedAt", j.finishedAt);
  v.optional("createdBy", j.createdBy);
}
template <class V>
void describe(V& v, MetricSeries& m) {
  v.required("name", m.name);
  v.required("steps", m.steps);
  v.required("values", m.values);
}
template <class V>
void describe(V& v, JobMetrics& m) {
  v.required("jobId", m.jobId);
  v.required("series", m.series);
}

}  // namespace telesoft::protocol

namespace telesoft::base {
template <>
struct EnumNames<protocol::JobState> {
  static constexpr std::pair<protocol::JobState, std::string_view> table[] = {
      {protocol::JobState::Queued, "queued"},       {protocol::JobState::Running, "running"},
      {protocol::JobState::Pausing, "pausing"},     {protocol::JobState::Paused, "paused"},
      {protocol::JobState::Succeeded, "succeeded"}, {protocol::JobState::Failed, "failed"},
      {protocol::JobState::Cancelled, "cancelled"}};
};
}  // namespace telesoft::base
