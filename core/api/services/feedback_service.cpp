#include "telesoft/api/services/feedback_service.h"

#include "telesoft/api/services/corrected_data.h"
#include "telesoft/api/services/run_preparation.h"
#include "telesoft/api/services/split_service.h"
#include "telesoft/base/hash.h"
#include "telesoft/data/table_codec.h"
#include "telesoft/store/tables/dataset_table.h"
#include "telesoft/store/tables/job_table.h"
#include "telesoft/store/tables/model_table.h"

namespace telesoft::api {

using base::DatasetId;
using base::ErrorCode;
using base::fail;
using protocol::Approach;
using protocol::Dataset;
using protocol::JobRequest;

namespace {

constexpr std::string_view kSuffix = ", corrected by review";

/// What is to be corrected, and from where training goes on.
struct Ground {
  JobRequest request;  // with what the model gives where it was left open
  protocol::Model model;
  std::string parent;  // dataset id
  protocol::Split split;
  std::map<std::string, std::vector<std::int64_t>> rowsOfPart;
  std::map<std::string, std::string> partIds;
  Settled settled;
};

/// What the request leaves open stands as the model's own job had it.
base::Status takeModel(const store::Snapshot& snapshot, Ground& ground) {
  JobRequest& request = ground.request;
  TELESOFT_TRY(model, store::ModelTable::find(snapshot, base::ModelId(request.warmStart)));
  if (model.approach == Approach::KnowledgeBase) {
    return fail(ErrorCode::InvalidInput, "a knowledge base has no weights to go on from",
                "name a tuned model, or none to start from the base");
  }
  if (model.baseModel != request.baseModel) {
    return fail(ErrorCode::InvalidInput,
                "the model to go on from is of the base model \"" + model.baseModel +
                    "\", and the job names another",
                "name the same base model");
  }
  TELESOFT_TRY(job, store::JobTable::find(snapshot, base::JobId(model.jobId)));
  const JobRequest& before = job.job.request;
  const auto fill = [](auto& value, const auto& open, const auto& known) {
    value = value == open ? known : value;
  };
  fill(request.trainingData, std::string(), model.trainingData);
  fill(request.validationData, std::string(), model.validationData);
  fill(request.hyperparameters.maxLength, protocol::Hyperparameters().maxLength,
       before.hyperparameters.maxLength);
  fill(request.targetMetrics.primary, protocol::TargetMetrics().primary,
       before.targetMetrics.primary);
  fill(request.specialty, std::string(), before.specialty);
  fill(request.preserveCapabilities, std::vector<std::string>(), before.preserveCapabilities);
  ground.model = std::move(model);
  return {};
}

base::Result<Ground> groundOf(const store::Snapshot& snapshot, const JobRequest& request) {
  Ground out;
  out.request = request;
  if (request.reviews.empty()) {
    return fail(ErrorCode::InvalidInput, "\"reviews\" is empty",
                "name the reviews whose corrections are to be learnt");
  }
  if (!request.warmStart.empty()) {
    TELESOFT_CHECK(takeModel(snapshot, out));
  }
  const auto train = store::SplitTable::partOf(snapshot, DatasetId(out.request.trainingData));
  const auto validation =
      store::SplitTable::partOf(snapshot, DatasetId(out.request.validationData));
  if (!train || !validation || train->split != validation->split || train->part != "train" ||
      validation->part != "validation") {
    return fail(ErrorCode::InvalidInput,
                "trainingData and validationData are not the parts of one split",
                "give the split's train and validation parts, or leave both out with a warm start");
  }
  TELESOFT_TRY(split, store::SplitTable::find(snapshot, train->split));
  for (const protocol::SplitPart& part : split.parts) {
    TELESOFT_TRY(rows, store::SplitTable::partOf(snapshot, DatasetId(part.datasetId)));
    out.rowsOfPart[part.part] = std::move(rows.rows);
    out.partIds[part.part] = part.datasetId;
  }
  out.parent = split.datasetId;
  out.split = std::move(split);
  TELESOFT_TRY(origin, originOf(snapshot, out.parent));
  TELESOFT_TRY(settled, settledIn(snapshot, out.request.reviews, origin));
  out.settled = std::move(settled);
  return out;
}

base::Status checkLabels(const Ground& ground) {
  const auto& classes = ground.model.classes;
  for (const auto& [row, label] : ground.settled.labels) {
    const bool known = classes.empty() ||
                       std::any_of(classes.begin(), classes.end(),
                                   [&name = label](const auto& one) { return one.name == name; });
    if (!known) {
      return fail(ErrorCode::InvalidInput,
                  "a review has settled on a class that the model to go on from does not know",
                  "train a new model from the base: leave warmStart out");
    }
  }
  return {};
}

/// The test parts with the same rows, the newest first.
std::vector<std::string> testPartsOf(Services& services, const Ground& ground) {
  std::vector<std::string> out;
  if (const auto test = ground.partIds.find("test"); test != ground.partIds.end()) {
    out.push_back(test->second);
  }
  if (const auto before = changesOf(services.workspace, ground.model); before) {
    for (const std::string& part : before->testParts) {
      if (std::find(out.begin(), out.end(), part) == out.end()) {
        out.push_back(part);
      }
    }
  }
  return out;
}

/// The new version of the data, not yet in the database.
struct Version {
  store::DatasetRecord dataset;
  store::SplitRecord split;
  base::Path manifest;
  DatasetContent train, validation;
  ModelChanges changes;
};

std::string partId(const protocol::Split& split, const std::string& name) {
  for (const protocol::SplitPart& part : split.parts) {
    if (part.part == name) {
      return part.datasetId;
    }
  }
  return "";
}

DatasetContent contentOf(const Version& version, const data::Table& table, const char* part) {
  DatasetContent out;
  out.dataset = version.dataset.dataset;
  out.dataset.id = partId(version.split.split, part);
  out.dataset.kind = part;
  out.table = std::make_shared<const data::Table>(table.subset(version.split.rowsOfPart.at(part)));
  return out;
}

Dataset versionOf(const Dataset& parent, const data::Table& table, const std::string& now) {
  Dataset out = parent;
  out.id = base::newIdText("ds");
  out.kind = "corrected";
  out.parentId = parent.id;
  out.name = parent.name.ends_with(kSuffix) ? parent.name : parent.name + std::string(kSuffix);
  out.labelCounts = countLabels(table, parent.columns);
  out.createdAt = now;
  out.warnings.clear();
  return out;
}

base::Result<Version> makeVersion(Services& services, Ground& ground) {
  TELESOFT_TRY(parent, services.contents.content(DatasetId(ground.parent)));
  const std::vector<std::string> testParts = testPartsOf(services, ground);
  Version out;
  const std::string now = base::toIso8601(services.workspace.clock().now());
  protocol::SplitRequest plan = ground.split.plan;
  TELESOFT_TRY(corrected, correct(parent, plan, ground.rowsOfPart, std::move(ground.settled)));
  const data::Table& table = corrected.table;
  out.dataset.dataset = versionOf(parent.dataset, table, now);
  const std::string bytes = data::encodeTable(table);
  out.dataset.dataset.sha256 = base::sha256Hex(bytes);
  TELESOFT_TRY(blob, services.workspace.blobs().put(bytes).in("keeping the corrected rows"));
  out.dataset.tableBlob = blob;
  const std::string manifest = std::move(corrected.split.manifest);
  const std::string& name = ground.split.name;
  out.split =
      recordOf(std::move(corrected.split), out.dataset.dataset.id,
               name.empty() || name.ends_with(kSuffix) ? name : name + std::string(kSuffix), now);
  out.train = contentOf(out, table, "train");
  out.validation = contentOf(out, table, "validation");
  out.changes = std::move(corrected.changes);
  out.changes.testParts = testParts;
  if (const std::string test = partId(out.split.split, "test"); !test.empty()) {
    out.changes.testParts.insert(out.changes.testParts.begin(), test);
  }
  TELESOFT_TRY(file, writeManifest(services.workspace, out.split.split.id, manifest));
  out.manifest = std::move(file);
  return out;
}

base::Status insertVersion(store::Transaction& transaction,
                           const Version& version,
                           const JobRequest& request,
                           const std::string& actor) {
  const Dataset& dataset = version.dataset.dataset;
  TELESOFT_CHECK(store::DatasetTable::insert(transaction, version.dataset));
  TELESOFT_CHECK(transaction.audit({actor,
                                    "dataset.correct",
                                    dataset.id,
                                    {{"parent", dataset.parentId},
                                     {"reviews", request.reviews},
                                     {"reviewed", version.changes.reviewed},
                                     {"added", version.changes.added},
                                     {"relabelled", version.changes.relabelled},
                                     {"leftOutOfTest", version.changes.ofTest},
                                     {"sha256", dataset.sha256}}}));
  return insertSplit(transaction, version.split, dataset, actor);
}

base::Result<PreparedRun> prepare(Services& services,
                                  const Ground& ground,
                                  const Version& version) {
  TrainingPlan plan;
  plan.request = ground.request;
  plan.splitId = version.split.split.id;
  TELESOFT_TRY(model, services.baseModels.find(ground.request.baseModel));
  TELESOFT_TRY(reference, services.baseModels.reference(ground.request.baseModel));
  plan.baseModel = std::move(model);
  plan.base = std::move(reference);
  if (!ground.model.id.empty()) {
    plan.warmStart = {ground.model.id, (services.workspace.folder() / ground.model.path).string(),
                      ground.model.sha256};
    plan.classes = ground.model.classes;
  }
  plan.train = version.train;
  plan.validation = version.validation;
  plan.changes = base::toJson(version.changes);
  return prepareTraining(std::move(plan));
}

}  // namespace

base::Result<protocol::Job> createFeedbackJob(Services& services,
                                              JobRequest request,
                                              const std::string& actor) {
  TELESOFT_TRY(ground, services.workspace.database().read([&](const store::Snapshot& snapshot) {
    return groundOf(snapshot, request);
  }));
  TELESOFT_CHECK(checkLabels(ground));
  TELESOFT_TRY(version, makeVersion(services, ground));
  ground.request.trainingData = version.train.dataset.id;
  ground.request.validationData = version.validation.dataset.id;
  auto job = [&]() -> base::Result<protocol::Job> {
    TELESOFT_TRY(prepared, prepare(services, ground, version));
    jobs::Submission submission;
    submission.job.id = base::newIdText("job");
    submission.job.name = request.name.empty() ? request.baseModel : request.name;
    submission.job.request = ground.request;
    submission.actor = actor;
    submission.alsoWrite = [&](store::Transaction& transaction) {
      return insertVersion(transaction, version, ground.request, actor);
    };
    return submitRun(services, submission, prepared);
  }();
  if (!job) {
    std::error_code ignored;
    std::filesystem::remove(version.manifest, ignored);
    return job;
  }
  const Dataset& dataset = version.dataset.dataset;
  services.feed.publish("dataset", dataset.id, base::toJson(dataset));
  services.feed.publish("split", version.split.split.id, base::toJson(version.split.split));
  return job;
}

}  // namespace telesoft::api
