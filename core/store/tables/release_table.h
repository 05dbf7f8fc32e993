// Approvals, deployments and alerts.
#pragma once

#include <string>
#include <vector>

#include "telesoft/protocol/release.h"
#include "telesoft/store/transaction.h"

namespace telesoft::store {

struct DeploymentRecord {
  protocol::Deployment deployment;
  std::string salt;       // of the subjects' assignment; stays while the rollout lasts
  std::string reference;  // sealed: what the inputs looked like in training
};

class ReleaseTable {
 public:
  /// Its model must be there.
  [[nodiscard]] static base::Status insertApproval(Transaction& transaction,
                                                   const protocol::Approval& approval);
  /// Replaces the row; NotFound.
  [[nodiscard]] static base::Status updateApproval(Transaction& transaction,
                                                   const protocol::Approval& approval);
  [[nodiscard]] static base::Result<protocol::Approval> findApproval(const Snapshot& snapshot,
                                                                     const std::string& id);
  /// Newest first; `modelId` "" for all.
  [[nodiscard]] static base::Result<std::vector<protocol::Approval>> approvals(
      const Snapshot& snapshot, const std::string& modelId = "");

  /// Its model must be there.
  [[nodiscard]] static base::Status insertDeployment(Transaction& transaction,
                                                     const DeploymentRecord& record);
  /// Replaces the row, but for salt and reference; NotFound.
  [[nodiscard]] static base::Status updateDeployment(Transaction& transaction,
                                                     const protocol::Deployment& deployment);
  [[nodiscard]] static base::Result<DeploymentRecord> findDeployment(const Snapshot& snapshot,
                                                                     const std::string& id);
  /// Oldest first.
  [[nodiscard]] static base::Result<std::vector<DeploymentRecord>> deployments(
      const Snapshot& snapshot);

  [[nodiscard]] static base::Status insertAlert(Transaction& transaction,
                                                const protocol::Alert& alert);
  [[nodiscard]] static base::Status updateAlert(Transaction& transaction,
                                                const protocol::Alert& alert);
  [[nodiscard]] static base::Result<protocol::Alert> findAlert(const Snapshot& snapshot,
                                                               const std::string& id);
  /// Newest first, 500 at most.
  [[nodiscard]] static base::Result<std::vector<protocol::Alert>> alerts(const Snapshot& snapshot);

  /// The different subjects that each arm of a deployment has answered since a time, of its newest
  /// 20,000 predictions.
  struct Subjects {
    std::int64_t stable = 0, candidate = 0;
  };
  [[nodiscard]] static base::Result<Subjects> subjects(const Snapshot& snapshot,
                                                       const std::string& deploymentId,
                                                       const std::string& since);
};

}  // namespace telesoft::store
