#include "telesoft/api/services/job_service.h"

#include <thread>

#include <unistd.h>

#include "telesoft/api/services/feedback_service.h"
#include "telesoft/api/services/index_service.h"
#include "telesoft/api/services/run_preparation.h"
#include "telesoft/api/services/split_service.h"
#include "telesoft/data/prepare.h"
#include "telesoft/evaluate/capability.h"
#include "telesoft/jobs/advisor.h"
#include "telesoft/store/tables/split_table.h"

namespace telesoft::api {

using base::DatasetId;
using base::ErrorCode;
using base::fail;

namespace {

/// The split that both parts are of.
base::Result<std::string> commonSplit(Services& services, const protocol::JobRequest& request) {
  return services.workspace.database().read(
      [&](const store::Snapshot& snapshot) -> base::Result<std::string> {
        const auto train = store::SplitTable::partOf(snapshot, DatasetId(request.trainingData));
        const auto validation =
            store::SplitTable::partOf(snapshot, DatasetId(request.validationData));
        if (!train || !validation || train->split != validation->split) {
          return fail(ErrorCode::InvalidInput,
                      "trainingData and validationData are not parts of one split",
                      "split the dataset, and give the split's train and validation parts: for "
                      "those zero overlap is proven");
        }
        return train->split.text();
      });
}

double memoryMb() {
  const long pages = ::sysconf(_SC_PHYS_PAGES);
  const long size = ::sysconf(_SC_PAGE_SIZE);
  return pages > 0 && size > 0 ? static_cast<double>(pages) * static_cast<double>(size) / 1e6 : 0;
}

double averageNoteBytes(const DatasetContent& content) {
  double bytes = 0;
  for (const protocol::ColumnSchema& column : content.dataset.columns) {
    const auto index = content.table->columnIndex(column.name);
    if (column.role != protocol::ColumnRole::Note || !index) {
      continue;
    }
    for (size_t row = 0; row < content.table->rows(); ++row) {
      bytes += static_cast<double>(content.table->cell(row, *index).size());
    }
  }
  return content.table->rows() == 0 ? 0 : bytes / static_cast<double>(content.table->rows());
}

/// What belongs to one approach alone is not silently ignored by another.
base::Status checkRequest(const protocol::JobRequest& request) {
  const bool isFeedback = request.approach == protocol::Approach::ExpertFeedback;
  const bool isIndex = request.approach == protocol::Approach::KnowledgeBase;
  if (!isFeedback && (!request.reviews.empty() || !request.warmStart.empty())) {
    return fail(ErrorCode::InvalidInput,
                "\"reviews\" and \"warmStart\" belong to approach \"expert_feedback\"",
                "choose that approach, or leave them out");
  }
  if (!isIndex && !request.documents.empty()) {
    return fail(ErrorCode::InvalidInput, "\"documents\" belongs to approach \"knowledge_base\"",
                "choose that approach, or leave it out");
  }
  return evaluate::checkCapabilities(request.preserveCapabilities);
}

base::Result<protocol::Job> createTrainingJob(Services& services,
                                              const protocol::JobRequest& request,
                                              const std::string& actor) {
  TrainingPlan plan;
  plan.request = request;
  TELESOFT_TRY(model, services.baseModels.find(request.baseModel));
  if (request.approach != protocol::Approach::Scratch) {
    TELESOFT_TRY(reference, services.baseModels.reference(request.baseModel));
    plan.base = std::move(reference);
  }
  TELESOFT_TRY(train, services.contents.content(DatasetId(request.trainingData)));
  TELESOFT_TRY(validation, services.contents.content(DatasetId(request.validationData)));
  TELESOFT_TRY(split, commonSplit(services, request));
  TELESOFT_CHECK(checkStanding(services, base::SplitId(split)));
  plan.baseModel = std::move(model);
  plan.train = std::move(train);
  plan.validation = std::move(validation);
  plan.splitId = std::move(split);
  TELESOFT_TRY(prepared, prepareTraining(std::move(plan)));

  jobs::Submission submission;
  submission.job.id = base::newIdText("job");
  submission.job.name = request.name.empty() ? request.baseModel : request.name;
  submission.job.request = request;
  submission.actor = actor;
  return submitRun(services, submission, prepared);
}

}  // namespace

base::Result<protocol::Job> createJob(Services& services,
                                      const protocol::JobRequest& request,
                                      const std::string& actor) {
  TELESOFT_CHECK(checkRequest(request));
  switch (request.approach) {
    case protocol::Approach::ExpertFeedback:
      return createFeedbackJob(services, request, actor);
    case protocol::Approach::KnowledgeBase:
      return createIndexJob(services, request, actor);
    default:
      return createTrainingJob(services, request, actor);
  }
}

base::Result<protocol::Advice> adviseOn(Services& services,
                                        const protocol::AdviceRequest& request) {
  TELESOFT_TRY(content, services.contents.content(DatasetId(request.datasetId)));
  const protocol::Dataset& dataset = content.dataset;
  const data::PreparedManifest manifest = data::manifestFor(dataset.columns, {});
  jobs::AdviceInput input;
  input.task = manifest.task;
  input.rows = dataset.rows;
  input.patients = dataset.patients;
  input.labelCounts = dataset.labelCounts;
  input.unlabelledRows = dataset.rows;
  for (const auto& [unused, count] : dataset.labelCounts) {
    input.unlabelledRows -= count;
  }
  input.averageTextBytes = averageNoteBytes(content);
  input.features = static_cast<std::int64_t>(manifest.features.size());
  input.baseModels = services.baseModels.list();
  input.baseModel = request.baseModel;
  input.cores = std::max(1U, std::thread::hardware_concurrency());
  input.bfloat16 = __builtin_cpu_supports("avx512bf16") != 0;
  input.memoryMb = memoryMb();
  return jobs::advise(input);
}

}  // namespace telesoft::api
