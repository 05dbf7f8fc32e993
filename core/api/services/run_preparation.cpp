#include "telesoft/api/services/run_preparation.h"

#include "telesoft/base/text.h"
#include "telesoft/data/input_fields.h"
#include "telesoft/data/prepare.h"
#include "telesoft/data/prepared_set.h"

namespace telesoft::api {

using base::ErrorCode;
using base::fail;
using protocol::Task;

namespace {

base::Status checkPart(const DatasetContent& part, const std::string& kind) {
  if (part.dataset.kind != kind) {
    return fail(ErrorCode::InvalidInput,
                "the " + kind + " data is a dataset of kind \"" + part.dataset.kind + "\"",
                "split a dataset first, and give its " + kind + " part");
  }
  return {};
}

base::Status checkTask(const DatasetContent& part, const protocol::BaseModel& model) {
  const Task task = data::manifestFor(part.dataset.columns, {}).task;
  if (task != model.task) {
    return fail(ErrorCode::InvalidInput,
                std::string("the base model ") + model.id + " is for " +
                    (model.task == Task::TextClassification ? "texts" : "tables of measurements") +
                    ", and this data has " +
                    (task == Task::TextClassification ? "notes" : "no column that is a note"),
                "choose another base model, or correct the columns' roles at import");
  }
  return {};
}

/// Every class that the parts have, sorted as classesOf() does for one table.
std::vector<std::string> commonClasses(const DatasetContent& train,
                                       const DatasetContent& validation) {
  std::vector<std::string> classes = data::classesOf(*train.table, train.dataset.columns);
  for (const std::string& name : data::classesOf(*validation.table, validation.dataset.columns)) {
    if (std::find(classes.begin(), classes.end(), name) == classes.end()) {
      classes.push_back(name);
    }
  }
  const bool numeric = std::all_of(classes.begin(), classes.end(), [](const std::string& name) {
    return base::toDouble(name).has_value();
  });
  std::sort(classes.begin(), classes.end(), [&](const std::string& a, const std::string& b) {
    return numeric ? *base::toDouble(a) < *base::toDouble(b) : a < b;
  });
  return classes;
}

base::Status writePart(const base::Path& folder,
                       data::PreparedManifest& manifest,
                       const std::string& name,
                       const DatasetContent& part) {
  TELESOFT_TRY(rows, data::prepareRows(*part.table, part.dataset.columns, manifest.classes)
                         .in("preparing the " + name + " part"));
  return data::writePreparedPart(folder, manifest, name, rows);
}

std::vector<std::string> namesOf(const std::vector<protocol::ClassSpec>& classes) {
  std::vector<std::string> out;
  for (const protocol::ClassSpec& one : classes) {
    out.push_back(one.name);
  }
  return out;
}

base::Status checkTraining(const TrainingPlan& plan) {
  TELESOFT_CHECK(checkPart(plan.train, "train"));
  TELESOFT_CHECK(checkPart(plan.validation, "validation"));
  TELESOFT_CHECK(checkTask(plan.train, plan.baseModel));
  return checkTask(plan.validation, plan.baseModel);
}

struct NamedPart {
  std::string name;
  DatasetContent content;
};

jobs::RunDirectory::WriteData writerOf(data::PreparedManifest manifest,
                                       std::vector<NamedPart> parts) {
  return [manifest = std::move(manifest),
          parts = std::move(parts)](const base::Path& folder) -> base::Status {
    data::PreparedManifest written = manifest;
    for (const NamedPart& part : parts) {
      TELESOFT_CHECK(writePart(folder, written, part.name, part.content));
    }
    return data::writePreparedManifest(folder / "manifest.json", written);
  };
}

}  // namespace

std::vector<protocol::ClassSpec> describedClasses(
    const std::vector<std::string>& names, const std::map<std::string, std::string>& sentences) {
  std::vector<protocol::ClassSpec> out;
  for (const std::string& name : names) {
    const auto told = sentences.find(name);
    out.push_back({name, told == sentences.end() ? "" : told->second});
  }
  return out;
}

base::Result<protocol::Job> submitRun(Services& services,
                                      const jobs::Submission& submission,
                                      const PreparedRun& prepared) {
  TELESOFT_TRY(run, jobs::RunDirectory::create(services.workspace.runsFolder(),
                                               base::JobId(submission.job.id), prepared.spec,
                                               prepared.writeData)
                        .in("making the run directory"));
  auto job = services.supervisor.submit(submission);
  if (!job) {
    std::error_code ignored;
    std::filesystem::remove_all(run.folder(), ignored);
  }
  return job;
}

base::Result<PreparedRun> prepareTraining(TrainingPlan plan) {
  TELESOFT_CHECK(checkTraining(plan));
  std::vector<protocol::ClassSpec> classes = plan.classes;
  if (classes.empty()) {
    classes = describedClasses(commonClasses(plan.train, plan.validation),
                               plan.train.dataset.classDescriptions);
  }
  TELESOFT_TRY(inputs, data::inputFieldsOf(*plan.train.table, plan.train.dataset.columns));
  protocol::RunSpec spec;
  spec.runId = "new";
  spec.task = plan.baseModel.task;
  spec.approach = plan.request.approach;
  spec.baseModel = plan.base;
  spec.warmStart = plan.warmStart;
  spec.data = {"data/manifest.json", "data/train.jsonl", "data/validation.jsonl", ""};
  spec.classes = std::move(classes);
  spec.hyperparameters = plan.request.hyperparameters;
  spec.targetMetrics = plan.request.targetMetrics;
  spec.preserveCapabilities = plan.request.preserveCapabilities;
  TELESOFT_CHECK(protocol::validate(spec));
  data::PreparedManifest manifest =
      data::manifestFor(plan.train.dataset.columns, namesOf(spec.classes));
  manifest.splitId = plan.splitId;
  const jobs::RunDirectory::WriteData parts =
      writerOf(std::move(manifest),
               {{"train", std::move(plan.train)}, {"validation", std::move(plan.validation)}});
  return PreparedRun{std::move(spec),
                     [parts, inputs = std::move(inputs),
                      changes = plan.changes](const base::Path& folder) -> base::Status {
                       TELESOFT_CHECK(parts(folder));
                       TELESOFT_CHECK(base::writeFileWhole(folder / "inputs.json",
                                                           base::toJson(inputs).dump(2) + "\n"));
                       return changes.is_null() ? base::Status()
                                                : base::writeFileWhole(folder / "changes.json",
                                                                       changes.dump(2) + "\n");
                     }};
}

base::Result<PreparedRun> prepareEvaluation(EvaluationPlan plan) {
  TELESOFT_CHECK(checkPart(plan.test, "test"));
  TELESOFT_TRY(subgroups, subgroupsOf(plan.request.subgroupAnalysis, plan.test.dataset.columns));
  data::PreparedManifest manifest =
      data::manifestFor(plan.test.dataset.columns, namesOf(plan.model.classes));
  if (manifest.task != plan.model.task) {
    return fail(ErrorCode::InvalidInput, "the test data is of another task than the model",
                "give the test part of the split that the model was trained on");
  }
  manifest.splitId = plan.splitId;
  protocol::RunSpec spec;
  spec.runId = "new";
  spec.kind = protocol::RunKind::Evaluate;
  spec.task = plan.model.task;
  spec.approach = plan.model.approach;
  spec.baseModel = plan.base;
  spec.tunedModel = plan.tuned;
  spec.classes = plan.model.classes;
  spec.subgroups = std::move(subgroups);
  spec.preserveCapabilities = plan.capabilities;
  spec.data = {"data/manifest.json", "", "", "data/test.jsonl"};
  std::vector<NamedPart> parts = {{"test", std::move(plan.test)}};
  if (plan.train && plan.validation) {
    parts.push_back({"train", *std::move(plan.train)});
    parts.push_back({"validation", *std::move(plan.validation)});
    spec.data.train = "data/train.jsonl";
    spec.data.validation = "data/validation.jsonl";
  }
  TELESOFT_CHECK(protocol::validate(spec));
  return PreparedRun{std::move(spec), writerOf(std::move(manifest), std::move(parts))};
}

base::Result<std::vector<std::string>> subgroupsOf(
    const base::json& subgroupAnalysis, const std::vector<protocol::ColumnSchema>& columns) {
  std::vector<std::string> declared;
  for (const protocol::ColumnSchema& column : columns) {
    if (column.role == protocol::ColumnRole::Subgroup) {
      declared.push_back(column.name);
    }
  }
  if (subgroupAnalysis.is_boolean()) {
    return subgroupAnalysis.get<bool>() ? declared : std::vector<std::string>();
  }
  if (subgroupAnalysis.is_null()) {
    return std::vector<std::string>();
  }
  TELESOFT_TRY(asked, base::fromJson<std::vector<std::string>>(subgroupAnalysis, base::Keys::Strict,
                                                               "subgroupAnalysis"));
  for (size_t i = 0; i < asked.size(); ++i) {
    if (std::find(declared.begin(), declared.end(), asked[i]) == declared.end()) {
      return fail(ErrorCode::InvalidInput,
                  "subgroupAnalysis[" + std::to_string(i) + "] is not a subgroup column",
                  "subgroup columns of this data: " + base::join(declared, ", "));
    }
  }
  return asked;
}

}  // namespace telesoft::api
