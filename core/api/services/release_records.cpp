#include "telesoft/api/services/release_records.h"

#include <algorithm>

#include "telesoft/base/hash.h"
#include "telesoft/base/text.h"
#include "telesoft/deploy/release/approvals.h"
#include "telesoft/store/tables/dataset_table.h"
#include "telesoft/store/tables/evaluation_table.h"
#include "telesoft/store/tables/job_table.h"
#include "telesoft/store/tables/model_table.h"
#include "telesoft/store/tables/release_table.h"
#include "telesoft/store/tables/split_table.h"

namespace telesoft::api {

using base::ErrorCode;
using base::fail;
using base::Result;
using protocol::Approval;
using protocol::Gate;
using protocol::Model;
using protocol::ReleaseReport;
using store::ReleaseTable;
using store::Snapshot;
using Purpose = store::Workspace::KeyPurpose;

namespace {

/// The split that a dataset is a part of, or was made from a part of; "" for none.
std::string splitOf(const Snapshot& snapshot, std::string dataset) {
  while (!dataset.empty()) {
    const auto part = store::SplitTable::partOf(snapshot, base::DatasetId(dataset));
    if (part) {
      return part->split.text();
    }
    const auto record = store::DatasetTable::find(snapshot, base::DatasetId(dataset));
    dataset = record ? record->dataset.parentId : "";
  }
  return "";
}

Result<deploy::GateInput> readInput(const Snapshot& snapshot, const std::string& modelId) {
  deploy::GateInput out;
  TELESOFT_TRY(model, store::ModelTable::find(snapshot, base::ModelId(modelId)));
  out.model = std::move(model);
  if (!out.model.jobId.empty()) {
    TELESOFT_TRY(record, store::JobTable::find(snapshot, base::JobId(out.model.jobId)));
    out.job = std::move(record.job);
    if (out.model.createdBy.empty()) {  // registered by an earlier version
      out.model.createdBy = out.job->createdBy;
    }
  }
  const std::string split = splitOf(snapshot, out.model.trainingData);
  if (!split.empty()) {
    TELESOFT_TRY(found, store::SplitTable::find(snapshot, base::SplitId(split)));
    out.split = std::move(found);
  }
  out.validationSplit = splitOf(snapshot, out.model.validationData);
  if (!out.model.trainingData.empty()) {
    TELESOFT_TRY(data,
                 store::DatasetTable::find(snapshot, base::DatasetId(out.model.trainingData)));
    out.columns = std::move(data.dataset.columns);
  }
  TELESOFT_TRY(all, store::EvaluationTable::list(snapshot));
  std::copy_if(all.begin(), all.end(), std::back_inserter(out.evaluations),
               [&](const protocol::Evaluation& e) { return e.modelId == modelId; });
  return out;
}

deploy::Signer signerOf(const access::Principal& who) {
  return {who.name, who.displayName.empty() ? who.name : who.displayName,
          who.kind == access::Principal::Kind::Embedded};
}

}  // namespace

std::string ReleaseRecords::bytesOf(const Model& model) {
  return bytes_.hashOf(workspace_.folder() / model.path).value_or("");
}

Result<deploy::GateInput> ReleaseRecords::gateInput(const std::string& modelId) {
  TELESOFT_TRY(input, workspace_.database().read(
                          [&](const Snapshot& snapshot) { return readInput(snapshot, modelId); }));
  input.bytesNow = bytesOf(input.model);
  if (input.split) {
    input.manifestNow =
        base::sha256HexOfFile(workspace_.folder() / "splits" / (input.split->id + ".json"))
            .value_or("");
  }
  return input;
}

Result<ReleaseReport> ReleaseRecords::report(const std::string& modelId) {
  TELESOFT_TRY(input, gateInput(modelId));
  TELESOFT_TRY(signed_, approvals(modelId));
  ReleaseReport out;
  out.modelId = modelId;
  out.bytesSha256 = input.bytesNow;
  out.intact = !input.bytesNow.empty() && input.bytesNow == input.model.bytesSha256;
  out.gates = deploy::gatesOf(input);
  out.approvals = std::move(signed_);
  for (const Gate& gate : out.gates) {
    if (gate.state != "holds") {
      out.waitingFor.push_back(gate.id + " " + gate.state + ": " + gate.statement);
    }
  }
  const bool approved = std::any_of(out.approvals.begin(), out.approvals.end(),
                                    [](const Approval& a) { return a.valid; });
  if (!approved) {
    out.waitingFor.emplace_back("a signature of a person who may approve and has not trained it");
  }
  out.readyForProduction = out.waitingFor.empty();
  out.statement =
      deploy::statementOf(input.model, out.gates, input.bytesNow, "approved for production");
  return out;
}

Result<std::vector<Approval>> ReleaseRecords::approvals(const std::string& modelId) {
  std::map<std::string, std::string> bytes;
  TELESOFT_TRY(all, workspace_.database().read([&](const Snapshot& snapshot) {
    return ReleaseTable::approvals(snapshot, modelId);
  }));
  const std::string key = workspace_.key(Purpose::Signatures);
  for (Approval& approval : all) {
    const auto [known, fresh] = bytes.try_emplace(approval.modelId);
    if (fresh) {
      TELESOFT_TRY(model, workspace_.database().read([&](const Snapshot& snapshot) {
        return store::ModelTable::find(snapshot, base::ModelId(approval.modelId));
      }));
      known->second = bytesOf(model);
    }
    approval.valid = deploy::isValid(approval, known->second, key);
  }
  return all;
}

Result<Approval> ReleaseRecords::approve(const protocol::ApprovalRequest& request,
                                         const access::Principal& who) {
  TELESOFT_TRY(input, gateInput(request.modelId));
  ReleaseReport shown;
  shown.modelId = request.modelId;
  shown.bytesSha256 = input.bytesNow;
  shown.gates = deploy::gatesOf(input);
  shown.statement = deploy::statementOf(input.model, shown.gates, input.bytesNow, request.meaning);
  const deploy::Signer signer = signerOf(who);
  TELESOFT_CHECK(deploy::mayApprove(request, input.model, shown, signer));
  TELESOFT_TRY(isTheirs, verifyPassword_(who, request.password));
  if (!isTheirs) {
    return fail(ErrorCode::InvalidInput, "the password is wrong",
                "give the password of the account that signs");
  }
  Approval approval =
      deploy::approvalOf(request, shown, signer, base::toIso8601(workspace_.clock().now()));
  approval.signature = deploy::signatureOf(approval, workspace_.key(Purpose::Signatures));
  const base::Status stored =
      workspace_.database().write([&](store::Transaction& transaction) -> base::Status {
        TELESOFT_CHECK(ReleaseTable::insertApproval(transaction, approval));
        return transaction.audit({who.name,
                                  "approval.sign",
                                  approval.id,
                                  {{"model", approval.modelId},
                                   {"bytesSha256", approval.bytesSha256},
                                   {"meaning", approval.meaning},
                                   {"singlePerson", approval.singlePerson}}});
      });
  if (!stored) {
    return stored.error();
  }
  approval.valid = true;
  feed_.publish("approval", approval.id, base::toJson(approval));
  return approval;
}

Result<Approval> ReleaseRecords::withdraw(const std::string& id,
                                          const protocol::WithdrawRequest& request,
                                          const access::Principal& who) {
  if (base::trim(request.reason).empty()) {
    return fail(ErrorCode::InvalidInput, "reason is empty", "say why the approval is withdrawn");
  }
  const std::string key = workspace_.key(Purpose::Signatures);
  TELESOFT_TRY(
      approval,
      workspace_.database().write([&](store::Transaction& transaction) -> Result<Approval> {
        TELESOFT_TRY(found, ReleaseTable::findApproval(transaction, id));
        if (!found.withdrawnAt.empty()) {
          return fail(ErrorCode::Conflict, "this approval is withdrawn already");
        }
        const bool fits = found.signature == deploy::signatureOf(found, key);
        found.withdrawnAt = transaction.now();
        found.withdrawnBy = who.name;
        if (fits) {  // one that was altered is not made good by this
          found.signature = deploy::signatureOf(found, key);
        }
        TELESOFT_CHECK(ReleaseTable::updateApproval(transaction, found));
        TELESOFT_CHECK(transaction.audit({who.name,
                                          "approval.withdraw",
                                          id,
                                          {{"model", found.modelId}, {"reason", request.reason}}}));
        return found;
      }));
  feed_.publish("approval", approval.id, base::toJson(approval));
  return approval;
}

std::string ReleaseRecords::objection(const std::string& modelId, const std::string& environment) {
  const auto model = workspace_.database().read([&](const Snapshot& snapshot) {
    return store::ModelTable::find(snapshot, base::ModelId(modelId));
  });
  if (!model) {
    return "there is no such model";
  }
  if (!model->bytesSha256.empty() && bytesOf(*model) != model->bytesSha256) {
    return "its files are not those that were registered";
  }
  if (environment != "production") {
    return "";
  }
  const auto all = approvals(modelId);
  const bool valid =
      all && std::any_of(all->begin(), all->end(), [](const Approval& a) { return a.valid; });
  return valid ? "" : "it has no valid approval";
}

}  // namespace telesoft::api
