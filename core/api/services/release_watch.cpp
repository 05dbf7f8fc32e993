// The looks of the release service at what serves.
#include <algorithm>
#include <cmath>

#include "telesoft/api/services/release_service.h"
#include "telesoft/deploy/release/two_arms.h"
#include "telesoft/store/seal.h"

namespace telesoft::api {

using base::Result;
using deploy::Finding;
using protocol::ArmStatistics;
using protocol::Deployment;
using protocol::DeploymentLive;
using store::DeploymentRecord;
using store::ReleaseTable;

namespace {

constexpr const char* kWatch = "the watch (automatic)";

/// Of those who said something of the arm's answers, how many agreed.
deploy::Share agreeing(const ArmStatistics& arm) {
  const double count = arm.agreement.value * static_cast<double>(arm.agreement.n);
  return {std::isfinite(count) ? std::llround(count) : 0, arm.agreement.n};
}

/// When its share was set to what it is.
std::string sinceWhen(const Deployment& deployment) {
  std::string out = deployment.createdAt;
  for (const protocol::StageChange& change : deployment.history) {
    out = change.from != change.to ? change.time : out;
  }
  return out;
}

}  // namespace

/// What may not serve any more gives its patients back at once.
void ReleaseService::enforce(const Records& all) {
  for (const DeploymentRecord& record : all) {
    const Deployment& d = record.deployment;
    const std::string why = deploy::isLive(d) ? records_.objection(d.modelId, d.environment) : "";
    if (!why.empty()) {
      const Finding finding{"integrity", "rollback", "the model may not serve any more: " + why};
      stopRollout(d, finding);
      tell(d, {finding});
    }
  }
}

void ReleaseService::stopRollout(const Deployment& deployment, const Finding& finding) {
  const auto done = rollback(deployment.id, finding.message, kWatch);
  if (!done) {
    parts_.log.error("deployment " + deployment.id +
                     " was not rolled back in full: " + done.error().text());
  }
}

void ReleaseService::tell(const Deployment& deployment, const std::vector<Finding>& findings) {
  if (const auto told = alerts_.look(deployment, findings, kWatch); !told) {
    parts_.log.error("an alert was not kept: " + told.error().text());
  }
}

void ReleaseService::look() {
  std::set<std::string> cut;
  {
    const std::lock_guard lock(changing_);
    cut = cut_;
  }
  for (const std::string& id : cut) {  // the disk may have room again
    static_cast<void>(rollback(id, "rolled back before it could be recorded", kWatch));
  }
  auto all = readAll();
  if (!all) {
    parts_.log.error("the watch cannot read the deployments: " + all.error().text());
    return;
  }
  enforce(*all);
  all = readAll();
  for (const DeploymentRecord& record : all ? *all : Records()) {
    if (deploy::isLive(record.deployment)) {
      watchOne(record);
    }
  }
}

void ReleaseService::watchOne(const DeploymentRecord& record) {
  const Deployment& d = record.deployment;
  const std::vector<Finding> findings =
      deploy::findingsOf(measure(record), parts_.live.failuresInARow(d.id), d.monitoringSettings,
                         parts_.workspace.clock().steady(), memory_[d.id]);
  std::vector<Finding> told = findings;
  for (Finding& finding : told) {
    if (finding.severity == "rollback" && !d.monitoringSettings.automaticRollback) {
      finding.message += "; automatic rollback is off: roll it back by hand";
    }
  }
  const auto asks = [&](const char* severity) {
    return std::find_if(findings.begin(), findings.end(),
                        [&](const Finding& finding) { return finding.severity == severity; });
  };
  if (asks("rollback") != findings.end() && d.monitoringSettings.automaticRollback) {
    stopRollout(d, *asks("rollback"));
  } else if (asks("hold") != findings.end() && d.status != "held") {
    const deploy::Act act = actOf(kWatch, asks("hold")->message);
    const auto held = apply({d.id, "deployment.hold", kWatch},
                            [&](deploy::DeploymentBook& book) { return book.hold(d.id, act); });
    if (!held) {
      parts_.log.error("deployment " + d.id + " was not held: " + held.error().text());
    }
  }
  tell(d, told);
}

Result<DeploymentLive> ReleaseService::live(const std::string& id) {
  TELESOFT_TRY(record, parts_.workspace.database().read([&](const store::Snapshot& snapshot) {
    return ReleaseTable::findDeployment(snapshot, id);
  }));
  const Deployment& d = record.deployment;
  DeploymentLive out = measure(record);
  deploy::WatchMemory none;  // what has to stand for several windows is told by the alerts
  out.verdict = deploy::isLive(d)
                    ? deploy::verdictOf(out,
                                        deploy::findingsOf(out, parts_.live.failuresInARow(id),
                                                           d.monitoringSettings,
                                                           parts_.workspace.clock().steady(), none),
                                        d.monitoringSettings)
                    : "This deployment is " + d.status + ": " + d.message + ".";
  return out;
}

DeploymentLive ReleaseService::measure(const DeploymentRecord& record) {
  const Deployment& d = record.deployment;
  const base::TimePoint now = parts_.workspace.clock().now();
  DeploymentLive out;
  out.deploymentId = d.id;
  out.updatedAt = base::toIso8601(now);
  out.windowSeconds = d.monitoringSettings.windowSeconds;
  out.window = parts_.live.window(d.id, std::chrono::seconds(out.windowSeconds), now);
  out.total = parts_.live.total(d.id);
  out.minutes = parts_.live.minutes(d.id, now);
  const ArmStatistics stable = deploy::armOf(out.total, "stable");
  const ArmStatistics candidate = deploy::armOf(out.total, "candidate");
  out.errorDifference = deploy::differenceOfShares({candidate.errors, candidate.requests},
                                                   {stable.errors, stable.requests});
  out.agreementDifference = deploy::differenceOfShares(agreeing(candidate), agreeing(stable));
  const std::lock_guard lock(measuring_);
  out.sampleRatioP = sampleRatio(d);
  const std::map<std::string, deploy::FieldSample> inputs = parts_.live.inputs(d.id);
  for (const deploy::FieldReference& reference : referenceOf(record)) {
    const auto found = inputs.find(reference.name);
    out.drift.push_back(
        deploy::driftOf(reference, found == inputs.end() ? deploy::FieldSample() : found->second,
                        d.monitoringSettings.alertThresholds.drift));
  }
  return out;
}

/// Under measuring_. Counts subjects, since one subject's requests all go to one arm; once in ten
/// seconds, since it reads the predictions.
double ReleaseService::sampleRatio(const Deployment& d) {
  if (!deploy::isLive(d) || d.rolloutPercentage <= 0 || d.rolloutPercentage >= 100) {
    return std::numeric_limits<double>::quiet_NaN();
  }
  const std::chrono::milliseconds now = parts_.workspace.clock().steady();
  Ratio& kept = ratios_[d.id];
  const std::string since = sinceWhen(d);
  if (kept.since == since && now - kept.at < std::chrono::seconds(10)) {
    return kept.p;
  }
  const auto subjects = parts_.workspace.database().read([&](const store::Snapshot& snapshot) {
    return ReleaseTable::subjects(snapshot, d.id, since);
  });
  kept = {now, since,
          subjects
              ? deploy::sampleRatioP(subjects->stable, subjects->candidate, d.rolloutPercentage)
              : std::numeric_limits<double>::quiet_NaN()};
  return kept.p;
}

/// Under measuring_.
const std::vector<deploy::FieldReference>& ReleaseService::referenceOf(
    const DeploymentRecord& record) {
  const auto [known, fresh] = references_.try_emplace(record.deployment.id);
  if (fresh && !record.reference.empty()) {
    const auto text =
        store::unsealText(parts_.workspace.key(store::Workspace::KeyPurpose::Predictions),
                          record.deployment.id, record.reference);
    const auto parsed = text ? base::parseJson(*text) : Result<base::json>(text.error());
    auto read = parsed ? base::fromJson<std::vector<deploy::FieldReference>>(*parsed)
                       : Result<std::vector<deploy::FieldReference>>(parsed.error());
    if (read) {
      known->second = *std::move(read);
    } else {
      parts_.log.error("the training inputs of " + record.deployment.id +
                       " cannot be read: " + read.error().text());
    }
  }
  return known->second;
}

}  // namespace telesoft::api
