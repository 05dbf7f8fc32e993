#include "telesoft/api/services/evaluation_service.h"

#include <unordered_set>

#include "telesoft/api/services/run_preparation.h"
#include "telesoft/api/services/split_service.h"
#include "telesoft/store/tables/counter_table.h"
#include "telesoft/store/tables/dataset_table.h"
#include "telesoft/store/tables/evaluation_table.h"
#include "telesoft/store/tables/job_table.h"
#include "telesoft/store/tables/model_table.h"
#include "telesoft/store/tables/split_table.h"

namespace telesoft::api {

using base::DatasetId;
using base::ErrorCode;
using base::fail;

namespace {

/// Where what stands behind the model and the test part comes from.
struct Origins {
  protocol::Model model;
  std::string testSplit;
  std::vector<std::string> capabilities;  // that its job was asked to preserve
  bool sameSplit = false;
  bool sameImport = false;
};

/// A knowledge base trains nothing, so no row can have been seen.
bool hasTrained(const protocol::Model& model) {
  return model.approach != protocol::Approach::KnowledgeBase;
}

base::Result<Origins> findOrigins(const store::Snapshot& snapshot,
                                  const protocol::EvaluationRequest& request) {
  Origins out;
  TELESOFT_TRY(model, store::ModelTable::find(snapshot, base::ModelId(request.modelId)));
  const auto test = store::SplitTable::partOf(snapshot, DatasetId(request.testData));
  if (!test || test->part != "test") {
    return fail(ErrorCode::InvalidInput, "testData is not the test part of a split",
                "give the test part: the model has not seen it");
  }
  if (model.classes.empty()) {
    return fail(ErrorCode::InvalidInput, "the model knows no classes, so nothing can be compared",
                "make the knowledge base with trainingData, which gives them");
  }
  out.testSplit = test->split.text();
  TELESOFT_TRY(job, store::JobTable::find(snapshot, base::JobId(model.jobId)));
  out.capabilities = job.job.request.preserveCapabilities;
  if (!hasTrained(model)) {
    out.model = std::move(model);
    return out;
  }
  TELESOFT_TRY(train, store::SplitTable::partOf(snapshot, DatasetId(model.trainingData)));
  TELESOFT_TRY(testOrigin, originOf(snapshot, request.testData));
  TELESOFT_TRY(trainOrigin, originOf(snapshot, model.trainingData));
  out.model = std::move(model);
  out.sameSplit = test->split == train.split;
  out.sameImport = testOrigin == trainOrigin;
  return out;
}

std::optional<size_t> patientColumn(const DatasetContent& content) {
  for (const protocol::ColumnSchema& column : content.dataset.columns) {
    if (column.role == protocol::ColumnRole::Patient) {
      return content.table->columnIndex(column.name);
    }
  }
  return std::nullopt;
}

/// Of another split of the same import, a test part may hold what the model has seen.
base::Status checkUnseen(const DatasetContent& test, const DatasetContent& seen) {
  std::unordered_set<std::int64_t> rows;
  std::unordered_set<std::string_view> patients;
  const auto seenPatient = patientColumn(seen);
  for (size_t row = 0; row < seen.table->rows(); ++row) {
    rows.insert(seen.table->fileRow(row));
    if (seenPatient) {
      patients.insert(seen.table->cell(row, *seenPatient));
    }
  }
  const auto testPatient = patientColumn(test);
  std::int64_t shared = 0;
  for (size_t row = 0; row < test.table->rows(); ++row) {
    const bool isSeen = rows.contains(test.table->fileRow(row)) ||
                        (testPatient && !test.table->cell(row, *testPatient).empty() &&
                         patients.contains(test.table->cell(row, *testPatient)));
    shared += isSeen ? 1 : 0;
  }
  if (shared > 0) {
    return fail(ErrorCode::InvalidInput,
                std::to_string(shared) + " rows of this test part are of the model's training data",
                "give the test part of the split that the model was trained on");
  }
  return {};
}

base::Result<EvaluationPlan> planOf(Services& services,
                                    const protocol::EvaluationRequest& request) {
  TELESOFT_TRY(origins, services.workspace.database().read([&](const store::Snapshot& snapshot) {
    return findOrigins(snapshot, request);
  }));
  EvaluationPlan plan;
  plan.request = request;
  plan.splitId = origins.testSplit;
  plan.capabilities = origins.capabilities;
  TELESOFT_TRY(reference, services.baseModels.reference(origins.model.baseModel));
  plan.base = std::move(reference);
  plan.tuned = {origins.model.id, (services.workspace.folder() / origins.model.path).string(),
                origins.model.sha256};
  TELESOFT_TRY(test, services.contents.content(DatasetId(request.testData)));
  if (!hasTrained(origins.model)) {
    plan.model = std::move(origins.model);
    plan.test = std::move(test);
    return plan;
  }
  TELESOFT_TRY(train, services.contents.content(DatasetId(origins.model.trainingData)));
  TELESOFT_TRY(validation, services.contents.content(DatasetId(origins.model.validationData)));
  if (origins.sameImport && !origins.sameSplit) {
    TELESOFT_CHECK(checkUnseen(test, train));
    TELESOFT_CHECK(checkUnseen(test, validation));
  }
  plan.model = std::move(origins.model);
  plan.test = std::move(test);
  if (request.compareToBase) {
    plan.train = std::move(train);
    plan.validation = std::move(validation);
  }
  return plan;
}

}  // namespace

base::Result<protocol::Evaluation> createEvaluation(Services& services,
                                                    const protocol::EvaluationRequest& request,
                                                    const std::string& actor) {
  TELESOFT_TRY(plan, planOf(services, request));
  TELESOFT_CHECK(checkStanding(services, base::SplitId(plan.splitId)));
  TELESOFT_TRY(prepared, prepareEvaluation(std::move(plan)));
  protocol::Evaluation evaluation;
  evaluation.id = base::newIdText("ev");
  evaluation.modelId = request.modelId;
  evaluation.testData = request.testData;
  evaluation.status = "queued";
  evaluation.createdAt = base::toIso8601(services.workspace.clock().now());

  jobs::Submission submission;
  submission.job.id = base::newIdText("job");
  submission.job.name = "Evaluation of " + request.modelId;
  submission.job.kind = "evaluation";
  submission.job.request.baseModel = prepared.spec.baseModel.id;
  submission.evaluation = base::EvaluationId(evaluation.id);
  submission.actor = actor;
  submission.alsoWrite = [&](store::Transaction& transaction) -> base::Status {
    TELESOFT_TRY(openings,
                 store::CounterTable::openTestPart(
                     transaction, {DatasetId(evaluation.testData),
                                   base::EvaluationId(evaluation.id), actor, "evaluation"}));
    evaluation.testOpenings = openings;
    return store::EvaluationTable::insert(transaction, evaluation);
  };
  TELESOFT_TRY(job, submitRun(services, submission, prepared));
  static_cast<void>(job);
  services.feed.publish("evaluation", evaluation.id, base::toJson(evaluation));
  return evaluation;
}

}  // namespace telesoft::api
