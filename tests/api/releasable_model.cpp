#include "releasable_model.h"

#include "telesoft/base/hash.h"
#include "telesoft/data/table_codec.h"
#include "telesoft/store/tables/dataset_table.h"
#include "telesoft/store/tables/evaluation_table.h"
#include "telesoft/store/tables/job_table.h"
#include "telesoft/store/tables/model_table.h"
#include "telesoft/store/tables/split_table.h"

#include "deploy/release_fixture.h"
#include "support/must.h"

namespace telesoft::tests {

namespace {

using store::Transaction;

constexpr int kRows = 40;

data::Table rows() {
  data::Table out({"score", "grade", "site"});
  for (int i = 0; i < kRows; ++i) {
    out.appendRow({std::to_string(static_cast<double>(i) / kRows), i % 2 == 0 ? "I" : "II",
                   i % 4 == 0 ? "North" : "South"});
  }
  return out;
}

base::Status addDataset(Transaction& t,
                        const std::string& id,
                        const std::string& kind,
                        const std::string& parent,
                        const std::string& blob) {
  store::DatasetRecord record;
  record.dataset.id = id;
  record.dataset.kind = kind;
  record.dataset.parentId = parent;
  record.dataset.state = protocol::DatasetState::Ready;
  record.dataset.columns = goodInput().columns;
  record.tableBlob = blob;
  return store::DatasetTable::insert(t, record);
}

base::Status addData(Transaction& t,
                     const std::string& name,
                     const std::string& blob,
                     const std::string& manifest) {
  TELESOFT_CHECK(addDataset(t, "ds_" + name, "imported", "", blob));
  store::SplitRecord record;
  record.split.id = "sp_" + name;
  record.split.datasetId = "ds_" + name;
  record.split.proof.statement = "0 of 40 patients stand in more than one part";
  record.split.proof.manifestSha256 = base::sha256Hex(manifest);
  std::int64_t from = 0;
  for (const auto& [part, to] : {std::pair{"train", 28}, {"validation", 34}, {"test", 40}}) {
    const std::string id = "ds_" + name + "_" + part;
    TELESOFT_CHECK(addDataset(t, id, part, "ds_" + name, blob));
    record.split.parts.emplace_back();
    record.split.parts.back().part = part;
    record.split.parts.back().datasetId = id;
    for (; from < to; ++from) {
      record.rowsOfPart[part].push_back(from);
    }
  }
  return store::SplitTable::insert(t, record);
}

base::Status addModel(Transaction& t, const std::string& name, const std::string& bytes) {
  store::JobRecord job;
  job.job.id = "job_" + name;
  job.job.status = protocol::JobState::Succeeded;
  job.job.createdBy = "trainer";
  job.job.request = goodInput().job->request;
  TELESOFT_CHECK(store::JobTable::insert(t, job));
  protocol::Model model = goodInput().model;
  model.id = "md_" + name;
  model.jobId = job.job.id;
  model.task = protocol::Task::TabularRisk;
  model.path = "models/" + model.id;
  model.bytesSha256 = bytes;
  model.trainingData = "ds_" + name + "_train";
  model.validationData = "ds_" + name + "_validation";
  model.classes = {{"0", "no event"}, {"1", "event"}};
  model.inputs.resize(2);
  model.inputs[0].name = "score";
  model.inputs[0].minimum = 0;
  model.inputs[0].maximum = 1;
  model.inputs[1].name = "grade";
  model.inputs[1].kind = "category";
  model.inputs[1].categories = {"I", "II"};
  TELESOFT_CHECK(store::ModelTable::insert(t, model));
  protocol::Evaluation evaluation = goodEvaluation();
  evaluation.id = "ev_" + name;
  evaluation.modelId = model.id;
  evaluation.testData = "ds_" + name + "_test";
  TELESOFT_CHECK(store::EvaluationTable::insert(t, evaluation));
  return t.audit({"trainer", "job.submit", job.job.id});
}

}  // namespace

void addReleasableModel(const store::Workspace& workspace, const std::string& name) {
  const base::Path folder = workspace.modelsFolder() / ("md_" + name);
  must(base::makePrivateFolder(folder));
  must(base::writeFileWhole(folder / "model.safetensors", "weights of " + name));
  must(base::writeFileWhole(folder / "config.json", "{}"));
  must(base::makePrivateFolder(workspace.folder() / "splits"));
  const std::string manifest = "the manifest of " + name;
  must(base::writeFileWhole(workspace.folder() / "splits" / ("sp_" + name + ".json"), manifest));
  const std::string blob = must(workspace.blobs().put(data::encodeTable(rows())));
  const std::string bytes = must(base::hashOfFolder(folder));
  must(workspace.database().write([&](Transaction& t) -> base::Status {
    TELESOFT_CHECK(addData(t, name, blob, manifest));
    return addModel(t, name, bytes);
  }));
}

base::Path weightsOf(const base::Path& workspace, const std::string& modelId) {
  return workspace / "models" / modelId / "model.safetensors";
}

}  // namespace telesoft::tests
