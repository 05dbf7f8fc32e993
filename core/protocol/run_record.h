// What an engine run says of itself: events.jsonl, status.json, result.json.
#pragma once

#include <cstdint>
#include <limits>
#include <map>
#include <string>
#include <vector>

#include "telesoft/base/json.h"

namespace telesoft::protocol {

/// One line of events.jsonl. Kinds: started, progress, metric, sample, checkpoint, warning,
/// milestone, log, finished, failed; one that is not known is kept and shown.
///   started    {"totalSteps", "trainableParameters", "parameters", "precision", "threads",
///   "device"} progress   {"step", "totalSteps", "epoch", "fraction", "secondsLeft"} metric
///   {"step", "epoch", "values": {"loss", "learningRate", "gradientNorm", "samplesPerSecond",
///   "memoryMb",
///               "validationLoss", "f1_score", "accuracy", "auroc", ...}}
///   sample     {"step", "row", "label", "predicted", "loss"}: worst validation rows, by row
///   number, never their text checkpoint {"step", "path", "best": bool} warning    {"message",
///   "hint"}          milestone  {"name", "message"}        log {"level", "message"} finished
///   {"step", "bestStep", "bestValue", "reason": "completed"|"early_stopping"|"cancelled"|"paused"}
///   failed     {"code", "message", "hint"}
struct JobEvent {
  std::string format = "telesoft.job-event";
  std::int64_t version = 1;
  std::int64_t seq = 0;  // from 1, without a gap
  std::string time;      // ISO 8601
  std::string kind;
  base::json data = base::json::object();
};

enum class RunState { Starting, Running, Paused, Succeeded, Failed, Cancelled };

struct RunStatus {
  std::string format = "telesoft.run-status";
  std::int64_t version = 1;
  RunState state = RunState::Starting;
  std::int64_t processId = 0;
  std::int64_t step = 0;
  std::int64_t totalSteps = 0;
  double fraction = 0;                                            // 0..1, never back
  double secondsLeft = std::numeric_limits<double>::quiet_NaN();  // NaN while not known
  double bestValue =
      std::numeric_limits<double>::quiet_NaN();  // of the primary metric; NaN while none
  std::int64_t bestStep = 0;
  std::string message;    // of a failure, with its hint after a newline
  std::string errorCode;  // of a failure
  std::string updatedAt;
};

struct RunResult {
  std::string format = "telesoft.run-result";
  std::int64_t version = 1;
  std::string modelPath;    // relative to the run directory: "model"
  std::string modelSha256;  // of the weights file
  std::string modelKind;    // "peft" | "full" | "index"
  std::int64_t steps = 0;
  std::int64_t bestStep = 0;
  double trainingSeconds = 0;
  double samplesPerSecond = 0;
  double peakMemoryMb = 0;
  std::int64_t parameters = 0;
  std::int64_t trainableParameters = 0;
  std::map<std::string, double> validation;  // metrics of the kept weights
  std::string reason;                        // as in "finished"
  std::string evaluationPath;                // Evaluate: "evaluation.json"
  double temperature = 1;                    // of the calibration fitted on validation
  std::int64_t calibrationRows = 0;          // 0: none was fitted
};

template <class V>
void describe(V& v, JobEvent& e) {
  v.required("format", e.format);
  v.required("version", e.version);
  v.required("seq", e.seq);
  v.required("time", e.time);
  v.required("kind", e.kind);
  v.optional("data", e.data);
}
template <class V>
void describe(V& v, RunStatus& s) {
  v.required("format", s.format);
  v.required("version", s.version);
  v.required("state", s.state);
  v.optional("processId", s.processId);
  v.optional("step", s.step);
  v.optional("totalSteps", s.totalSteps);
  v.optional("fraction", s.fraction);
  v.optional("secondsLeft", s.secondsLeft);
  v.optional("bestValue", s.bestValue);
  v.optional("bestStep", s.bestStep);
  v.optional("message", s.message);
  v.optional("errorCode", s.errorCode);
  v.optional("updatedAt", s.updatedAt);
}
template <class V>
void describe(V& v, RunResult& r) {
  v.required("format", r.format);
  v.required("version", r.version);
  v.optional("modelPath", r.modelPath);
  v.optional("modelSha256", r.modelSha256);
  v.optional("modelKind", r.modelKind);
  v.optional("steps", r.steps);
  v.optional("bestStep", r.bestStep);
  v.optional("trainingSeconds", r.trainingSeconds);
  v.optional("samplesPerSecond", r.samplesPerSecond);
  v.optional("peakMemoryMb", r.peakMemoryMb);
  v.optional("parameters", r.parameters);
  v.optional("trainableParameters", r.trainableParameters);
  v.optional("validation", r.validation);
  v.optional("reason", r.reason);
  v.optional("evaluationPath", r.evaluationPath);
  v.optional("temperature", r.temperature);
  v.optional("calibrationRows", r.calibrationRows);
}

}  // namespace telesoft::protocol

namespace telesoft::base {
template <>
struct EnumNames<protocol::RunState> {
  static constexpr std::pair<protocol::RunState, std::string_view> table[] = {
      {protocol::RunState::Starting, "starting"}, {protocol::RunState::Running, "running"},
      {protocol::RunState::Paused, "paused"},     {protocol::RunState::Succeeded, "succeeded"},
      {protocol::RunState::Failed, "failed"},     {protocol::RunState::Cancelled, "cancelled"}};
};
}  // namespace telesoft::base
