#include "telesoft/api/services/gateway_service.h"

#include <algorithm>
#include <map>

#include "telesoft/base/hash.h"
#include "telesoft/base/ids.h"
#include "telesoft/deploy/gateway/receipts.h"
#include "telesoft/store/seal.h"

namespace telesoft::api {

using base::ErrorCode;
using base::fail;
using base::Result;
using base::Status;
using deploy::Arm;
using deploy::ServedModel;
using protocol::Feedback;
using store::PredictionRecord;
using store::PredictionTable;
using KeyPurpose = store::Workspace::KeyPurpose;

namespace {

Arm armOf(const std::string& name) {
  return name == nameOf(Arm::Stable)      ? Arm::Stable
         : name == nameOf(Arm::Candidate) ? Arm::Candidate
                                          : Arm::Direct;
}

/// The model that has answered, or its base.
const std::string& whoAnswered(const protocol::Receipt& receipt) {
  return receipt.modelId.empty() ? receipt.baseModel : receipt.modelId;
}

std::string shownValue(const base::json& given) {
  const base::json& value =
      given.is_object() && given.contains("value") ? given.at("value") : given;
  return value.is_null() ? "" : value.is_string() ? value.get<std::string>() : value.dump();
}

std::string classesKey(const std::vector<protocol::ClassSpec>& classes) {
  return base::sha256Hex(base::toJson(classes).dump()).substr(0, 12);
}

}  // namespace

GatewayService::GatewayService(GatewayGround ground)
    : ground_(std::move(ground)),
      bytes_(ground_.workspace.clock()),
      models_(ground_.workspace, ground_.baseModels, bytes_),
      log_(ground_.workspace),
      gateway_({pool_, log_, live_, metrics_, ground_.workspace.clock(),
                ground_.workspace.key(KeyPurpose::Assignment)}),
      pool_(ground_.engine, ground_.workspace.folder() / "workers", ground_.log, ground_.settings) {
}

Status GatewayService::start() {
  return base::makePrivateFolder(ground_.workspace.folder() / "workers");
}

Result<PredictionRecord> GatewayService::record(const std::string& id) const {
  return ground_.workspace.database().read(
      [&](const store::Snapshot& snapshot) { return PredictionTable::find(snapshot, id); });
}

Result<protocol::Receipt> GatewayService::receipt(const std::string& id) const {
  TELESOFT_TRY(found, record(id));
  found.receipt.valid =
      found.receipt.receipt == id &&
      deploy::isGenuine(found.receipt, ground_.workspace.key(KeyPurpose::Signatures));
  return found.receipt;
}

Result<review::FeedbackCase> GatewayService::caseOf(const Feedback& feedback,
                                                    const PredictionRecord& record) {
  TELESOFT_TRY(model, models_.find(whoAnswered(record.receipt)));
  TELESOFT_TRY(content, deploy::contentOf(record, ground_.workspace.key(KeyPurpose::Predictions)));
  review::FeedbackCase out;
  out.modelId = whoAnswered(record.receipt);
  out.modelName = model->name;
  out.receipt = feedback.receipt;
  out.by = feedback.by;
  out.comment = feedback.comment;
  out.task = model->spec.task;
  out.classes = model->classes;
  out.findings = std::move(content.analysis.findings);
  if (out.classes.empty()) {  // a base answers with the classes of the model beside it
    for (const protocol::Finding& finding : out.findings) {
      out.classes.push_back({finding.label, ""});
    }
    std::sort(out.classes.begin(), out.classes.end(),
              [](const auto& a, const auto& b) { return a.name < b.name; });
  }
  out.contributions = std::move(content.analysis.explanation.contributions);
  return out;
}

Result<Feedback> GatewayService::addFeedback(const std::string& receiptId,
                                             const protocol::FeedbackRequest& request,
                                             const std::string& by,
                                             const AddCase& addCase) {
  TELESOFT_TRY(found, record(receiptId));
  if (found.sealed.empty()) {
    return fail(ErrorCode::Conflict, "this prediction failed, so there is nothing to agree with");
  }
  Feedback feedback;
  feedback.id = base::newIdText("fb");
  feedback.receipt = receiptId;
  feedback.by = by;
  feedback.agrees = request.agrees;
  feedback.label = request.label;
  feedback.comment = request.comment;
  TELESOFT_TRY(asCase, caseOf(feedback, found));
  const bool known = std::any_of(asCase.classes.begin(), asCase.classes.end(),
                                 [&](const auto& one) { return one.name == request.label; });
  if (!request.label.empty() && !known) {
    return fail(ErrorCode::InvalidInput, "the label is none of the model's classes",
                "give one of those that the answer names, or none");
  }
  const Status written = ground_.workspace.database().write([&](store::Transaction& transaction)
                                                                -> Status {
    feedback.createdAt = transaction.now();
    if (!feedback.agrees) {
      TELESOFT_TRY(id, addCase(transaction, asCase));
      feedback.reviewCase = std::move(id);
    }
    Feedback kept = feedback;
    kept.comment = kept.comment.empty()
                       ? ""
                       : store::sealText(ground_.workspace.key(KeyPurpose::Predictions), kept.id,
                                         kept.comment);
    TELESOFT_CHECK(PredictionTable::insertFeedback(transaction, kept));
    return transaction.audit({by, "prediction.feedback", receiptId, {{"agrees", feedback.agrees}}});
  });
  TELESOFT_CHECK(written);
  live_.outcome(found.receipt.deploymentId, armOf(found.receipt.arm), feedback.agrees);
  return feedback;
}

Result<GatewayService::Served> GatewayService::plainBase(
    const std::string& baseModel, const std::vector<protocol::ClassSpec>& classes) {
  TELESOFT_TRY(known, ground_.baseModels.find(baseModel));
  TELESOFT_TRY(reference, ground_.baseModels.reference(baseModel));
  ServedModel out;
  out.key = baseModel + "/" + (classes.empty() ? "embed" : classesKey(classes));
  out.name = out.baseModel = baseModel;
  out.folder = reference.path;
  out.spec.task = known.task;
  out.spec.baseModel = std::move(reference);
  out.spec.classes = out.classes = classes;
  return std::make_shared<const ServedModel>(std::move(out));
}

Result<std::vector<protocol::WorkerAnswer>> GatewayService::predict(
    const review::ReviewedModel& model,
    const std::vector<protocol::WorkerRow>& rows,
    bool explain,
    const base::Stop& stop) {
  const bool isBase = ground_.baseModels.find(model.id).has_value();
  TELESOFT_TRY(served, isBase ? plainBase(model.id, model.classes) : models_.find(model.id));
  return pool_.predictAll(served, rows, explain, stop);
}

Result<std::vector<float>> GatewayService::embed(const std::string& baseModel,
                                                 const std::string& text) {
  TELESOFT_TRY(served, plainBase(baseModel, {}));
  TELESOFT_TRY(vectors, pool_.embed(served, {text}, base::Stop()));
  return std::move(vectors.front());
}

Result<review::Content> GatewayService::content(const std::string& receiptId) {
  TELESOFT_TRY(found, record(receiptId));
  TELESOFT_TRY(kept, deploy::contentOf(found, ground_.workspace.key(KeyPurpose::Predictions)));
  TELESOFT_TRY(model, models_.find(whoAnswered(found.receipt)));
  review::Content out;
  for (const protocol::InputField& field : model->inputs) {
    const auto given = kept.patientData.find(field.name);
    const std::string value = given == kept.patientData.end() ? "" : shownValue(*given);
    if (field.kind == "text") {
      out.text += (out.text.empty() || value.empty() ? "" : "\n") + value;
    } else {
      out.fields.push_back({field.name, value, field.unit, field.minimum, field.maximum});
    }
  }
  return out;
}

std::string GatewayService::metricsText(const ServerFigures& figures) const {
  deploy::MetricsText out;
  metrics_.write(out);
  const auto loads = pool_.load();
  out.family("telesoft_queue_rows", "gauge", "Rows that wait for a model's worker.");
  for (const auto& load : loads) {
    out.sample({{"worker", load.key}}, static_cast<double>(load.waitingRows));
  }
  out.family("telesoft_worker_up", "gauge", "Whether a model's worker process runs.");
  for (const auto& load : loads) {
    out.sample({{"worker", load.key}}, load.processId != 0 ? 1 : 0);
  }
  out.family("telesoft_batches_total", "counter", "Batches that a model's worker has answered.");
  for (const auto& load : loads) {
    out.sample({{"worker", load.key}}, static_cast<double>(load.batches));
  }
  std::map<std::string, int> deployments;
  for (const deploy::Route& route : gateway_.routes()->list) {
    deployments[route.environment] += route.deploymentId.empty() ? 0 : 1;
  }
  out.family("telesoft_deployments", "gauge", "Deployments that serve, by environment.");
  for (const auto& [environment, count] : deployments) {
    out.sample({{"environment", environment}}, count);
  }
  out.family("telesoft_jobs_running", "gauge", "Jobs that run now.");
  out.sample({}, static_cast<double>(figures.jobsRunning));
  out.family("telesoft_audit_verified", "gauge", "Whether the audit trail verified at the start.");
  out.sample({}, figures.auditVerified ? 1 : 0);
  return out.text();
}

}  // namespace telesoft::api
