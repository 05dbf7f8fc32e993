// Knowledge-base jobs: the passages of documents are handed to the engine, which makes an index of
// vectors: a model that is its base and that index.
#pragma once

#include "telesoft/api/services/services.h"

namespace telesoft::api {

/// Without documents in the request, all that are ready and valid now. trainingData, where it is
/// given, tells the classes and their descriptions.
/// Errors: InvalidInput for a base model that reads no texts, and where there is no passage;
/// Conflict for a document that is not ready.
[[nodiscard]] base::Result<protocol::Job> createIndexJob(Services& services,
                                                         protocol::JobRequest request,
                                                         const std::string& actor);

}  // namespace telesoft::api
