#include "telesoft/api/endpoints/knowledge_endpoints.h"

#include "telesoft/api/services/knowledge_service.h"
#include "telesoft/api/services/services.h"
#include "telesoft/protocol/server.h"

namespace telesoft::api {

using access::Permission;
using base::Result;
using protocol::FormularyAnswer;
using protocol::FormularyCheckRequest;
using protocol::Items;
using protocol::KnowledgeDocument;
using protocol::KnowledgeRequest;
using protocol::Passage;
using protocol::SearchAnswer;
using protocol::SearchRequest;

namespace {

Result<KnowledgeDocument> add(Services& services,
                              const Call& call,
                              const KnowledgeRequest& request) {
  return services.knowledge.add(request, call.who.name);
}
Result<Items<KnowledgeDocument>> list(Services& services, const Call&) {
  TELESOFT_TRY(all, services.knowledge.list());
  return Items<KnowledgeDocument>{std::move(all)};
}
Result<KnowledgeDocument> find(Services& services, const Call& call) {
  return services.knowledge.find(call.id());
}
Result<Items<Passage>> passages(Services& services, const Call& call) {
  TELESOFT_TRY(all, services.knowledge.passages(call.id()));
  return Items<Passage>{std::move(all)};
}
Result<KnowledgeDocument> retire(Services& services, const Call& call) {
  return services.knowledge.retire(call.id(), call.who.name);
}
Result<SearchAnswer> search(Services& services, const Call&, const SearchRequest& request) {
  return services.knowledge.search(request);
}
Result<FormularyAnswer> check(Services& services,
                              const Call&,
                              const FormularyCheckRequest& request) {
  return services.knowledge.check(request);
}

}  // namespace

std::vector<Endpoint> knowledgeEndpoints() {
  return {
      answering<KnowledgeRequest, KnowledgeDocument>(
          {.method = "POST",
           .path = "/v1/knowledge/documents",
           .permission = Permission::KnowledgeEdit,
           .mutates = true,
           .summary =
               "Import a guideline, a formulary, a list of drug names or one of interactions "
               "in the background",
           .status = 202},
          add),
      answering<Items<KnowledgeDocument>>({.method = "GET",
                                           .path = "/v1/knowledge/documents",
                                           .permission = Permission::KnowledgeRead,
                                           .summary = "All documents, the newest first"},
                                          list),
      answering<KnowledgeDocument>({.method = "GET",
                                    .path = "/v1/knowledge/documents/{id}",
                                    .permission = Permission::KnowledgeRead,
                                    .summary = "A document, with why its import has failed"},
                                   find),
      answering<Items<Passage>>({.method = "GET",
                                 .path = "/v1/knowledge/documents/{id}/passages",
                                 .permission = Permission::KnowledgeRead,
                                 .summary = "A document's passages in their order"},
                                passages),
      answering<KnowledgeDocument>({.method = "POST",
                                    .path = "/v1/knowledge/documents/{id}/retire",
                                    .permission = Permission::KnowledgeEdit,
                                    .mutates = true,
                                    .summary = "Show a document no more"},
                                   retire),
      answering<SearchRequest, SearchAnswer>(
          {.method = "POST",
           .path = "/v1/knowledge/search",
           .permission = Permission::KnowledgeRead,
           .summary = "Passages by words and meaning, each with its citation"},
          search),
      answering<FormularyCheckRequest, FormularyAnswer>(
          {.method = "POST",
           .path = "/v1/knowledge/formulary/check",
           .permission = Permission::KnowledgeRead,
           .summary = "Whether a drug is on formulary, what else is, and what it interacts with"},
          check),
  };
}

}  // namespace telesoft::api
