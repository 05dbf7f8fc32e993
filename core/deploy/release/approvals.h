// Signatures under a model: what is signed, by whom it may be, and whether it still counts.
#pragma once

#include <string>

#include "telesoft/protocol/job.h"
#include "telesoft/protocol/release.h"

namespace telesoft::deploy {

/// Characters of a reason at least.
inline constexpr std::size_t kShortestReason = 10;

struct Signer {
  std::string name;  // as the audit trail names them
  std::string displayName;
  bool singlePerson = false;  // the embedded mode: one person holds all roles
};

/// What an approver is shown and signs: model, version, figures, meaning.
[[nodiscard]] std::string statementOf(const protocol::Model& model,
                                      const std::vector<protocol::Gate>& gates,
                                      const std::string& bytesSha256,
                                      const std::string& meaning);

/// Errors: InvalidInput for a reason that is too short or a meaning that is empty; Conflict where
/// the bytes are not those that were shown, or where gates do not hold, naming them;
/// PermissionDenied for the person who has trained it, except in the single-person mode.
[[nodiscard]] base::Status mayApprove(const protocol::ApprovalRequest& request,
                                      const protocol::Model& model,
                                      const protocol::ReleaseReport& report,
                                      const Signer& signer);

/// Unsigned, with everything that is signed.
[[nodiscard]] protocol::Approval approvalOf(const protocol::ApprovalRequest& request,
                                            const protocol::ReleaseReport& report,
                                            const Signer& signer,
                                            const std::string& time);

/// HMAC-SHA-256 over every field but the signature and `valid`; `key`: 32 bytes of the workspace.
[[nodiscard]] std::string signatureOf(const protocol::Approval& approval, const std::string& key);
/// The signature fits, the bytes are those that were signed, and it was not withdrawn.
[[nodiscard]] bool isValid(const protocol::Approval& approval,
                           const std::string& bytesNow,
                           const std::string& key);

}  // namespace telesoft::deploy
