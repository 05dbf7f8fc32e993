#include "telesoft/deploy/release/deployments.h"

#include <algorithm>
#include <cmath>

namespace telesoft::deploy {

using base::ErrorCode;
using base::fail;
using base::Status;
using protocol::Deployment;

namespace {

constexpr double kAll = 100;

Status checkShare(double percentage) {
  if (std::isfinite(percentage) && percentage >= 0 && percentage <= kAll) {
    return {};
  }
  return fail(ErrorCode::InvalidInput, "the share of subjects is outside of 0 to 100 per cent",
              "give a number such as 25");
}

base::Error outOfRange(const std::string& key, const std::string& range) {
  return fail(ErrorCode::InvalidInput, "monitoringSettings." + key + " is outside of its range",
              "give " + range);
}

bool within(double value, double above, double most) {
  return std::isfinite(value) && value > above && value <= most;
}

}  // namespace

bool isLive(const Deployment& deployment) {
  return deployment.status == "active" || deployment.status == "held";
}

Status validate(const protocol::MonitoringSettings& settings) {
  const protocol::AlertThresholds& t = settings.alertThresholds;
  if (!within(t.errorRate, 0, 1)) {
    return outOfRange("alertThresholds.errorRate", "a share of requests such as 0.05");
  }
  if (!within(t.latency, 0, 3.6e6)) {
    return outOfRange("alertThresholds.latency", "milliseconds such as 500");
  }
  if (!within(t.drift, 0, 100)) {
    return outOfRange("alertThresholds.drift", "a population stability index such as 0.25");
  }
  if (!within(t.outcome, 0, 1)) {
    return outOfRange("alertThresholds.outcome", "a share of feedback such as 0.05");
  }
  if (settings.windowSeconds < 5 || settings.windowSeconds > 3600) {
    return outOfRange("windowSeconds", "5 to 3600");
  }
  if (settings.minimumRequests < 1 || settings.minimumRequests > 1000000) {
    return outOfRange("minimumRequests", "1 to 1000000");
  }
  return {};
}

Deployment* DeploymentBook::at(const std::string& id) {
  const auto found =
      std::find_if(all_.begin(), all_.end(), [&](const Deployment& d) { return d.id == id; });
  return found == all_.end() ? nullptr : &*found;
}

const Deployment* DeploymentBook::find(const std::string& id) const {
  return const_cast<DeploymentBook*>(this)->at(id);
}

const Deployment* DeploymentBook::candidate() const {
  const auto found = std::find_if(all_.begin(), all_.end(), [](const Deployment& d) {
    return isLive(d) && d.rolloutPercentage < kAll;
  });
  return found == all_.end() ? nullptr : &*found;
}

const Deployment* DeploymentBook::stable() const {
  const auto found = std::find_if(all_.begin(), all_.end(), [](const Deployment& d) {
    return isLive(d) && d.rolloutPercentage >= kAll;
  });
  return found == all_.end() ? nullptr : &*found;
}

base::Result<Deployment*> DeploymentBook::live(const std::string& id) {
  Deployment* found = at(id);
  if (found == nullptr) {
    return fail(ErrorCode::NotFound, "there is no such deployment here");
  }
  if (!isLive(*found)) {
    return fail(ErrorCode::Conflict,
                "this deployment is " + found->status + " and answers for nobody",
                found->status == "waiting" ? "end it, or roll it out once it is approved"
                                           : "deploy the model again");
  }
  return found;
}

void DeploymentBook::set(Deployment& one,
                         const std::string& status,
                         double percentage,
                         const Act& act) {
  one.history.push_back({act.time, act.by, act.reason, one.rolloutPercentage, percentage, status});
  one.status = status;
  one.rolloutPercentage = percentage;
  one.message = act.reason;
  one.changedAt = act.time;
  changed_.insert(one.id);
}

void DeploymentBook::goLive(Deployment& one, double percentage, const Act& act) {
  const Act replacedBy{act.by, act.time, "replaced by " + one.id};
  const Deployment* before = stable();
  if (!isLive(one)) {
    one.stableModelId = before == nullptr ? "" : before->modelId;
  }
  for (Deployment& other : all_) {
    const bool staysBeside = percentage < kAll && other.rolloutPercentage >= kAll;
    if (other.id != one.id && isLive(other) && !staysBeside) {
      set(other, "replaced", other.rolloutPercentage, replacedBy);
    }
  }
  one.waitingFor.clear();
  set(one, "active", percentage, act);
}

Status DeploymentBook::request(Deployment fresh, const Act& act) {
  TELESOFT_CHECK(checkShare(fresh.rolloutPercentage));
  TELESOFT_CHECK(validate(fresh.monitoringSettings));
  for (const Deployment& other : all_) {
    if (other.modelId == fresh.modelId && (isLive(other) || other.status == "waiting")) {
      return fail(ErrorCode::Conflict,
                  "this model is " + other.status + " here already, as deployment " + other.id,
                  "change its share with rollout");
    }
  }
  const double percentage = fresh.rolloutPercentage;
  fresh.history.clear();
  fresh.createdBy = act.by;
  fresh.createdAt = act.time;
  if (!mayServe_(fresh.modelId)) {
    all_.push_back(std::move(fresh));
    set(all_.back(), "waiting", percentage, act);
    all_.back().history.back().from = 0;
    return {};
  }
  fresh.rolloutPercentage = 0;
  all_.push_back(std::move(fresh));
  goLive(all_.back(), percentage, act);
  return {};
}

Status DeploymentBook::rollout(const std::string& id, double percentage, const Act& act) {
  TELESOFT_CHECK(checkShare(percentage));
  Deployment* one = at(id);
  if (one != nullptr && one->status == "waiting") {
    if (!mayServe_(one->modelId)) {
      return fail(ErrorCode::Conflict, "the model has no valid approval for production",
                  "it is rolled out once a person who may approve has signed it");
    }
    one->rolloutPercentage = 0;
    goLive(*one, percentage, act);
    return {};
  }
  TELESOFT_TRY(found, live(id));
  if (percentage > found->rolloutPercentage && !mayServe_(found->modelId)) {
    return fail(ErrorCode::Conflict,
                "the model may not answer for more patients: it has no valid approval, or a gate "
                "holds no more",
                "its release report says why; lower its share, or roll it back");
  }
  if (found->status == "held" && percentage > found->rolloutPercentage) {
    return fail(ErrorCode::Conflict, "this rollout is held: its share is not raised",
                "look at its alerts; it goes on once its share is set again as it is, or lower");
  }
  const bool isStable = found->rolloutPercentage >= kAll;
  if (isStable && percentage >= kAll) {
    set(*found, "active", percentage, act);
    return {};
  }
  if (isStable && candidate() != nullptr) {
    return fail(ErrorCode::Conflict,
                "another rollout, " + candidate()->id + ", runs beside this stable version",
                "end that one first, or roll this one back");
  }
  if (isStable) {
    found->stableModelId =
        bringBack(*found, {act.by, act.time, "stable again, as " + id + " is below 100 %"});
    set(*found, "active", percentage, act);
    return {};
  }
  goLive(*found, percentage, act);
  return {};
}

/// Makes the version before `leaving` stable again: the newest that was replaced at 100 %, or what
/// that one had replaced where it may not serve any more. Gives its model; "" for the base itself.
std::string DeploymentBook::bringBack(const Deployment& leaving, const Act& act) {
  std::string wanted = leaving.stableModelId;
  std::set<std::string> seen = {leaving.modelId};
  while (!wanted.empty() && seen.insert(wanted).second) {
    const auto before = std::find_if(all_.rbegin(), all_.rend(), [&](const Deployment& d) {
      return d.modelId == wanted && d.status == "replaced" && d.rolloutPercentage >= kAll;
    });
    if (before == all_.rend()) {
      break;
    }
    if (mayServe_(wanted)) {
      set(*before, "active", kAll, act);
      return wanted;
    }
    wanted = before->stableModelId;
  }
  return "";
}

void DeploymentBook::close(Deployment& one, const std::string& status, const Act& act) {
  const bool wasStable = isLive(one) && one.rolloutPercentage >= kAll;
  set(one, status, 0, act);
  if (!wasStable) {
    return;
  }
  one.stableModelId =
      bringBack(one, {act.by, act.time, "stable again, as " + one.id + " is " + status});
  for (Deployment& other : all_) {
    if (isLive(other) && other.rolloutPercentage < kAll) {
      other.stableModelId = one.stableModelId;
      changed_.insert(other.id);
    }
  }
}

Status DeploymentBook::rollback(const std::string& id, const Act& act) {
  TELESOFT_TRY(one, live(id));
  close(*one, "rolled_back", act);
  return {};
}

Status DeploymentBook::end(const std::string& id, const Act& act) {
  if (Deployment* one = at(id); one != nullptr && one->status == "waiting") {
    one->waitingFor.clear();
    set(*one, "ended", 0, act);
    return {};
  }
  TELESOFT_TRY(one, live(id));
  close(*one, "ended", act);
  return {};
}

Status DeploymentBook::hold(const std::string& id, const Act& act) {
  TELESOFT_TRY(one, live(id));
  if (one->status != "held") {
    set(*one, "held", one->rolloutPercentage, act);
  }
  return {};
}

}  // namespace telesoft::deploy
