// Reviews and the knowledge base through the gateway's workers.
#pragma once

#include "telesoft/api/services/gateway_service.h"
#include "telesoft/api/services/knowledge_service.h"
#include "telesoft/api/services/review_models.h"

namespace telesoft::api {

/// What is not set in `given` is asked of `gateway`, which must outlive it.
[[nodiscard]] ReviewModels throughWorkers(ReviewModels given, GatewayService& gateway);

/// Search by meaning through the gateway's workers, and citations in the gateway's answers. Each
/// must outlive the other's last request.
void connectKnowledge(KnowledgeService& knowledge, GatewayService& gateway);

}  // namespace telesoft::api
