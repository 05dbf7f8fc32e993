// Everything that a panel may know of the open workspace, in one hand.
#pragma once

#include <QObject>

#include "telesoft/ui/client/api_client.h"
#include "telesoft/ui/client/event_stream.h"
#include "telesoft/ui/client/server_connection.h"
#include "telesoft/ui/models/dataset_store.h"
#include "telesoft/ui/models/deployment_store.h"
#include "telesoft/ui/models/evaluation_store.h"
#include "telesoft/ui/models/job_store.h"
#include "telesoft/ui/models/knowledge_store.h"
#include "telesoft/ui/models/me_store.h"
#include "telesoft/ui/models/model_store.h"
#include "telesoft/ui/models/review_store.h"
#include "telesoft/ui/models/split_store.h"
#include "telesoft/ui/models/user_store.h"

namespace telesoft::ui {

/// Lives as long as the main window. Panels hold a reference and ask the stores; they never make a
/// connection of their own.
class Workspace : public QObject {
  Q_OBJECT

 public:
  explicit Workspace(const QString& folder, QObject* parent = nullptr);

  [[nodiscard]] ServerConnection& connection() { return connection_; }
  [[nodiscard]] ApiClient& api() { return api_; }
  [[nodiscard]] WorkspaceEvents& events() { return events_; }
  [[nodiscard]] DatasetStore& datasets() { return datasets_; }
  [[nodiscard]] SplitStore& splits() { return splits_; }
  [[nodiscard]] JobStore& jobs() { return jobs_; }
  [[nodiscard]] ModelStore& models() { return models_; }
  [[nodiscard]] BaseModelStore& baseModels() { return baseModels_; }
  [[nodiscard]] EvaluationStore& evaluations() { return evaluations_; }
  [[nodiscard]] MeStore& me() { return me_; }
  [[nodiscard]] ReviewStore& reviews() { return reviews_; }
  [[nodiscard]] KnowledgeStore& knowledge() { return knowledge_; }
  [[nodiscard]] DeploymentStore& deployments() { return deployments_; }
  [[nodiscard]] AlertStore& alerts() { return alerts_; }
  /// Read by who may: users.manage.
  [[nodiscard]] UserStore& users() { return users_; }
  [[nodiscard]] TokenStore& tokens() { return tokens_; }

 private:
  ServerConnection connection_;
  ApiClient api_;
  WorkspaceEvents events_;
  DatasetStore datasets_;
  SplitStore splits_;
  JobStore jobs_;
  ModelStore models_;
  BaseModelStore baseModels_;
  EvaluationStore evaluations_;
  MeStore me_;
  ReviewStore reviews_;
  KnowledgeStore knowledge_;
  DeploymentStore deployments_;
  AlertStore alerts_;
  UserStore users_;
  TokenStore tokens_;
};

}  // namespace telesoft::ui
