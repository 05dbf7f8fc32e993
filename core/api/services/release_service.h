// Releases: who is served by which version of which model, and how that changes.
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "telesoft/api/services/alert_book.h"
#include "telesoft/api/services/background_tasks.h"
#include "telesoft/api/services/release_records.h"
#include "telesoft/api/services/served_models.h"
#include "telesoft/api/services/training_inputs.h"
#include "telesoft/base/log.h"
#include "telesoft/deploy/gateway/live_statistics.h"
#include "telesoft/deploy/release/deployments.h"
#include "telesoft/protocol/release.h"
#include "telesoft/protocol/worker.h"
#include "telesoft/store/tables/release_table.h"

namespace telesoft::api {

/// What it works with. `setRoutes` swaps the gateway's picture at once, with requests in flight
/// served by the one before; `warm` starts a model's worker.
struct ReleaseParts {
  store::Workspace& workspace;
  base::Log& log;
  EventFeed& feed;
  BackgroundTasks& tasks;
  ContentCache& contents;
  const BaseModelCatalogue& baseModels;
  deploy::LiveStatistics& live;
  std::function<void(deploy::Routes)> setRoutes;
  std::function<base::Result<protocol::WorkerHello>(const ServedModels::Served&)> warm;
  VerifyPassword verifyPassword;
};

/// Every change is one transaction with its audit rows and one swap of the routes. Thread: any.
class ReleaseService {
 public:
  explicit ReleaseService(ReleaseParts parts);
  ~ReleaseService() { stop(); }
  ReleaseService(const ReleaseService&) = delete;
  ReleaseService& operator=(const ReleaseService&) = delete;

  /// Takes the deployments up as they were, starts their workers beside, and begins to watch.
  [[nodiscard]] base::Status start();
  void stop();

  [[nodiscard]] ReleaseRecords& records() { return records_; }
  [[nodiscard]] AlertBook& alerts() { return alerts_; }
  /// A tuned model or a base model by its id, as it is served.
  [[nodiscard]] base::Result<ServedModels::Served> served(const std::string& id) {
    return models_.find(id);
  }

  [[nodiscard]] base::Result<std::vector<protocol::LineageStep>> lineage(
      const std::string& modelId) const;
  /// Newest first.
  [[nodiscard]] base::Result<std::vector<protocol::Deployment>> deployments();
  [[nodiscard]] base::Result<protocol::Deployment> find(const std::string& id);
  [[nodiscard]] base::Result<protocol::DeploymentLive> live(const std::string& id);

  /// The candidate's worker runs before it gets a request. In production, what is not ready waits.
  [[nodiscard]] base::Result<protocol::Deployment> deploy(
      const protocol::DeploymentRequest& request, const std::string& actor);
  [[nodiscard]] base::Result<protocol::Deployment> rollout(const std::string& id,
                                                           const protocol::RolloutChange& change,
                                                           const std::string& actor);
  /// Where nothing can be written, such as on a full disk, everybody still goes back to the stable
  /// version until the server ends, and the error says so.
  [[nodiscard]] base::Result<protocol::Deployment> rollback(const std::string& id,
                                                            const std::string& reason,
                                                            const std::string& actor);
  [[nodiscard]] base::Result<protocol::Deployment> end(const std::string& id,
                                                       const std::string& reason,
                                                       const std::string& actor);
  [[nodiscard]] base::Result<protocol::Approval> withdraw(const std::string& id,
                                                          const protocol::WithdrawRequest& request,
                                                          const access::Principal& who);
  /// One look of the watch: what may no longer serve, and what the rules say of the rest.
  void look();

 private:
  using Records = std::vector<store::DeploymentRecord>;
  using Step = std::function<base::Status(deploy::DeploymentBook&)>;
  /// Going live asks for every gate and a signature, staying live for the signature.
  enum class Ask { ToStart, ToStay };
  struct Change {
    std::string id;
    std::string action;  // of the audit row
    std::string actor;
    Ask ask = Ask::ToStay;
    std::optional<store::DeploymentRecord> fresh = {};
  };

  [[nodiscard]] base::Result<Records> readAll() const;
  [[nodiscard]] deploy::DeploymentBook bookOf(const Records& all,
                                              const protocol::Deployment& like,
                                              Ask ask);
  [[nodiscard]] base::Result<protocol::Deployment> apply(const Change& change, const Step& step);
  [[nodiscard]] base::Status write(const Change& change, const deploy::DeploymentBook& book);
  [[nodiscard]] base::Result<protocol::Deployment> shown(protocol::Deployment deployment);
  [[nodiscard]] base::Status warmArms(const protocol::Deployment& deployment);
  [[nodiscard]] base::Result<std::string> sealedReference(const protocol::Model& model,
                                                          const std::string& deploymentId);
  [[nodiscard]] const std::vector<deploy::FieldReference>& referenceOf(
      const store::DeploymentRecord& record);
  [[nodiscard]] double sampleRatio(const protocol::Deployment& deployment);

  void swapRoutes(const Records& all);
  [[nodiscard]] std::optional<deploy::Route> routeOf(const deploy::DeploymentBook& book,
                                                     const Records& all);
  [[nodiscard]] ServedModels::Served servedOrNone(const std::string& modelId);

  void enforce(const Records& all);
  void watchOne(const store::DeploymentRecord& record);
  [[nodiscard]] protocol::DeploymentLive measure(const store::DeploymentRecord& record);
  void stopRollout(const protocol::Deployment& deployment, const deploy::Finding& finding);
  void tell(const protocol::Deployment& deployment, const std::vector<deploy::Finding>& findings);
  void serve(const std::stop_token& stop);
  [[nodiscard]] deploy::Act actOf(const std::string& by, const std::string& reason) const;

  ReleaseParts parts_;
  ReleaseRecords records_;
  AlertBook alerts_;
  ServedModels models_;
  std::mutex changing_;        // one change at a time, from reading to the swap
  std::set<std::string> cut_;  // rolled back without its record; under changing_
  std::mutex measuring_;
  std::map<std::string, std::vector<deploy::FieldReference>> references_;
  struct Ratio {
    std::chrono::milliseconds at{0};
    std::string since;
    double p = std::numeric_limits<double>::quiet_NaN();
  };
  std::map<std::string, Ratio> ratios_;
  std::map<std::string, deploy::WatchMemory> memory_;  // of the watch
  std::mutex waiting_;
  std::condition_variable_any woken_;
  std::jthread watch_;
};

}  // namespace telesoft::api
