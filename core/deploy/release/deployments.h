// What may happen to the deployments of one service in one environment, and what follows.
#pragma once

#include <functional>
#include <set>
#include <string>
#include <vector>

#include "telesoft/base/result.h"
#include "telesoft/protocol/release.h"

namespace telesoft::deploy {

struct Act {
  std::string by, time, reason;
};

/// The deployments of one service in one environment, oldest first. Holds at all times:
///   - live (active or held) are at most a candidate, below 100 %, and a stable one, at 100 %;
///     without a stable one the base itself serves everybody whom no candidate serves
///   - a waiting deployment serves nobody; nothing goes live in production that is not approved
///   - whoever reaches 100 % replaces the stable one before it; whoever is rolled back or ended
///     gives everybody back to the stable one, which was replaced, and is stable again
/// Every change is written into the history of each deployment that it touches.
class DeploymentBook {
 public:
  /// Whether a model may serve here now: in production, whether it is approved and unaltered.
  using MayServe = std::function<bool(const std::string& modelId)>;
  DeploymentBook(std::vector<protocol::Deployment> all, MayServe mayServe)
      : all_(std::move(all)), mayServe_(std::move(mayServe)) {}

  [[nodiscard]] const std::vector<protocol::Deployment>& all() const { return all_; }
  [[nodiscard]] const protocol::Deployment* find(const std::string& id) const;
  [[nodiscard]] const protocol::Deployment* candidate() const;
  [[nodiscard]] const protocol::Deployment* stable() const;
  /// Ids of what changed since the book was opened.
  [[nodiscard]] const std::set<std::string>& changed() const { return changed_; }

  /// Adds it: waiting where the model may not serve here, else active at its percentage in the
  /// place of the candidate before it. Errors: InvalidInput for a share or settings out of range;
  /// Conflict where the model waits or is live here already.
  [[nodiscard]] base::Status request(protocol::Deployment fresh, const Act& act);
  /// Up or down, and out of waiting. Errors: Conflict for what is over, for one that still waits
  /// for its approval, and for raising one that is held; a held one goes on where its share is set
  /// again, or lower.
  [[nodiscard]] base::Status rollout(const std::string& id, double percentage, const Act& act);
  /// Everybody back to the stable version. Errors: Conflict where it serves nobody.
  [[nodiscard]] base::Status rollback(const std::string& id, const Act& act);
  /// The same without a fault; also withdraws one that waits.
  [[nodiscard]] base::Status end(const std::string& id, const Act& act);
  /// Its share stays as it is until a person decides.
  [[nodiscard]] base::Status hold(const std::string& id, const Act& act);

 private:
  [[nodiscard]] protocol::Deployment* at(const std::string& id);
  [[nodiscard]] base::Result<protocol::Deployment*> live(const std::string& id);
  void set(protocol::Deployment& one, const std::string& status, double percentage, const Act& act);
  void goLive(protocol::Deployment& one, double percentage, const Act& act);
  void close(protocol::Deployment& one, const std::string& status, const Act& act);
  [[nodiscard]] std::string bringBack(const protocol::Deployment& leaving, const Act& act);

  std::vector<protocol::Deployment> all_;
  MayServe mayServe_;
  std::set<std::string> changed_;
};

[[nodiscard]] bool isLive(const protocol::Deployment& deployment);
[[nodiscard]] base::Status validate(const protocol::MonitoringSettings& settings);

}  // namespace telesoft::deploy
