// From a tuned model to patients and back: gates, signature, rollout, feedback, rollback.
#include <fmt/format.h>

#include "telesoft/base/clock.h"
#include "telesoft/base/hash.h"
#include "telesoft/base/text.h"
#include "telesoft/protocol/release.h"
#include "telesoft/protocol/server.h"
#include "telesoft/store/backup.h"

#include "demo/full_demo.h"

namespace telesoft::cli {

namespace {

constexpr std::int64_t kPatients = 300;
constexpr const char* kService = "telesoft-diagnostic-v2";

void sayGates(DemoRun& run, const protocol::ReleaseReport& report, base::json& into) {
  for (const protocol::Gate& gate : report.gates) {
    run.say(fmt::format("  {}: {}. {}", gate.state, gate.title, gate.statement));
    into[gate.id] = gate.state;
  }
}

base::Result<protocol::Deployment> deploy(DemoRun& run,
                                          const std::string& model,
                                          const std::string& environment,
                                          double percentage) {
  protocol::DeploymentRequest request;
  request.modelId = model;
  request.environment = environment;
  request.rolloutPercentage = percentage;
  return run.api().post<protocol::Deployment>("/v1/deployments", request);
}

base::Status sign(DemoRun& run, const protocol::ReleaseReport& report) {
  protocol::ApprovalRequest request;
  request.modelId = report.modelId;
  request.bytesSha256 = report.bytesSha256;
  request.reason = "The demonstration's gates hold and its evidence was read.";
  TELESOFT_TRY(approval, (run.api().post<protocol::Approval>("/v1/approvals", request)));
  run.say("signed: " + approval.statement);
  return {};
}

base::Result<protocol::Analysis> ask(DemoRun& run,
                                     const std::string& model,
                                     const std::string& subject,
                                     const base::json& data,
                                     bool explain) {
  protocol::AnalyzeRequest request;
  request.patientData = data;
  request.modelId = model;
  request.subject = subject;
  request.explain = explain;
  return run.api().post<protocol::Analysis>("/v1/diagnostics/analyze", request);
}

void sayAnalysis(DemoRun& run, const protocol::Analysis& answer) {
  run.say(fmt::format("  {} ({:.0f} %), {}; receipt {}",
                      answer.findings.empty() ? "-" : answer.findings.front().label,
                      answer.confidence * 100, answer.explanation.text, answer.receipt));
}

struct Traffic {
  std::int64_t stable = 0, candidate = 0, failed = 0;
};

/// Each note as a patient's; the truth comes back as the user's feedback.
base::Result<Traffic> send(DemoRun& run, const std::map<std::string, std::string>& notes) {
  Traffic out;
  std::int64_t number = 0;
  for (const auto& [note, label] : notes) {
    if (++number > kPatients) {
      break;
    }
    auto answer = ask(run, kService, fmt::format("patient-{}", number), {{"note", note}}, false);
    if (!answer) {
      ++out.failed;
      continue;
    }
    ++(answer->arm == "candidate" ? out.candidate : out.stable);
    protocol::FeedbackRequest feedback;
    feedback.agrees = !answer->findings.empty() && answer->findings.front().label == label;
    feedback.label = feedback.agrees ? "" : label;
    TELESOFT_CHECK(run.api().post<protocol::Feedback>(
        "/v1/diagnostics/" + answer->receipt + "/feedback", feedback));
  }
  return out;
}

void sayArms(DemoRun& run, const protocol::DeploymentLive& live, base::json& into) {
  for (const protocol::ArmStatistics& arm : live.total) {
    run.say(fmt::format("  {}: {} answers, {} errors, p99 {:.0f} ms, users agree {}", arm.arm,
                        arm.requests, arm.errors, arm.p99Ms, estimateText(arm.agreement)));
    into[arm.arm] = base::toJson(arm);
  }
  run.say("  " + live.verdict);
}

/// The first row of the test data as patientData, in the model's own fields.
base::Result<base::json> firstPatient(DemoRun& run, const ReleaseStory& story) {
  TELESOFT_TRY(inputs, run.api().get<protocol::Items<protocol::InputField>>(
                           "/v1/models/" + story.model + "/inputs"));
  TELESOFT_TRY(page, run.api().get<protocol::RowPage>("/v1/datasets/" + story.testData +
                                                      "/rows?offset=0&limit=1"));
  base::json out = base::json::object();
  for (const protocol::InputField& field : inputs.items) {
    const auto at = std::find(page.columns.begin(), page.columns.end(), field.name);
    if (at == page.columns.end() || page.rows.empty()) {
      continue;
    }
    const std::string& cell = page.rows[0][static_cast<size_t>(at - page.columns.begin())];
    const auto number = base::toDouble(cell);
    out[field.name] = field.kind == "number" && number ? base::json(*number) : base::json(cell);
  }
  return out;
}

base::Result<double> rollBack(DemoRun& run, const std::string& deployment) {
  const double began = run.seconds();
  protocol::RollbackRequest request;
  request.reason = "To show that it works.";
  TELESOFT_TRY(after, (run.api().post<protocol::Deployment>(
                          "/v1/deployments/" + deployment + "/rollback", request)));
  const double took = run.seconds() - began;
  if (after.status != "rolled_back") {
    return base::fail(base::ErrorCode::Internal, "the deployment was not rolled back");
  }
  TELESOFT_TRY(answer,
               ask(run, kService, "patient-1", {{"note", "a fracture of the wrist"}}, false));
  run.say(fmt::format("rolled back in {:.0f} ms; the next answer comes from the {} version",
                      took * 1000, answer.arm));
  return took;
}

}  // namespace

base::Result<DemoPart> runReleaseDemo(DemoRun& run, const ReleaseStory& story) {
  DemoPart part;
  TELESOFT_TRY(notes, labelsOfNotes(run, story.testData));
  TELESOFT_TRY(report,
               run.api().get<protocol::ReleaseReport>("/v1/models/" + story.model + "/release"));
  run.say("gates of the tuned model:");
  sayGates(run, report, part.json["gates"]);
  TELESOFT_TRY(staging, deploy(run, story.model, "staging", 100));
  run.say("staging: " + staging.status);
  TELESOFT_TRY(first, ask(run, story.model, "patient-1", {{"note", notes.begin()->first}}, true));
  sayAnalysis(run, first);
  TELESOFT_CHECK(sign(run, report));
  TELESOFT_TRY(production, deploy(run, story.model, "production", 20));
  run.say(fmt::format("production: {}, {:.0f} % of the patients", production.status,
                      production.rolloutPercentage));
  TELESOFT_TRY(traffic, send(run, notes));
  run.say(fmt::format("{} patients: {} by the base, {} by the tuned model, {} failed",
                      traffic.stable + traffic.candidate + traffic.failed, traffic.stable,
                      traffic.candidate, traffic.failed));
  TELESOFT_TRY(
      live, run.api().get<protocol::DeploymentLive>("/v1/deployments/" + production.id + "/live"));
  sayArms(run, live, part.json["arms"]);
  TELESOFT_TRY(took, rollBack(run, production.id));
  TELESOFT_TRY(again, deploy(run, story.model, "production", 10));
  run.say(fmt::format("and again at {:.0f} %, for you to explore", again.rolloutPercentage));
  part.json["rollbackMs"] = took * 1000;
  part.json["failed"] = traffic.failed;
  part.json["deployment"] = again.id;
  part.summary.push_back("users agree: " + live.verdict);
  part.summary.push_back(
      fmt::format("rollback took {:.0f} ms; {} requests failed", took * 1000, traffic.failed));
  return part;
}

base::Result<DemoPart> runRefusalDemo(DemoRun& run, const ReleaseStory& story) {
  DemoPart part;
  TELESOFT_TRY(report,
               run.api().get<protocol::ReleaseReport>("/v1/models/" + story.model + "/release"));
  run.say("gates of the risk model:");
  sayGates(run, report, part.json["gates"]);
  protocol::ApprovalRequest request;
  request.modelId = story.model;
  request.bytesSha256 = report.bytesSha256;
  request.reason = "The demonstration tries what must not be possible.";
  const auto refused = run.api().post<protocol::Approval>("/v1/approvals", request);
  if (refused) {
    return base::fail(base::ErrorCode::Internal, "a model whose gates do not hold was approved");
  }
  run.say("production refuses it: " + refused.error().message);
  part.json["refused"] = refused.error().message;
  TELESOFT_TRY(staging, deploy(run, story.model, "staging", 100));
  TELESOFT_TRY(patient, firstPatient(run, story));
  TELESOFT_TRY(answer, ask(run, story.model, "patient-1", patient, true));
  run.say("in staging it answers, with what speaks for and against:");
  sayAnalysis(run, answer);
  part.summary.push_back("production refuses the risk model: " + refused.error().message);
  part.json["staging"] = staging.id;
  return part;
}

base::Result<DemoPart> runSafekeepingDemo(DemoRun& run) {
  DemoPart part;
  TELESOFT_TRY(verified, run.api().post<protocol::AuditVerification>("/v1/audit/verify"));
  run.say(fmt::format("audit trail: {} entries, {}", base::withThousands(verified.entries),
                      verified.intact ? "every one in its place" : "BROKEN"));
  const std::filesystem::path folder = std::filesystem::temp_directory_path() /
                                       ("telesoft-demo-" + base::toHex(base::randomBytes(6)));
  protocol::BackupRequest request;
  request.path = (folder / "backup").string();
  request.passphrase = base::toHex(base::randomBytes(16));
  TELESOFT_TRY(made, (run.api().post<protocol::Backup>("/v1/backups", request)));
  const base::SystemClock clock;
  const auto restored =
      store::restore({folder / "backup", folder / "restored", request.passphrase}, clock);
  std::error_code ignored;
  std::filesystem::remove_all(folder, ignored);
  if (!restored) {
    return restored.error();
  }
  run.say(fmt::format("backup of {} files, {} MB, restored and verified: {} audit entries",
                      made.files, made.bytes / 1000000, restored->auditEntries));
  part.json["auditIntact"] = verified.intact;
  part.json["entries"] = verified.entries;
  part.json["backupFiles"] = made.files;
  part.json["restored"] = restored->auditIntact && restored->filesIntact;
  part.summary.push_back("audit trail intact, backup restored and verified");
  return part;
}

}  // namespace telesoft::cli
