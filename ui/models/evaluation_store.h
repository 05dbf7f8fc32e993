// Comparisons of tuned models with their base.
#pragma once

#include "telesoft/protocol/evaluation.h"
#include "telesoft/ui/models/list_store.h"

namespace telesoft::ui {

class EvaluationStore : public ListStore<protocol::Evaluation> {
  Q_OBJECT

 public:
  EvaluationStore(ApiClient& api, WorkspaceEvents& events, QObject* parent = nullptr);
  void create(const protocol::EvaluationRequest& request,
              QObject* context,
              Done<protocol::Evaluation> done);
  /// The whole one, with its arms; the list may carry less.
  void evaluation(const QString& id, QObject* context, Done<protocol::Evaluation> done);
  void report(const QString& id, QObject* context, Done<QByteArray> html);
  /// The newest of a model, or null.
  [[nodiscard]] const protocol::Evaluation* newestOf(const std::string& modelId) const;
};

}  // namespace telesoft::ui
