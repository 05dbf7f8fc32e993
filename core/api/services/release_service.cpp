#include "telesoft/api/services/release_service.h"

#include <algorithm>

#include "telesoft/base/hash.h"
#include "telesoft/base/ids.h"
#include "telesoft/deploy/release/lineage.h"
#include "telesoft/store/seal.h"
#include "telesoft/store/tables/model_table.h"

namespace telesoft::api {

using base::ErrorCode;
using base::fail;
using base::Result;
using base::Status;
using deploy::DeploymentBook;
using protocol::Deployment;
using store::DeploymentRecord;
using store::ReleaseTable;

namespace {

constexpr std::chrono::seconds kBetweenLooks{2};

base::json detailOf(const Deployment& d) {
  return {{"model", d.modelId},
          {"environment", d.environment},
          {"status", d.status},
          {"percentage", d.rolloutPercentage}};
}

}  // namespace

ReleaseService::ReleaseService(ReleaseParts parts)
    : parts_(std::move(parts)),
      records_(parts_.workspace, parts_.feed, parts_.verifyPassword),
      alerts_(parts_.workspace, parts_.feed),
      models_(parts_.workspace, parts_.baseModels, records_.bytes()) {}

deploy::Act ReleaseService::actOf(const std::string& by, const std::string& reason) const {
  return {by, base::toIso8601(parts_.workspace.clock().now()), reason};
}

Status ReleaseService::start() {
  TELESOFT_TRY(before, readAll());
  enforce(before);  // nothing that was altered meanwhile is served for even one request
  std::vector<std::string> live;
  {
    const std::lock_guard lock(changing_);
    TELESOFT_TRY(all, readAll());
    swapRoutes(all);
    for (const DeploymentRecord& record : all) {
      if (deploy::isLive(record.deployment)) {
        live.push_back(record.deployment.id);
      }
    }
  }
  for (const std::string& id : live) {
    parts_.tasks.start("warm " + id, [this, id](const std::stop_token& stop) {
      const auto found =
          stop.stop_requested() ? Result<Deployment>(fail(ErrorCode::Cancelled, "")) : find(id);
      if (const auto warmed = found ? warmArms(*found) : Status(); !warmed) {
        parts_.log.error("deployment " + id + ": " + warmed.error().text());
      }
    });
  }
  watch_ = std::jthread([this](const std::stop_token& stop) { serve(stop); });
  return {};
}

void ReleaseService::stop() {
  watch_.request_stop();
  if (watch_.joinable()) {
    watch_.join();
  }
}

void ReleaseService::serve(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    {
      std::unique_lock lock(waiting_);
      woken_.wait_for(lock, stop, kBetweenLooks, [] { return false; });
    }
    if (!stop.stop_requested()) {
      look();
    }
  }
}

Result<ReleaseService::Records> ReleaseService::readAll() const {
  return parts_.workspace.database().read(
      [](const store::Snapshot& snapshot) { return ReleaseTable::deployments(snapshot); });
}

DeploymentBook ReleaseService::bookOf(const Records& all, const Deployment& like, Ask ask) {
  std::vector<Deployment> own;
  for (const DeploymentRecord& record : all) {
    if (record.deployment.service == like.service &&
        record.deployment.environment == like.environment) {
      own.push_back(record.deployment);
    }
  }
  return {std::move(own), [this, ask, environment = like.environment](const std::string& modelId) {
            if (ask == Ask::ToStart && environment == "production") {
              const auto report = records_.report(modelId);
              return report && report->readyForProduction;
            }
            return records_.objection(modelId, environment).empty();
          }};
}

Status ReleaseService::write(const Change& change, const DeploymentBook& book) {
  return parts_.workspace.database().write([&](store::Transaction& transaction) -> Status {
    for (const Deployment& d : book.all()) {
      if (!book.changed().contains(d.id)) {
        continue;
      }
      const bool isFresh = change.fresh && d.id == change.id;
      TELESOFT_CHECK(isFresh ? ReleaseTable::insertDeployment(
                                   transaction, {d, change.fresh->salt, change.fresh->reference})
                             : ReleaseTable::updateDeployment(transaction, d));
      TELESOFT_CHECK(
          transaction.audit({change.actor, d.id == change.id ? change.action : "deployment.change",
                             d.id, detailOf(d)}));
    }
    return {};
  });
}

Result<Deployment> ReleaseService::apply(const Change& change, const Step& step) {
  const std::lock_guard lock(changing_);
  TELESOFT_TRY(all, readAll());
  Deployment like;
  const auto known = std::find_if(all.begin(), all.end(), [&](const DeploymentRecord& record) {
    return record.deployment.id == change.id;
  });
  if (known == all.end() && !change.fresh) {
    return fail(ErrorCode::NotFound, "there is no such deployment",
                "GET /v1/deployments lists them");
  }
  like = change.fresh ? change.fresh->deployment : known->deployment;
  DeploymentBook book = bookOf(all, like, change.ask);
  TELESOFT_CHECK(step(book));
  if (Status written = write(change, book); !written) {
    if (change.action == "deployment.rollback") {
      cut_.insert(change.id);
      swapRoutes(all);
      parts_.log.error("deployment " + change.id + " is rolled back, but not recorded");
      return fail(written.error().code,
                  "everybody is served by the stable version again, but this could not be "
                  "recorded: " +
                      written.error().message,
                  "make room on the disk and roll it back again before the server is restarted");
    }
    return std::move(written).error();
  }
  cut_.erase(change.id);
  TELESOFT_TRY(after, readAll());
  swapRoutes(after);
  for (const Deployment& d : book.all()) {
    if (book.changed().contains(d.id)) {
      parts_.feed.publish("deployment", d.id, base::toJson(d));
    }
  }
  return *book.find(change.id);
}

Result<Deployment> ReleaseService::shown(Deployment d) {
  if (d.status == "waiting" || (deploy::isLive(d) && d.environment != "production")) {
    TELESOFT_TRY(report, records_.report(d.modelId));
    d.waitingFor = report.waitingFor;
    if (d.environment != "production" && !d.waitingFor.empty()) {
      d.waitingFor.insert(d.waitingFor.begin(), "staging only: production waits for what follows");
    }
    if (d.status == "waiting" && d.waitingFor.empty()) {
      d.waitingFor = {"a rollout: it is approved, and serves once its share is set"};
    }
  }
  return d;
}

Result<std::vector<Deployment>> ReleaseService::deployments() {
  TELESOFT_TRY(all, readAll());
  std::vector<Deployment> out;
  for (auto at = all.rbegin(); at != all.rend(); ++at) {
    TELESOFT_TRY(one, shown(std::move(at->deployment)));
    out.push_back(std::move(one));
  }
  return out;
}

Result<Deployment> ReleaseService::find(const std::string& id) {
  TELESOFT_TRY(record, parts_.workspace.database().read([&](const store::Snapshot& snapshot) {
    return ReleaseTable::findDeployment(snapshot, id);
  }));
  return shown(std::move(record.deployment));
}

Result<std::vector<protocol::LineageStep>> ReleaseService::lineage(
    const std::string& modelId) const {
  return parts_.workspace.database().read(
      [&](const store::Snapshot& snapshot) { return deploy::lineageOf(snapshot, modelId); });
}

/// The candidate and what the others get: before the first request reaches either.
Status ReleaseService::warmArms(const Deployment& deployment) {
  TELESOFT_TRY(candidate, models_.find(deployment.modelId));
  TELESOFT_TRY(stable, deployment.stableModelId.empty() ? models_.baseOf(deployment.modelId)
                                                        : models_.find(deployment.stableModelId));
  TELESOFT_CHECK(parts_.warm(candidate).in("starting the model"));
  TELESOFT_CHECK(parts_.warm(stable).in("starting the stable version"));
  return {};
}

Result<std::string> ReleaseService::sealedReference(const protocol::Model& model,
                                                    const std::string& deploymentId) {
  if (model.trainingData.empty()) {
    return std::string();
  }
  TELESOFT_TRY(content, parts_.contents.content(base::DatasetId(model.trainingData)));
  return store::sealText(parts_.workspace.key(store::Workspace::KeyPurpose::Predictions),
                         deploymentId, base::toJson(referencesOf(content, model.inputs)).dump());
}

Result<Deployment> ReleaseService::deploy(const protocol::DeploymentRequest& request,
                                          const std::string& actor) {
  if (request.environment != "staging" && request.environment != "production") {
    return fail(ErrorCode::InvalidInput, "there is no such environment",
                "give staging or production");
  }
  TELESOFT_TRY(model, parts_.workspace.database().read([&](const store::Snapshot& snapshot) {
    return store::ModelTable::find(snapshot, base::ModelId(request.modelId));
  }));
  DeploymentRecord record;
  Deployment& fresh = record.deployment;
  fresh.id = base::newIdText("dp");
  fresh.modelId = model.id;
  fresh.service = model.baseModel;
  fresh.environment = request.environment;
  fresh.rolloutPercentage = request.rolloutPercentage;
  fresh.monitoringSettings = request.monitoringSettings;
  record.salt = base::toHex(base::randomBytes(16));
  TELESOFT_TRY(reference, sealedReference(model, fresh.id));
  record.reference = std::move(reference);
  const deploy::Act act = actOf(actor, "deployed");
  const Step step = [&](DeploymentBook& book) { return book.request(fresh, act); };
  TELESOFT_TRY(all, readAll());
  DeploymentBook trial = bookOf(all, fresh, Ask::ToStart);
  TELESOFT_CHECK(step(trial));
  if (deploy::isLive(*trial.find(fresh.id))) {
    TELESOFT_CHECK(warmArms(*trial.find(fresh.id)));
  }
  TELESOFT_TRY(done, apply({fresh.id, "deployment.create", actor, Ask::ToStart, record}, step));
  return shown(std::move(done));
}

Result<Deployment> ReleaseService::rollout(const std::string& id,
                                           const protocol::RolloutChange& change,
                                           const std::string& actor) {
  const deploy::Act act = actOf(actor, change.reason.empty() ? "rolled out" : change.reason);
  const Step step = [&](DeploymentBook& book) { return book.rollout(id, change.percentage, act); };
  TELESOFT_TRY(before, find(id));
  if (!deploy::isLive(before) || change.percentage > before.rolloutPercentage) {
    TELESOFT_TRY(all, readAll());
    DeploymentBook trial = bookOf(all, before, Ask::ToStart);
    TELESOFT_CHECK(step(trial));
    TELESOFT_CHECK(warmArms(*trial.find(id)));
  }
  TELESOFT_TRY(done, apply({id, "deployment.rollout", actor, Ask::ToStart}, step));
  return shown(std::move(done));
}

Result<Deployment> ReleaseService::rollback(const std::string& id,
                                            const std::string& reason,
                                            const std::string& actor) {
  const deploy::Act act = actOf(actor, reason.empty() ? "rolled back" : reason);
  TELESOFT_TRY(done, apply({id, "deployment.rollback", actor},
                           [&](DeploymentBook& book) { return book.rollback(id, act); }));
  return shown(std::move(done));
}

Result<Deployment> ReleaseService::end(const std::string& id,
                                       const std::string& reason,
                                       const std::string& actor) {
  const deploy::Act act = actOf(actor, reason.empty() ? "ended" : reason);
  TELESOFT_TRY(done, apply({id, "deployment.end", actor},
                           [&](DeploymentBook& book) { return book.end(id, act); }));
  return shown(std::move(done));
}

Result<protocol::Approval> ReleaseService::withdraw(const std::string& id,
                                                    const protocol::WithdrawRequest& request,
                                                    const access::Principal& who) {
  TELESOFT_TRY(withdrawn, records_.withdraw(id, request, who));
  TELESOFT_TRY(all, readAll());
  enforce(all);
  return withdrawn;
}

}  // namespace telesoft::api
