#include "telesoft/deploy/release/approvals.h"

#include <fmt/format.h>

#include "telesoft/base/ids.h"
#include "telesoft/base/text.h"
#include "telesoft/deploy/release/gates.h"
#include "telesoft/store/seal.h"

namespace telesoft::deploy {

using base::ErrorCode;
using base::fail;
using base::Status;
using protocol::Approval;

namespace {

std::size_t characters(std::string_view text) {
  std::size_t count = 0;
  for (std::size_t at = 0; at < text.size(); ++count) {
    static_cast<void>(base::nextCodePoint(text, at));
  }
  return count;
}

std::string figures(const std::vector<protocol::Gate>& gates) {
  for (const protocol::Gate& gate : gates) {
    if (gate.id == "evaluation") {
      return gate.statement;
    }
  }
  return "no figures";
}

Status checkGates(const std::vector<protocol::Gate>& gates) {
  std::vector<std::string> open;
  for (const protocol::Gate& gate : gates) {
    if (gate.state != "holds") {
      open.push_back(gate.id + " (" + gate.state + ")");
    }
  }
  if (open.empty() && !gates.empty()) {
    return {};
  }
  return fail(
      ErrorCode::Conflict,
      "not every gate holds: " + (open.empty() ? "none was computed" : base::join(open, ", ")),
      "GET /v1/models/{id}/release says what each of them is missing");
}

}  // namespace

std::string statementOf(const protocol::Model& model,
                        const std::vector<protocol::Gate>& gates,
                        const std::string& bytesSha256,
                        const std::string& meaning) {
  return fmt::format(
      "Model {} \"{}\", tuned from {}, version {}: {}. Evidence: {}. It may answer for patients at "
      "any share of a rollout, as long as its bytes are these and this signature is not withdrawn.",
      model.id, model.name, model.baseModel, bytesSha256.substr(0, 12), meaning, figures(gates));
}

Status mayApprove(const protocol::ApprovalRequest& request,
                  const protocol::Model& model,
                  const protocol::ReleaseReport& report,
                  const Signer& signer) {
  if (characters(base::trim(request.reason)) < kShortestReason) {
    return fail(ErrorCode::InvalidInput,
                fmt::format("reason has fewer than {} characters", kShortestReason),
                "say in a sentence why the model may be used");
  }
  if (base::trim(request.meaning).empty()) {
    return fail(ErrorCode::InvalidInput, "meaning is empty",
                "say what the signature means, such as \"approved for production\"");
  }
  if (!signer.singlePerson && signer.name == model.createdBy) {
    return fail(ErrorCode::PermissionDenied, "nobody approves a model that they have trained",
                "ask another person who has the permission release.approve");
  }
  if (report.bytesSha256.empty() || request.bytesSha256 != report.bytesSha256) {
    return fail(ErrorCode::Conflict,
                "bytesSha256 is not the hash of the model's files as they are now",
                "read the release report again, and sign what it shows");
  }
  return checkGates(report.gates);
}

Approval approvalOf(const protocol::ApprovalRequest& request,
                    const protocol::ReleaseReport& report,
                    const Signer& signer,
                    const std::string& time) {
  Approval out;
  out.id = base::newIdText("ap");
  out.modelId = request.modelId;
  out.bytesSha256 = report.bytesSha256;
  out.by = signer.name;
  out.displayName = signer.displayName;
  out.meaning = request.meaning;
  out.reason = request.reason;
  out.statement = report.statement;
  if (signer.singlePerson) {
    out.statement +=
        " Signed in the single-person mode: the same person may have trained and approved it.";
  }
  out.time = time;
  out.gates = report.gates;
  out.singlePerson = signer.singlePerson;
  return out;
}

std::string signatureOf(const Approval& approval, const std::string& key) {
  Approval bare = approval;
  bare.signature.clear();
  bare.valid = false;
  return store::keyedHash(
      key, base::toJson(bare).dump(-1, ' ', false, base::json::error_handler_t::replace));
}

bool isValid(const Approval& approval, const std::string& bytesNow, const std::string& key) {
  return approval.withdrawnAt.empty() && !bytesNow.empty() && approval.bytesSha256 == bytesNow &&
         approval.signature == signatureOf(approval, key);
}

}  // namespace telesoft::deploy
