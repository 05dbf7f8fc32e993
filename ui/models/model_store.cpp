#include "telesoft/ui/models/model_store.h"

namespace telesoft::ui {

ModelStore::ModelStore(ApiClient& api, WorkspaceEvents& events, QObject* parent)
    : ListStore(api, events, QStringLiteral("/v1/models"), {QStringLiteral("model")}, parent) {}

BaseModelStore::BaseModelStore(ApiClient& api, WorkspaceEvents& events, QObject* parent)
    : ListStore(api, events, QStringLiteral("/v1/base-models"), {}, parent) {}

}  // namespace telesoft::ui
