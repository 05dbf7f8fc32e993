// What the endpoints work with: everything of a running server that is not the network.
#pragma once

#include <atomic>
#include <functional>
#include <string>

#include "telesoft/access/api_tokens.h"
#include "telesoft/access/sessions.h"
#include "telesoft/api/events/event_feed.h"
#include "telesoft/api/services/background_tasks.h"
#include "telesoft/api/services/base_model_catalogue.h"
#include "telesoft/api/services/dataset_content.h"
#include "telesoft/api/services/dataset_maker.h"
#include "telesoft/api/services/gateway_service.h"
#include "telesoft/api/services/knowledge_service.h"
#include "telesoft/api/services/release_service.h"
#include "telesoft/api/services/review_service.h"
#include "telesoft/base/log.h"
#include "telesoft/jobs/supervisor.h"
#include "telesoft/store/workspace.h"

namespace telesoft::api {

/// Thread: any.
struct Services {
  store::Workspace& workspace;
  base::Log& log;
  EventFeed& feed;
  BackgroundTasks& tasks;
  ContentCache& contents;
  DatasetMaker& maker;
  const BaseModelCatalogue& baseModels;
  jobs::Supervisor& supervisor;
  GatewayService& gateway;
  ReleaseService& releases;
  ReviewService& reviews;
  KnowledgeService& knowledge;
  access::Accounts& accounts;
  access::Sessions& sessions;
  access::ApiTokens& apiTokens;
  BackgroundTasks& signIns;  // one at a time
  bool embedded;
  std::string version;
  std::function<void()> stopServer;
  std::atomic<std::int64_t> jobsRunning = 0;
  std::atomic<bool> auditVerified = false;
};

}  // namespace telesoft::api
