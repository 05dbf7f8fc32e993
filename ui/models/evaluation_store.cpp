#include "telesoft/ui/models/evaluation_store.h"

namespace telesoft::ui {

EvaluationStore::EvaluationStore(ApiClient& api, WorkspaceEvents& events, QObject* parent)
    : ListStore(
          api, events, QStringLiteral("/v1/evaluations"), {QStringLiteral("evaluation")}, parent) {}

void EvaluationStore::create(const protocol::EvaluationRequest& request,
                             QObject* context,
                             Done<protocol::Evaluation> done) {
  api_.post<protocol::Evaluation>(QStringLiteral("/v1/evaluations"), request, context,
                                  std::move(done));
}

void EvaluationStore::evaluation(const QString& id,
                                 QObject* context,
                                 Done<protocol::Evaluation> done) {
  api_.get<protocol::Evaluation>(QStringLiteral("/v1/evaluations/") + id, context, std::move(done));
}

void EvaluationStore::report(const QString& id, QObject* context, Done<QByteArray> html) {
  api_.getText(QStringLiteral("/v1/evaluations/") + id + QStringLiteral("/report"), context,
               std::move(html));
}

const protocol::Evaluation* EvaluationStore::newestOf(const std::string& modelId) const {
  for (const protocol::Evaluation& evaluation : items()) {  // the newest come first
    if (evaluation.modelId == modelId) {
      return &evaluation;
    }
  }
  return nullptr;
}

}  // namespace telesoft::ui
