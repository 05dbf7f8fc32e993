#include "telesoft/deploy/release/lineage.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "telesoft/base/ids.h"
#include "telesoft/base/text.h"
#include "telesoft/store/audit_log.h"
#include "telesoft/store/tables/dataset_table.h"
#include "telesoft/store/tables/evaluation_table.h"
#include "telesoft/store/tables/job_table.h"
#include "telesoft/store/tables/knowledge_table.h"
#include "telesoft/store/tables/model_table.h"
#include "telesoft/store/tables/release_table.h"
#include "telesoft/store/tables/review_table.h"
#include "telesoft/store/tables/split_table.h"

namespace telesoft::deploy {

using base::Result;
using base::Status;
using base::withThousands;
using protocol::LineageStep;
using protocol::Model;
using store::Snapshot;

namespace {

/// The first row of the audit trail about each thing: who made it, and when.
class Makers {
 public:
  static Result<Makers> read(const Snapshot& snapshot) {
    constexpr std::int64_t kPage = 1000;
    Makers out;
    for (std::int64_t after = 0;; after += kPage) {
      TELESOFT_TRY(page, store::AuditLog::page(snapshot, after, kPage));
      for (const protocol::AuditEntry& entry : page.entries) {
        out.first_.try_emplace(entry.subject, entry.actor, entry.time);
        out.addEvaluation(entry);
      }
      if (page.entries.size() < static_cast<size_t>(kPage)) {
        return out;
      }
    }
  }
  void sign(LineageStep& step) const {
    const auto found = first_.find(step.id);
    if (found != first_.end()) {
      step.by = step.by.empty() ? found->second.first : step.by;
      step.time = step.time.empty() ? found->second.second : step.time;
    }
  }

 private:
  /// An evaluation is asked for as a job, whose row names it.
  void addEvaluation(const protocol::AuditEntry& entry) {
    if (entry.action != "job.submit") {
      return;
    }
    const auto detail = base::parseJson(entry.detail);
    if (detail && detail->is_object() && detail->value("evaluation", "") != "") {
      first_.try_emplace(detail->value("evaluation", ""), entry.actor, entry.time);
    }
  }
  std::map<std::string, std::pair<std::string, std::string>> first_;  // subject -> actor, time
};

class Collector {
 public:
  Collector(const Snapshot& snapshot, const Makers& makers)
      : snapshot_(snapshot), makers_(makers) {}

  Status data(const Model& model);
  Status training(const Model& model);
  Status sources(const Model& model);
  Status evaluations(const Model& model);
  Status release(const Model& model);
  void add(LineageStep step) {
    makers_.sign(step);
    out_.push_back(std::move(step));
  }
  [[nodiscard]] std::vector<LineageStep> take() { return std::move(out_); }

 private:
  Status dataset(const std::string& id);
  const Snapshot& snapshot_;
  const Makers& makers_;
  std::vector<LineageStep> out_;
};

/// The dataset and what it was made from, the import first.
Status Collector::dataset(const std::string& id) {
  std::vector<LineageStep> steps;
  std::string next = id;
  while (!next.empty()) {
    TELESOFT_TRY(record, store::DatasetTable::find(snapshot_, base::DatasetId(next)));
    const protocol::Dataset& d = record.dataset;
    if (d.kind == "imported" || d.kind == "deidentified") {
      steps.push_back(
          {d.kind == "imported" ? "import" : "deidentification", d.id, d.name,
           fmt::format("{} rows of {} patients", withThousands(d.rows), withThousands(d.patients)),
           "", d.createdAt, d.sha256});
    }
    next = d.parentId;
  }
  std::for_each(steps.rbegin(), steps.rend(), [this](const LineageStep& step) { add(step); });
  return {};
}

Status Collector::data(const Model& model) {
  if (model.trainingData.empty()) {
    return {};
  }
  TELESOFT_CHECK(dataset(model.trainingData));
  const auto part = store::SplitTable::partOf(snapshot_, base::DatasetId(model.trainingData));
  if (!part) {
    return {};
  }
  TELESOFT_TRY(split, store::SplitTable::find(snapshot_, part->split));
  add({"split", split.id, split.name, split.proof.statement, "", split.createdAt,
       split.proof.manifestSha256});
  return {};
}

Status Collector::training(const Model& model) {
  add({"base_model", model.baseModel, model.baseModel, "what was adapted", "", "", ""});
  if (!model.warmStart.empty()) {
    TELESOFT_TRY(before, store::ModelTable::find(snapshot_, base::ModelId(model.warmStart)));
    add({"model", before.id, before.name, "what training went on from", before.createdBy,
         before.createdAt, before.bytesSha256});
  }
  if (model.jobId.empty()) {
    return {};
  }
  TELESOFT_TRY(record, store::JobTable::find(snapshot_, base::JobId(model.jobId)));
  add({"job", record.job.id, record.job.name, std::string(base::nameOf(model.approach)),
       record.job.createdBy, record.job.createdAt, ""});
  return {};
}

Status Collector::sources(const Model& model) {
  for (const std::string& id : model.reviews) {
    TELESOFT_TRY(review, store::ReviewTable::find(snapshot_, id));
    add({"review", review.id, review.name,
         fmt::format("{} of {} cases decided, {} corrected", withThousands(review.decided),
                     withThousands(review.cases), withThousands(review.corrected)),
         review.createdBy, review.createdAt, ""});
  }
  for (const std::string& id : model.documents) {
    TELESOFT_TRY(document, store::KnowledgeTable::find(snapshot_, id));
    add({"knowledge", document.id, document.title,
         fmt::format("{}{}{}", document.kind, document.version.empty() ? "" : ", version ",
                     document.version),
         document.createdBy, document.createdAt, document.sha256});
  }
  return {};
}

Status Collector::evaluations(const Model& model) {
  TELESOFT_TRY(all, store::EvaluationTable::list(snapshot_));
  std::for_each(all.rbegin(), all.rend(), [&](const protocol::Evaluation& e) {
    if (e.modelId == model.id) {
      add({"evaluation", e.id, std::string(base::nameOf(e.verdict)),
           e.status == "succeeded" ? e.improvementSummary : e.status, "", e.createdAt, ""});
    }
  });
  return {};
}

Status Collector::release(const Model& model) {
  TELESOFT_TRY(approvals, store::ReleaseTable::approvals(snapshot_, model.id));
  std::for_each(approvals.rbegin(), approvals.rend(), [this](const protocol::Approval& a) {
    add({"approval", a.id, a.meaning,
         a.withdrawnAt.empty()
             ? a.reason
             : a.reason + " (withdrawn " + a.withdrawnAt + " by " + a.withdrawnBy + ")",
         a.by, a.time, a.bytesSha256});
  });
  TELESOFT_TRY(deployments, store::ReleaseTable::deployments(snapshot_));
  for (const store::DeploymentRecord& record : deployments) {
    const protocol::Deployment& d = record.deployment;
    if (d.modelId == model.id) {
      add({"deployment", d.id, d.environment,
           fmt::format("{} at {:g} %", d.status, d.rolloutPercentage), d.createdBy, d.createdAt,
           ""});
    }
  }
  return {};
}

}  // namespace

Result<std::vector<LineageStep>> lineageOf(const Snapshot& snapshot, const std::string& modelId) {
  TELESOFT_TRY(model, store::ModelTable::find(snapshot, base::ModelId(modelId)));
  TELESOFT_TRY(makers, Makers::read(snapshot));
  Collector collector(snapshot, makers);
  TELESOFT_CHECK(collector.data(model));
  TELESOFT_CHECK(collector.training(model));
  TELESOFT_CHECK(collector.sources(model));
  collector.add(
      {"model", model.id, model.name,
       fmt::format("{} classes, temperature {:.2f}", model.classes.size(), model.temperature),
       model.createdBy, model.createdAt, model.bytesSha256});
  TELESOFT_CHECK(collector.evaluations(model));
  TELESOFT_CHECK(collector.release(model));
  return collector.take();
}

}  // namespace telesoft::deploy
