#include "telesoft/api/endpoints/diagnostics_endpoints.h"

#include "telesoft/api/services/services.h"
#include "telesoft/protocol/server.h"
#include "telesoft/store/tables/model_table.h"

namespace telesoft::api {

using access::Permission;
using base::Result;
using protocol::AnalyzeRequest;
using protocol::Feedback;
using protocol::FeedbackRequest;
using protocol::FieldProblem;
using protocol::InputField;
using protocol::Items;
using protocol::Receipt;

namespace {

/// The one error shape, with what is wrong with each field beside it.
HttpResponse refused(const base::Error& error,
                     const std::vector<FieldProblem>& fields,
                     const std::string& requestId) {
  HttpResponse out = errorResponse(error, requestId);
  if (auto body = base::parseJson(out.body); body && !fields.empty()) {
    (*body)["error"]["fields"] = base::toJson(fields);
    return {out.status, out.contentType, body->dump(), out.headers, {}};
  }
  return out;
}

void analyze(Services& services,
             const std::shared_ptr<const HttpRequest>& request,
             const Call& call,
             const Answered& answered) {
  const auto body = bodyOf(*request);
  const auto asked = body ? base::fromJson<AnalyzeRequest>(*body, base::Keys::Strict)
                          : Result<AnalyzeRequest>(body.error());
  if (!asked) {
    answered(asked.error());
    return;
  }
  services.gateway.gateway().analyze(
      *asked, call.who.name,
      [id = request->id, answered](Result<std::string> analysis,
                                   const std::vector<FieldProblem>& fields) {
        if (!analysis) {
          answered(refused(analysis.error(), fields, id));
          return;
        }
        HttpResponse out;
        out.body = *std::move(analysis);
        answered(std::move(out));
      });
}

Result<Receipt> receipt(Services& services, const Call& call) {
  return services.gateway.receipt(call.id());
}

Result<Feedback> feedback(Services& services, const Call& call, const FeedbackRequest& request) {
  TELESOFT_TRY(kept, services.gateway.addFeedback(
                         call.id(), request, call.who.name,
                         [&](store::Transaction& transaction, const review::FeedbackCase& fresh) {
                           return services.reviews.addFeedback(transaction, fresh);
                         }));
  if (!kept.reviewCase.empty()) {
    services.reviews.tellOf(kept.reviewCase);
  }
  return kept;
}

Result<Items<InputField>> inputs(Services& services, const Call& call) {
  TELESOFT_TRY(model, services.workspace.database().read([&](const store::Snapshot& snapshot) {
    return store::ModelTable::find(snapshot, base::ModelId(call.id()));
  }));
  return Items<InputField>{std::move(model.inputs)};
}

Result<HttpResponse> metrics(Services& services, const Call&) {
  HttpResponse out;
  out.contentType = "text/plain; version=0.0.4; charset=utf-8";
  out.body = services.gateway.metricsText({services.jobsRunning, services.auditVerified});
  return out;
}

}  // namespace

std::vector<Endpoint> diagnosticsEndpoints() {
  return {
      {.method = "POST",
       .path = "/v1/diagnostics/analyze",
       .permission = Permission::PredictionMake,
       .quick = true,
       .mutates = true,
       .summary = "A prediction for one patient, with its explanation and its receipt",
       .request = typeReference<AnalyzeRequest>(),
       .response = typeReference<protocol::Analysis>(),
       .later = analyze},
      answering<Receipt>({.method = "GET",
                          .path = "/v1/diagnostics/{id}",
                          .permission = Permission::AuditRead,
                          .summary = "A receipt, and whether it is as it was written"},
                         receipt),
      answering<FeedbackRequest, Feedback>(
          {.method = "POST",
           .path = "/v1/diagnostics/{id}/feedback",
           .permission = Permission::PredictionFeedback,
           .mutates = true,
           .summary = "Whether a prediction was right; what was not goes to review"},
          feedback),
      answering<Items<InputField>>({.method = "GET",
                                    .path = "/v1/models/{id}/inputs",
                                    .permission = Permission::ModelRead,
                                    .summary = "What patientData holds for a model"},
                                   inputs),
      {.method = "GET",
       .path = "/metrics",
       .permission = Permission::MetricsRead,
       .quick = true,
       .summary = "Figures for Prometheus",
       .contentType = "text/plain",
       .handler = metrics},
  };
}

}  // namespace telesoft::api
