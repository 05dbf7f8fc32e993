#include "sample_workspace.h"

#include <cmath>

#include <QDateTime>

#include "sample_release.h"
#include "ui_wizards/sample_answers.h"

namespace telesoft::tests {

namespace {

constexpr int kSteps = 640;

protocol::Dataset dataset(const std::string& id,
                          const std::string& name,
                          const std::string& kind,
                          const std::string& parent,
                          std::int64_t rows) {
  protocol::Dataset out;
  out.id = id;
  out.name = name;
  out.kind = kind;
  out.parentId = parent;
  out.state = protocol::DatasetState::Ready;
  out.rows = rows;
  out.patients = rows / 3;
  out.sha256 = "9f2c4b6a";
  out.createdAt = momentAt(-86400);
  out.labelCounts = {
      {"Atrial fibrillation", rows / 4}, {"Sinus rhythm", rows / 2}, {"Other", rows / 4}};
  protocol::ColumnSchema note;
  note.name = "note";
  note.role = protocol::ColumnRole::Note;
  note.evidence = {"all values are long texts"};
  protocol::ColumnSchema label;
  label.name = "rhythm";
  label.role = protocol::ColumnRole::Label;
  label.type = protocol::ColumnType::Category;
  label.distinct = 3;
  out.columns = {note, label};
  return out;
}

std::vector<protocol::Dataset> datasets() {
  std::vector<protocol::Dataset> out = {
      dataset("ds_new", "Holter reports 2026-Q3", "imported", "", 1204),
      dataset("ds_test", "ECG reports, test", "test", "ds_clean", 527),
      dataset("ds_validation", "ECG reports, validation", "validation", "ds_clean", 527),
      dataset("ds_train", "ECG reports, training", "train", "ds_clean", 2458),
      dataset("ds_clean", "ECG reports, de-identified", "deidentified", "ds_raw", 3512),
      dataset("ds_raw", "ECG reports", "imported", "", 3512)};
  return out;
}

protocol::Split split() {
  protocol::Split out;
  out.id = "sp_1";
  out.name = "ECG by patient";
  out.datasetId = "ds_clean";
  out.createdAt = momentAt(-80000);
  out.plan.datasetId = "ds_clean";
  for (const char* part : {"train", "validation", "test"}) {
    protocol::SplitPart each;
    each.part = part;
    each.datasetId = std::string("ds_") + part;
    each.rows = part == std::string("train") ? 2458 : 527;
    each.patients = each.rows / 3;
    each.labelCounts = {{"Atrial fibrillation", each.rows / 4}, {"Sinus rhythm", each.rows / 2}};
    out.parts.push_back(each);
  }
  out.proof.statement = "0 of 1,170 patients and 0 of 3,512 texts stand in more than one part";
  out.proof.patients = 1170;
  out.proof.rows = 3512;
  return out;
}

protocol::JobRequest request() {
  protocol::JobRequest out;
  out.baseModel = "telesoft-diagnostic-v2";
  out.trainingData = "ds_train";
  out.validationData = "ds_validation";
  out.targetMetrics.minimum = 0.85;
  out.hyperparameters.learningRate = 1e-3;
  return out;
}

protocol::Model model() {
  protocol::Model out;
  out.id = "md_jb_done";
  out.name = "Arrhythmia LoRA r8";
  out.baseModel = "telesoft-diagnostic-v2";
  out.jobId = "jb_done";
  out.sha256 = "1f2e3d4c5b6a7980";
  out.createdAt = momentAt(-7200);
  out.validation = {{"f1_score", 0.882}, {"accuracy", 0.921}};
  out.classes = {{"Atrial fibrillation", ""}, {"Sinus rhythm", ""}, {"Other", ""}};
  return out;
}

protocol::Model newModel() {
  protocol::Model out = model();
  out.id = "md_new";
  out.name = "Arrhythmia LoRA r16";
  out.sha256 = "7e6d5c4b3a291807";
  out.createdAt = momentAt(-1000);
  return out;
}

protocol::Evaluation evaluation() {
  protocol::Evaluation out;
  out.id = "ev_1";
  out.modelId = "md_jb_done";
  out.testData = "ds_test";
  out.primary = "f1_score";
  out.rows = 527;
  out.patients = 175;
  out.verdict = protocol::Verdict::TunedIsBetter;
  out.improvementSummary =
      "The tuned model is better than its base on 527 untouched rows of 175 patients: macro-F1 "
      ".874 "
      "against .612, difference +.262 (95 % CI +.221 to +.304).";
  out.createdAt = momentAt(-3600);
  return out;
}

}  // namespace

std::string momentAt(double secondsFromNow) {
  return QDateTime::currentDateTimeUtc()
      .addMSecs(static_cast<qint64>(secondsFromNow * 1000))
      .toString(Qt::ISODateWithMs)
      .toStdString();
}

protocol::Job runningJob() {
  protocol::Job out;
  out.id = "jb_17";
  out.name = "Arrhythmia LoRA r16";
  out.status = protocol::JobState::Running;
  out.progress = 64;
  out.step = kSteps;
  out.totalSteps = 1000;
  out.bestValue = 0.871;
  out.bestStep = 600;
  out.request = request();
  out.request.hyperparameters.loraRank = 16;
  out.estimatedCompletion = momentAt(6 * 60 + 10);
  out.createdAt = momentAt(-700);
  out.startedAt = momentAt(-660);
  out.milestones = {{"first_best", "Macro-F1 passed the target of .85", momentAt(-120)}};
  return out;
}

protocol::Job finishedJob() {
  protocol::Job out = runningJob();
  out.id = "jb_done";
  out.name = "Arrhythmia LoRA r8";
  out.status = protocol::JobState::Succeeded;
  out.progress = 100;
  out.step = out.totalSteps;
  out.bestValue = 0.882;
  out.request.hyperparameters.loraRank = 8;
  out.createdAt = momentAt(-9000);
  out.startedAt = momentAt(-8900);
  out.finishedAt = momentAt(-8100);
  out.resultModel = protocol::ResultModel{"md_jb_done"};
  return out;
}

protocol::Job failedJob() {
  protocol::Job out = finishedJob();
  out.id = "jb_failed";
  out.name = "Arrhythmia full fine-tuning";
  out.status = protocol::JobState::Failed;
  out.progress = 12;
  out.step = 120;
  out.bestValue = std::nan("");
  out.resultModel.reset();
  out.message = "the loss was not a number for 50 steps in a row\nlower the learning rate";
  return out;
}

base::json jobEvent(std::int64_t seq, const std::string& kind, const base::json& data) {
  protocol::JobEvent event;
  event.seq = seq;
  event.kind = kind;
  event.time = momentAt(-600 + static_cast<double>(seq));
  event.data = data;
  return base::toJson(event);
}

void fillSample(FakeServer& server) {
  server.list("/v1/datasets", datasets());
  server.list<protocol::Split>("/v1/splits", {split()});
  server.list<protocol::Job>("/v1/fine-tuning/jobs", {runningJob(), failedJob(), finishedJob()});
  server.list<protocol::Model>("/v1/models", {model(), newModel()});
  protocol::Evaluation second = evaluation();
  second.id = "ev_2";
  second.modelId = "md_new";
  server.list<protocol::Evaluation>("/v1/evaluations", {evaluation(), second});
  server.list("/v1/base-models", sampleBaseModels());
  server.answer("POST /v1/advice", base::toJson(sampleAdvice()));
  server.answer("GET /v1/models/md_jb_done", base::toJson(model()));
  server.answer("GET /v1/models/md_new", base::toJson(newModel()));
  server.answer("POST /v1/datasets/ds_new/deidentification/preview",
                base::toJson(sampleDeidReport()));
  protocol::SplitRequest plan;
  plan.datasetId = "ds_clean";
  server.answer("POST /v1/splits/preview", base::toJson(sampleSplit(plan)));
  protocol::Evaluation whole = sampleEvaluation(protocol::Verdict::TunedIsBetter);
  whole.id = "ev_1";
  whole.modelId = "md_jb_done";
  server.answer("GET /v1/evaluations/ev_1", base::toJson(whole));
  whole.id = "ev_2";
  whole.modelId = "md_new";
  server.answer("GET /v1/evaluations/ev_2", base::toJson(whole));
  protocol::AuditPage page;
  page.total = 3;
  page.entries = {
      {1, momentAt(-90000), "local user (all roles)", "dataset.import", "ds_raw", "{}", "a1"},
      {2, momentAt(-80000), "local user (all roles)", "split.create", "sp_1", "{}", "b2"},
      {3, momentAt(-9000), "local user (all roles)", "job.create", "jb_done", "{}", "c3"}};
  server.answer("GET /v1/audit", base::toJson(page));
  protocol::AuditVerification verified;
  verified.intact = true;
  verified.entries = 3;
  verified.headHash = "c3f4a5b6c7d8e9f0a1b2";
  server.answer("POST /v1/audit/verify", base::toJson(verified));
  for (const char* job : {"jb_17", "jb_done", "jb_failed"}) {
    fillRun(server, job);
  }
  fillRelease(server);
}

void fillRun(FakeServer& server, const std::string& jobId) {
  protocol::JobMetrics metrics;
  metrics.jobId = jobId;
  std::map<std::string, protocol::MetricSeries> series;
  const auto add = [&series](const std::string& name, std::int64_t step, double value) {
    series[name].name = name;
    series[name].steps.push_back(step);
    series[name].values.push_back(value);
  };
  unsigned noise = 7;
  for (std::int64_t step = 2; step <= kSteps; step += 2) {
    noise = noise * 1664525U + 1013904223U;
    const double wobble = static_cast<double>(noise >> 16U) / 65536.0 - 0.5;
    const double t = static_cast<double>(step);
    add("loss", step, step == 300 ? std::nan("") : 0.3 + 1.8 * std::exp(-t / 180) + 0.25 * wobble);
    add("learningRate", step, 1e-3 * (1 - t / 1000));
    add("gradientNorm", step, 0.7 + 0.4 * wobble);
    add("samplesPerSecond", step, 44 + 3 * wobble);
    add("memoryMb", step, 560 + 10 * wobble);
  }
  for (std::int64_t step = 40; step <= kSteps; step += 40) {
    const double t = static_cast<double>(step);
    add("f1_score", step, 0.875 - 0.55 * std::exp(-t / 150));
    add("validationLoss", step, 0.42 + 1.5 * std::exp(-t / 170));
  }
  for (auto& [unused, each] : series) {
    metrics.series.push_back(each);
  }
  server.answer("GET /v1/fine-tuning/jobs/" + jobId + "/metrics", base::toJson(metrics));
  const std::string path = "/v1/fine-tuning/jobs/" + jobId + "/events";
  std::int64_t seq = 0;
  const auto say = [&](const std::string& kind, const base::json& data) {
    ++seq;
    server.send(path, seq, jobEvent(seq, kind, data));
  };
  say("started", {{"totalSteps", 1000},
                  {"trainableParameters", 147456},
                  {"parameters", 22713216},
                  {"precision", "bf16"},
                  {"threads", 2},
                  {"device", "cpu"}});
  say("warning", {{"message", "the loss was not a number at step 300"},
                  {"hint", "one such step is passed over"}});
  say("checkpoint", {{"step", 600}, {"path", "checkpoints/600"}, {"best", true}});
  say("milestone", {{"name", "target"}, {"message", "Macro-F1 passed the target of .85"}});
  say("sample", {{"step", 640},
                 {"row", 1873},
                 {"label", "Atrial fibrillation"},
                 {"predicted", "Sinus rhythm"},
                 {"loss", 3.21}});
  say("sample", {{"step", 640},
                 {"row", 402},
                 {"label", "Other"},
                 {"predicted", "Atrial fibrillation"},
                 {"loss", 2.9}});
  say("sample", {{"step", 640},
                 {"row", 2077},
                 {"label", "Sinus rhythm"},
                 {"predicted", "Other"},
                 {"loss", 2.64}});
}

}  // namespace telesoft::tests
