// The routes that follow from the deployments.
#include <algorithm>

#include "telesoft/api/services/release_service.h"

namespace telesoft::api {

using deploy::DeploymentBook;
using protocol::Deployment;
using store::DeploymentRecord;

namespace {

std::string saltOf(const std::vector<DeploymentRecord>& all, const std::string& id) {
  const auto found = std::find_if(all.begin(), all.end(), [&](const DeploymentRecord& record) {
    return record.deployment.id == id;
  });
  return found == all.end() ? "" : found->salt;
}

/// The one that served last, where none does now; nullptr where none ever has.
const Deployment* lastServed(const DeploymentBook& book) {
  const Deployment* out = nullptr;
  for (const Deployment& d : book.all()) {
    const bool served = std::any_of(d.history.begin(), d.history.end(),
                                    [](const auto& change) { return change.status == "active"; });
    if (served && (out == nullptr || d.changedAt >= out->changedAt)) {
      out = &d;
    }
  }
  return out;
}

}  // namespace

ServedModels::Served ReleaseService::servedOrNone(const std::string& modelId) {
  auto found = models_.find(modelId);
  if (!found) {
    parts_.log.error("model " + modelId + " cannot be served: " + found.error().text());
    return nullptr;
  }
  return *std::move(found);
}

std::optional<deploy::Route> ReleaseService::routeOf(const DeploymentBook& book,
                                                     const Records& all) {
  const Deployment* candidate = book.candidate();
  const Deployment* stable = book.stable();
  const Deployment* shown = candidate != nullptr ? candidate : stable;
  const Deployment* any = shown != nullptr ? shown : lastServed(book);
  if (any == nullptr) {
    return std::nullopt;
  }
  const std::string before = candidate != nullptr ? (stable == nullptr ? "" : stable->modelId)
                             : stable != nullptr  ? stable->stableModelId
                                                  : "";
  deploy::Route route;
  route.service = any->service;
  route.environment = any->environment;
  route.latencyLimitMs = any->monitoringSettings.alertThresholds.latency;
  if (before.empty()) {
    auto base = models_.baseOf(any->modelId);
    route.stable = base ? *std::move(base) : nullptr;
  } else {
    route.stable = servedOrNone(before);
  }
  if (shown != nullptr) {
    route.deploymentId = shown->id;
    route.candidate = servedOrNone(shown->modelId);
    route.percentage = shown->rolloutPercentage;
    route.salt = saltOf(all, shown->id);
  }
  if (!route.stable) {  // a base that is not on this machine: nobody but the candidate can answer
    route.stable = route.candidate;
  }
  return route.stable ? std::optional(std::move(route)) : std::nullopt;
}

/// Under changing_.
void ReleaseService::swapRoutes(const Records& all) {
  deploy::Routes routes;
  std::set<std::pair<std::string, std::string>> done;
  for (const DeploymentRecord& record : all) {
    const Deployment& d = record.deployment;
    if (!done.emplace(d.service, d.environment).second) {
      continue;
    }
    DeploymentBook book = bookOf(all, d, Ask::ToStay);
    for (const std::string& id : cut_) {
      if (const Deployment* cut = book.find(id); cut != nullptr && deploy::isLive(*cut)) {
        static_cast<void>(book.rollback(id, actOf("", "")));
      }
    }
    if (auto route = routeOf(book, all)) {
      routes.list.push_back(*std::move(route));
    }
  }
  parts_.setRoutes(std::move(routes));
}

}  // namespace telesoft::api
