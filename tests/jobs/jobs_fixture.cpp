#include "jobs/jobs_fixture.h"

#include <fstream>

#include "telesoft/base/hash.h"
#include "telesoft/store/audit_log.h"
#include "telesoft/store/tables/dataset_table.h"
#include "telesoft/store/tables/evaluation_table.h"
#include "telesoft/store/tables/model_table.h"

namespace telesoft::tests {

using base::Result;
using base::Status;
using jobs::RunDirectory;
using store::Snapshot;
using store::Transaction;

Result<std::int64_t> FakeLauncher::launch(const RunDirectory& run) {
  if (refuses) {
    return base::fail(base::ErrorCode::Unavailable, "there is no engine", "install it");
  }
  launched.push_back(run.folder().filename());
  alive[launched.back()] = true;
  return static_cast<std::int64_t>(1000 + launched.size());
}

bool FakeLauncher::isAlive(const RunDirectory& run, std::int64_t /*processId*/) {
  return alive[run.folder().filename()];
}

void FakeLauncher::kill(const RunDirectory& run, std::int64_t /*processId*/) {
  killed.push_back(run.folder().filename());
  alive[killed.back()] = false;
}

void RememberingListener::jobChanged(const protocol::Job& job) {
  const std::lock_guard lock(mutex);
  const std::string state = job.id + " " + std::string(base::nameOf(job.status));
  if (states.empty() || states.back() != state) {
    states.push_back(state);
  }
  progress.push_back(job.progress);
}
void RememberingListener::jobEvents(const base::JobId& /*id*/,
                                    const std::vector<protocol::JobEvent>& events) {
  const std::lock_guard lock(mutex);
  for (const protocol::JobEvent& event : events) {
    seqs.push_back(event.seq);
  }
}
void RememberingListener::modelRegistered(const protocol::Model& model) {
  const std::lock_guard lock(mutex);
  models.push_back(model.id);
}
void RememberingListener::evaluationChanged(const protocol::Evaluation& evaluation) {
  const std::lock_guard lock(mutex);
  evaluationStatuses.push_back(evaluation.status);
}
Status RememberingListener::completeEvaluation(protocol::Evaluation& evaluation,
                                               const base::Path& folder) {
  if (refusesToComplete) {
    return base::fail(base::ErrorCode::Internal, "the report cannot be written");
  }
  evaluation.reportUrl = "/report";
  return base::writeFileWhole(folder / "report.html", "<html></html>");
}

JobsFixture::JobsFixture(const base::Clock& clock)
    : clock_(clock), workspace_(must(store::Workspace::create(folder_ / "w", clock))) {}

void JobsFixture::reopen() {
  workspace_.reset();
  workspace_ = must(store::Workspace::open(folder_ / "w", clock_));
}

protocol::RunSpec JobsFixture::spec(protocol::RunKind kind) {
  protocol::RunSpec out;
  out.runId = "new";
  out.kind = kind;
  out.baseModel = {"base", "/base", ""};
  out.classes = {{"a", ""}, {"b", ""}};
  out.data = {"data/manifest.json", "data/train.jsonl", "data/validation.jsonl", ""};
  if (kind == protocol::RunKind::Evaluate) {
    out.data = {"data/manifest.json", "", "", "data/test.jsonl"};
  }
  return out;
}

RunDirectory JobsFixture::makeRun(const std::string& job,
                                  const std::string& behaviour,
                                  protocol::RunKind kind) {
  return must(RunDirectory::create(workspace_->runsFolder(), base::JobId(job), spec(kind),
                                   [&](const base::Path& folder) {
                                     return base::writeFileWhole(folder / "behaviour", behaviour);
                                   }));
}

jobs::Submission JobsFixture::submission(const std::string& job, const std::string& behaviour) {
  makeRun(job, behaviour);
  jobs::Submission out;
  out.job.id = job;
  out.job.name = "a job";
  out.job.request.baseModel = "base";
  out.job.request.trainingData = "ds_train";
  out.actor = "tester";
  return out;
}

jobs::Submission JobsFixture::evaluationSubmission(const std::string& job) {
  makeRun(job, "", protocol::RunKind::Evaluate);
  jobs::Submission out;
  out.job.id = job;
  out.job.kind = "evaluation";
  out.evaluation = base::EvaluationId("ev_1");
  out.actor = "tester";
  out.alsoWrite = [](Transaction& transaction) -> Status {
    store::DatasetRecord dataset;
    dataset.dataset.id = "ds_1";
    TELESOFT_CHECK(store::DatasetTable::insert(transaction, dataset));
    protocol::Model model;
    model.id = "md_0";
    TELESOFT_CHECK(store::ModelTable::insert(transaction, model));
    protocol::Evaluation evaluation;
    evaluation.id = "ev_1";
    evaluation.modelId = "md_0";
    evaluation.testData = "ds_1";
    evaluation.status = "queued";
    evaluation.testOpenings = 4;
    return store::EvaluationTable::insert(transaction, evaluation);
  };
  return out;
}

RunDirectory JobsFixture::run(const std::string& job) {
  return RunDirectory(workspace_->runsFolder() / job);
}

store::JobRecord JobsFixture::record(const std::string& job) {
  return must(workspace_->database().read(
      [&](const Snapshot& snapshot) { return store::JobTable::find(snapshot, base::JobId(job)); }));
}

protocol::Evaluation JobsFixture::evaluation() {
  return must(workspace_->database().read([&](const Snapshot& snapshot) {
    return store::EvaluationTable::find(snapshot, base::EvaluationId("ev_1"));
  }));
}

std::vector<protocol::Model> JobsFixture::models() {
  return must(workspace_->database().read(
      [](const Snapshot& snapshot) { return store::ModelTable::list(snapshot); }));
}

std::vector<std::string> JobsFixture::actions() {
  const auto page = must(workspace_->database().read(
      [](const Snapshot& snapshot) { return store::AuditLog::page(snapshot, 0, 1000); }));
  std::vector<std::string> out;
  for (const protocol::AuditEntry& entry : page.entries) {
    if (entry.action != "workspace.create") {
      out.push_back(entry.action);
    }
  }
  return out;
}

bool JobsFixture::auditIsIntact() {
  return must(workspace_->database().read(
                  [](const Snapshot& snapshot) { return store::AuditLog::verify(snapshot); }))
      .intact;
}

void writeStatus(const RunDirectory& run, const protocol::RunStatus& status) {
  must(base::writeFileWhole(run.folder() / "status.json", base::toJson(status).dump()));
}

void appendText(const base::Path& file, const std::string& text) {
  std::ofstream(file, std::ios::binary | std::ios::app) << text;
}

std::string eventLine(std::int64_t seq, const std::string& kind, const base::json& data) {
  protocol::JobEvent event;
  event.seq = seq;
  event.time = "2026-11-24T10:00:00.000Z";
  event.kind = kind;
  event.data = data;
  return base::toJson(event).dump() + "\n";
}

void writeModelResult(const RunDirectory& run) {
  must(base::makePrivateFolder(run.folder() / "model"));
  must(base::writeFileWhole(run.folder() / "model/adapter_model.safetensors", "weights"));
  protocol::RunResult result;
  result.modelPath = "model";
  result.modelSha256 = base::sha256Hex("weights");
  result.modelKind = "peft";
  result.validation = {{"f1_score", 0.75}};
  must(base::writeFileWhole(run.folder() / "result.json", base::toJson(result).dump()));
}

}  // namespace telesoft::tests
