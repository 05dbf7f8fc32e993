// Tuned models of the workspace, and the base models they can start from.
#pragma once

#include "telesoft/protocol/job.h"
#include "telesoft/ui/models/list_store.h"

namespace telesoft::ui {

class ModelStore : public ListStore<protocol::Model> {
  Q_OBJECT

 public:
  ModelStore(ApiClient& api, WorkspaceEvents& events, QObject* parent = nullptr);
};

class BaseModelStore : public ListStore<protocol::BaseModel> {
  Q_OBJECT

 public:
  BaseModelStore(ApiClient& api, WorkspaceEvents& events, QObject* parent = nullptr);
};

}  // namespace telesoft::ui
