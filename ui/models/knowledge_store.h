// Documents of the knowledge base, and its search.
#pragma once

#include "telesoft/protocol/knowledge.h"
#include "telesoft/ui/models/list_store.h"

namespace telesoft::ui {

class KnowledgeStore : public ListStore<protocol::KnowledgeDocument> {
  Q_OBJECT

 public:
  KnowledgeStore(ApiClient& api, WorkspaceEvents& events, QObject* parent = nullptr);
  void add(const protocol::KnowledgeRequest& request,
           QObject* context,
           Done<protocol::KnowledgeDocument> done);
  void retire(const QString& id, QObject* context, Done<protocol::KnowledgeDocument> done);
  void passages(const QString& id, QObject* context, Done<protocol::Items<protocol::Passage>> done);
  void search(const protocol::SearchRequest& request,
              QObject* context,
              Done<protocol::SearchAnswer> done);
  void check(const protocol::FormularyCheckRequest& request,
             QObject* context,
             Done<protocol::FormularyAnswer> done);
};

}  // namespace telesoft::ui
