#include "telesoft/ui/models/knowledge_store.h"

namespace telesoft::ui {

namespace {

const char* const kDocuments = "/v1/knowledge/documents";

QString pathOf(const QString& id, const char* verb) {
  return QLatin1String(kDocuments) + QLatin1Char('/') + id + QLatin1String(verb);
}

}  // namespace

KnowledgeStore::KnowledgeStore(ApiClient& api, WorkspaceEvents& events, QObject* parent)
    : ListStore(api, events, QLatin1String(kDocuments), {QStringLiteral("knowledge")}, parent) {}

void KnowledgeStore::add(const protocol::KnowledgeRequest& request,
                         QObject* context,
                         Done<protocol::KnowledgeDocument> done) {
  api_.post<protocol::KnowledgeDocument>(QLatin1String(kDocuments), request, context,
                                         std::move(done));
}

void KnowledgeStore::retire(const QString& id,
                            QObject* context,
                            Done<protocol::KnowledgeDocument> done) {
  api_.post<protocol::KnowledgeDocument>(pathOf(id, "/retire"), context, std::move(done));
}

void KnowledgeStore::passages(const QString& id,
                              QObject* context,
                              Done<protocol::Items<protocol::Passage>> done) {
  api_.get<protocol::Items<protocol::Passage>>(pathOf(id, "/passages"), context, std::move(done));
}

void KnowledgeStore::search(const protocol::SearchRequest& request,
                            QObject* context,
                            Done<protocol::SearchAnswer> done) {
  api_.post<protocol::SearchAnswer>(QStringLiteral("/v1/knowledge/search"), request, context,
                                    std::move(done));
}

void KnowledgeStore::check(const protocol::FormularyCheckRequest& request,
                           QObject* context,
                           Done<protocol::FormularyAnswer> done) {
  api_.post<protocol::FormularyAnswer>(QStringLiteral("/v1/knowledge/formulary/check"), request,
                                       context, std::move(done));
}

}  // namespace telesoft::ui
