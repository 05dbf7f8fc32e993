#include "telesoft/api/endpoints/endpoint_table.h"

#include "telesoft/api/endpoints/access_endpoints.h"
#include "telesoft/api/endpoints/data_endpoints.h"
#include "telesoft/api/endpoints/diagnostics_endpoints.h"
#include "telesoft/api/endpoints/job_endpoints.h"
#include "telesoft/api/endpoints/knowledge_endpoints.h"
#include "telesoft/api/endpoints/model_endpoints.h"
#include "telesoft/api/endpoints/release_endpoints.h"
#include "telesoft/api/endpoints/review_endpoints.h"
#include "telesoft/api/endpoints/workspace_endpoints.h"

namespace telesoft::api {

std::vector<Endpoint> endpointTable() {
  std::vector<Endpoint> out;
  for (auto& group :
       {workspaceEndpoints(), accessEndpoints(), dataEndpoints(), jobEndpoints(), modelEndpoints(),
        reviewEndpoints(), knowledgeEndpoints(), diagnosticsEndpoints(), releaseEndpoints()}) {
    out.insert(out.end(), group.begin(), group.end());
  }
  return out;
}

}  // namespace telesoft::api
