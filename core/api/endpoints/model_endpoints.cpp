#include "telesoft/api/endpoints/model_endpoints.h"

#include "telesoft/api/services/evaluation_service.h"
#include "telesoft/api/services/job_service.h"
#include "telesoft/api/services/model_changes.h"
#include "telesoft/base/os/files.h"
#include "telesoft/protocol/server.h"
#include "telesoft/store/tables/evaluation_table.h"
#include "telesoft/store/tables/model_table.h"

namespace telesoft::api {

using access::Permission;
using base::Result;
using protocol::Advice;
using protocol::AdviceRequest;
using protocol::BaseModel;
using protocol::Evaluation;
using protocol::EvaluationRequest;
using protocol::Items;
using protocol::Model;

namespace {

Result<Items<BaseModel>> baseModels(Services& services, const Call&) {
  return Items<BaseModel>{services.baseModels.list()};
}
Result<Advice> advice(Services& services, const Call&, const AdviceRequest& request) {
  return adviseOn(services, request);
}
Result<Items<Model>> models(Services& services, const Call&) {
  TELESOFT_TRY(all, services.workspace.database().read([](const store::Snapshot& snapshot) {
    return store::ModelTable::list(snapshot);
  }));
  return Items<Model>{std::move(all)};
}
Result<Model> findModel(Services& services, const Call& call) {
  return services.workspace.database().read([&](const store::Snapshot& snapshot) {
    return store::ModelTable::find(snapshot, base::ModelId(call.id()));
  });
}
Result<Evaluation> evaluate(Services& services,
                            const Call& call,
                            const EvaluationRequest& request) {
  return createEvaluation(services, request, call.who.name);
}
Result<Items<Evaluation>> evaluations(Services& services, const Call&) {
  TELESOFT_TRY(all, services.workspace.database().read([](const store::Snapshot& snapshot) {
    return store::EvaluationTable::list(snapshot);
  }));
  return Items<Evaluation>{std::move(all)};
}
Result<Evaluation> findEvaluation(Services& services, const Call& call) {
  return services.workspace.database().read([&](const store::Snapshot& snapshot) {
    return store::EvaluationTable::find(snapshot, base::EvaluationId(call.id()));
  });
}

Result<HttpResponse> report(Services& services, const Call& call) {
  TELESOFT_TRY(evaluation, findEvaluation(services, call));
  if (evaluation.reportUrl.empty()) {
    return base::fail(base::ErrorCode::NotFound, "this evaluation has no report yet",
                      "wait until its status is \"succeeded\"");
  }
  HttpResponse out;
  TELESOFT_TRY(
      html, base::readFile(services.workspace.evaluationsFolder() / evaluation.id / "report.html")
                .in("reading the report"));
  out.body = std::move(html);
  out.contentType = "text/html; charset=utf-8";
  out.headers.emplace_back("Content-Security-Policy",
                           "default-src 'none'; style-src 'unsafe-inline'; img-src data:");
  return out;
}

Result<HttpResponse> changes(Services& services, const Call& call) {
  HttpResponse out;
  TELESOFT_TRY(html, changesPage(services, call.id()));
  out.body = std::move(html);
  out.contentType = "text/html; charset=utf-8";
  out.headers.emplace_back("Content-Security-Policy",
                           "default-src 'none'; style-src 'unsafe-inline'; img-src data:");
  return out;
}

std::vector<Endpoint> evaluationEndpoints() {
  return {
      answering<EvaluationRequest, Evaluation>(
          {.method = "POST",
           .path = "/v1/evaluations",
           .permission = Permission::EvaluationRun,
           .mutates = true,
           .summary = "Compare a tuned model with its base on the untouched test part",
           .status = 202},
          evaluate),
      answering<Items<Evaluation>>({.method = "GET",
                                    .path = "/v1/evaluations",
                                    .permission = Permission::WorkspaceRead,
                                    .summary = "All evaluations, the newest first"},
                                   evaluations),
      answering<Evaluation>({.method = "GET",
                             .path = "/v1/evaluations/{id}",
                             .permission = Permission::WorkspaceRead,
                             .summary = "An evaluation with its metrics and its verdict"},
                            findEvaluation),
      {.method = "GET",
       .path = "/v1/evaluations/{id}/report",
       .permission = Permission::WorkspaceRead,
       .summary = "The evaluation for reading",
       .contentType = "text/html",
       .handler = report},
  };
}

}  // namespace

std::vector<Endpoint> modelEndpoints() {
  std::vector<Endpoint> out = {
      answering<Items<BaseModel>>({.method = "GET",
                                   .path = "/v1/base-models",
                                   .permission = Permission::WorkspaceRead,
                                   .summary = "The base models, and which are on this machine"},
                                  baseModels),
      answering<AdviceRequest, Advice>({.method = "POST",
                                        .path = "/v1/advice",
                                        .permission = Permission::WorkspaceRead,
                                        .summary = "Which approach fits the data, and why"},
                                       advice),
      answering<Items<Model>>({.method = "GET",
                               .path = "/v1/models",
                               .permission = Permission::ModelRead,
                               .summary = "All tuned models, the newest first"},
                              models),
      answering<Model>({.method = "GET",
                        .path = "/v1/models/{id}",
                        .permission = Permission::ModelRead,
                        .summary = "A tuned model"},
                       findModel),
      {.method = "GET",
       .path = "/v1/models/{id}/changes",
       .permission = Permission::ModelRead,
       .summary = "What readers' corrections have changed in the model, for reading",
       .contentType = "text/html",
       .handler = changes},
  };
  const std::vector<Endpoint> more = evaluationEndpoints();
  out.insert(out.end(), more.begin(), more.end());
  return out;
}

}  // namespace telesoft::api
