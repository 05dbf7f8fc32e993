#include "telesoft/deploy/gateway/routes.h"

#include <charconv>
#include <set>

#include "telesoft/base/text.h"
#include "telesoft/store/seal.h"

namespace telesoft::deploy {

using base::ErrorCode;
using base::fail;

namespace {

constexpr int kBuckets = 10000;
const std::string kFirst = "production";  // where several environments could be meant

bool names(const std::shared_ptr<const ServedModel>& model, const std::string& id) {
  return model && !model->modelId.empty() && model->modelId == id;
}

base::Error nothingServed(const Routes& routes, const std::string& environment) {
  std::set<std::string> ids;
  for (const Route& route : routes.list) {
    if (environment.empty() || route.environment == environment) {
      ids.insert(route.service);
      for (const auto& model : {route.stable, route.candidate}) {
        if (model && !model->modelId.empty()) {
          ids.insert(model->modelId);
        }
      }
    }
  }
  return fail(ErrorCode::NotFound, "this model is not served here",
              ids.empty() ? "deploy a model first"
                          : "served are: " +
                                base::join(std::vector<std::string>(ids.begin(), ids.end()), ", "));
}

Choice chosen(const Route& route, Arm arm, std::shared_ptr<const ServedModel> model) {
  return {std::move(model), arm, route.deploymentId, route.environment};
}

/// A version by its id. Where everybody gets it, it answers as its arm; beside another it stays out
/// of the comparison of the arms.
Choice direct(const Route& route, const std::string& id) {
  if (names(route.candidate, id)) {
    return chosen(route, route.percentage >= 100 ? Arm::Candidate : Arm::Direct, route.candidate);
  }
  const bool alone = !route.candidate || route.percentage <= 0;
  return chosen(route, alone ? Arm::Stable : Arm::Direct, route.stable);
}

base::Result<Choice> byArm(const Route& route, const std::string& subject, const std::string& key) {
  const bool isCandidate =
      route.candidate && bucketOf(key, route.salt, subject) < route.percentage * (kBuckets / 100.0);
  const auto& model = isCandidate ? route.candidate : route.stable;
  if (!model) {
    return fail(ErrorCode::Unavailable, "the stable version of this service cannot be served",
                "see the deployment's message");
  }
  return chosen(route, isCandidate ? Arm::Candidate : Arm::Stable, model);
}

}  // namespace

std::string_view nameOf(Arm arm) {
  switch (arm) {
    case Arm::Stable:
      return "stable";
    case Arm::Candidate:
      return "candidate";
    case Arm::Direct:
      return "direct";
  }
  return "unknown";
}

int bucketOf(const std::string& key, const std::string& salt, const std::string& subject) {
  const std::string hash = store::keyedHash(key, salt + "|" + subject);
  std::uint64_t number = 0;
  std::from_chars(hash.data(), hash.data() + 15, number, 16);
  return static_cast<int>(number % kBuckets);
}

base::Result<Choice> choose(const Routes& routes,
                            const protocol::AnalyzeRequest& request,
                            const std::string& subject,
                            const std::string& key) {
  std::vector<const Route*> versions, services;
  std::set<std::string> kinds;
  for (const Route& route : routes.list) {
    if (!request.environment.empty() && route.environment != request.environment) {
      continue;
    }
    auto& list = names(route.stable, request.modelId) || names(route.candidate, request.modelId)
                     ? versions
                     : services;
    if (&list == &services && !request.modelId.empty() && route.service != request.modelId) {
      continue;
    }
    // Production before the others, else in the order of the picture.
    list.insert(route.environment == kFirst ? list.begin() : list.end(), &route);
    kinds.insert(route.service);
  }
  if (!versions.empty()) {
    return direct(*versions.front(), request.modelId);
  }
  if (services.empty()) {
    return nothingServed(routes, request.environment);
  }
  if (kinds.size() > 1) {
    return fail(ErrorCode::Conflict, "several models are served here",
                "name one in modelId: " +
                    base::join(std::vector<std::string>(kinds.begin(), kinds.end()), ", "));
  }
  return byArm(*services.front(), subject, key);
}

}  // namespace telesoft::deploy
