// Whether a model may go into production, and who has signed for it.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "telesoft/access/guard.h"
#include "telesoft/api/events/event_feed.h"
#include "telesoft/deploy/release/gates.h"
#include "telesoft/deploy/release/model_bytes.h"
#include "telesoft/protocol/release.h"
#include "telesoft/store/workspace.h"

namespace telesoft::api {

/// For signatures: whether the password is that of who asks.
using VerifyPassword =
    std::function<base::Result<bool>(const access::Principal& who, std::string_view password)>;

/// Thread: any.
class ReleaseRecords {
 public:
  ReleaseRecords(const store::Workspace& workspace, EventFeed& feed, VerifyPassword verifyPassword)
      : workspace_(workspace),
        feed_(feed),
        verifyPassword_(std::move(verifyPassword)),
        bytes_(workspace.clock()) {}

  [[nodiscard]] base::Result<protocol::ReleaseReport> report(const std::string& modelId);
  [[nodiscard]] base::Result<std::vector<protocol::Approval>> approvals(const std::string& modelId);
  /// Errors: those of deploy::mayApprove(); InvalidInput for a wrong password.
  [[nodiscard]] base::Result<protocol::Approval> approve(const protocol::ApprovalRequest& request,
                                                         const access::Principal& who);
  /// Errors: NotFound; Conflict for one that is withdrawn already.
  [[nodiscard]] base::Result<protocol::Approval> withdraw(const std::string& id,
                                                          const protocol::WithdrawRequest& request,
                                                          const access::Principal& who);

  /// Why a model may not go on serving there; "" where it may. In production it has a valid
  /// approval; everywhere its files are those that were registered.
  [[nodiscard]] std::string objection(const std::string& modelId, const std::string& environment);
  [[nodiscard]] deploy::ModelBytes& bytes() { return bytes_; }

 private:
  [[nodiscard]] base::Result<deploy::GateInput> gateInput(const std::string& modelId);
  [[nodiscard]] std::string bytesOf(const protocol::Model& model);

  const store::Workspace& workspace_;
  EventFeed& feed_;
  VerifyPassword verifyPassword_;
  deploy::ModelBytes bytes_;
};

}  // namespace telesoft::api
