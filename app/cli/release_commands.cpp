// gates, lineage, approve, deploy, rollout, rollback, deployments: a model's way to its patients.
#include <memory>

#include <fmt/format.h>

#include "telesoft/protocol/access.h"
#include "telesoft/protocol/release.h"
#include "telesoft/protocol/server.h"

#include "command.h"
#include "secret.h"

namespace telesoft::cli {

using protocol::Deployment;

namespace {

std::string share(double percentage) {
  return fmt::format("{:g} %", percentage);
}

void printReport(Output& out, const protocol::ReleaseReport& report) {
  std::vector<std::vector<std::string>> rows;
  for (const protocol::Gate& gate : report.gates) {
    rows.push_back({gate.id, gate.state, gate.statement});
  }
  out.table({"gate", "state", ""}, rows);
  rows.clear();
  for (const protocol::Approval& approval : report.approvals) {
    rows.push_back({approval.id,
                    approval.valid                 ? "valid"
                    : approval.withdrawnAt.empty() ? "not valid"
                                                   : "withdrawn",
                    approval.by, approval.time, approval.reason});
  }
  if (!rows.empty()) {
    out.table({"approval", "state", "by", "at", "reason"}, rows);
  }
  out.line(report.readyForProduction ? "Ready for production." : "Not ready for production.");
  for (const std::string& what : report.waitingFor) {
    out.line("  waits for: " + what);
  }
}

void printDeployment(Output& out, const Deployment& d) {
  out.line(fmt::format("{}: {} is {} in {} at {}; everybody else gets {}", d.id, d.modelId,
                       d.status, d.environment, share(d.rolloutPercentage),
                       d.stableModelId.empty() ? d.service : d.stableModelId));
  for (const std::string& what : d.waitingFor) {
    out.line("  waits for: " + what);
  }
  out.result(base::toJson(d));
}

struct ModelOptions {
  std::string model;
};

base::Status gates(Session& session, const ModelOptions& options) {
  TELESOFT_TRY(api, session.connect());
  TELESOFT_TRY(report,
               api.get<protocol::ReleaseReport>("/v1/models/" + options.model + "/release"));
  printReport(session.out, report);
  session.out.result(base::toJson(report));
  return {};
}

base::Status lineage(Session& session, const ModelOptions& options) {
  TELESOFT_TRY(api, session.connect());
  TELESOFT_TRY(steps, api.get<protocol::Items<protocol::LineageStep>>("/v1/models/" +
                                                                      options.model + "/lineage"));
  std::vector<std::vector<std::string>> rows;
  for (const protocol::LineageStep& step : steps.items) {
    rows.push_back({step.kind, step.id, step.by, step.time, step.sha256.substr(0, 12),
                    step.title.empty() ? step.detail : step.title + ": " + step.detail});
  }
  session.out.table({"step", "id", "by", "at", "sha256", ""}, rows);
  session.out.result(base::toJson(steps));
  return {};
}

struct ApproveOptions {
  protocol::ApprovalRequest request;
  bool fromStdin = false;
};

base::Status approve(Session& session, ApproveOptions options) {
  TELESOFT_TRY(api, session.connect());
  TELESOFT_TRY(report, api.get<protocol::ReleaseReport>("/v1/models/" + options.request.modelId +
                                                        "/release"));
  session.out.line(report.statement);
  options.request.bytesSha256 = report.bytesSha256;
  TELESOFT_TRY(me, api.get<protocol::Me>("/v1/me"));
  if (!me.embedded || options.fromStdin) {
    TELESOFT_TRY(password, readSecret("Password of " + me.name, options.fromStdin));
    options.request.password = std::move(password);
  }
  TELESOFT_TRY(approval, api.post<protocol::Approval>("/v1/approvals", options.request));
  session.out.line(fmt::format("Signed: {} by {} at {}", approval.id, approval.by, approval.time));
  session.out.result(base::toJson(approval));
  return {};
}

struct DeployOptions {
  protocol::DeploymentRequest request;
  bool keep = false;
};

base::Status deploy(Session& session, DeployOptions options) {
  options.request.monitoringSettings.automaticRollback = !options.keep;
  TELESOFT_TRY(api, session.connect());
  TELESOFT_TRY(done, api.post<Deployment>("/v1/deployments", options.request));
  printDeployment(session.out, done);
  return {};
}

struct ChangeOptions {
  std::string id, reason;
  double percentage = 0;
};

base::Status rollout(Session& session, const ChangeOptions& options) {
  TELESOFT_TRY(api, session.connect());
  TELESOFT_TRY(done,
               api.post<Deployment>("/v1/deployments/" + options.id + "/rollout",
                                    protocol::RolloutChange{options.percentage, options.reason}));
  printDeployment(session.out, done);
  return {};
}

base::Status rollback(Session& session, const ChangeOptions& options) {
  TELESOFT_TRY(api, session.connect());
  TELESOFT_TRY(done, api.post<Deployment>("/v1/deployments/" + options.id + "/rollback",
                                          protocol::RollbackRequest{options.reason}));
  printDeployment(session.out, done);
  return {};
}

base::Status listDeployments(Session& session) {
  TELESOFT_TRY(api, session.connect());
  TELESOFT_TRY(all, api.get<protocol::Items<Deployment>>("/v1/deployments"));
  TELESOFT_TRY(alerts, api.get<protocol::Items<protocol::Alert>>("/v1/alerts"));
  std::vector<std::vector<std::string>> rows;
  for (const Deployment& d : all.items) {
    rows.push_back({d.id, d.environment, d.status, share(d.rolloutPercentage), d.modelId,
                    d.stableModelId.empty() ? d.service : d.stableModelId, d.changedAt});
  }
  session.out.table(
      {"deployment", "environment", "status", "share", "model", "others get", "changed"}, rows);
  rows.clear();
  for (const protocol::Alert& alert : alerts.items) {
    if (alert.acknowledgedAt.empty()) {
      rows.push_back({alert.id, alert.severity, alert.deploymentId, alert.time, alert.message});
    }
  }
  if (!rows.empty()) {
    session.out.table({"alert", "severity", "deployment", "at", ""}, rows);
  }
  session.out.result(
      {{"deployments", base::toJson(all.items)}, {"alerts", base::toJson(alerts.items)}});
  return {};
}

void addOfModel(CLI::App& app,
                Action& chosen,
                const std::string& verb,
                const std::string& text,
                base::Status (*run)(Session&, const ModelOptions&)) {
  const auto options = std::make_shared<ModelOptions>();
  CLI::App* command = app.add_subcommand(verb, text);
  command->add_option("model", options->model, "the tuned model")->required();
  command->footer("Example: telesoft " + verb + " md_...");
  command->callback([options, run, &chosen] {
    chosen = [options, run](Session& session) { return run(session, *options); };
  });
}

CLI::App* addChange(CLI::App& app,
                    Action& chosen,
                    const std::string& verb,
                    const std::string& text,
                    base::Status (*run)(Session&, const ChangeOptions&)) {
  const auto options = std::make_shared<ChangeOptions>();
  CLI::App* command = app.add_subcommand(verb, text);
  command->add_option("deployment", options->id, "the deployment")->required();
  if (run == rollout) {
    command->add_option("percent", options->percentage, "of the subjects")
        ->required()
        ->check(CLI::Range(0.0, 100.0));
  }
  command->add_option("--reason", options->reason, "kept in its history");
  command->callback([options, run, &chosen] {
    chosen = [options, run](Session& session) { return run(session, *options); };
  });
  return command;
}

}  // namespace

void addGates(CLI::App& app, Action& chosen) {
  addOfModel(app, chosen, "gates", "show what a model still needs for production", gates);
}

void addLineage(CLI::App& app, Action& chosen) {
  addOfModel(app, chosen, "lineage", "show what a model comes from, step by step", lineage);
}

void addApprove(CLI::App& app, Action& chosen) {
  const auto options = std::make_shared<ApproveOptions>();
  CLI::App* command =
      app.add_subcommand("approve", "sign a model that somebody else has trained for production");
  command->add_option("model", options->request.modelId, "the tuned model")->required();
  command->add_option("--reason", options->request.reason, "why it may be used, 10 characters")
      ->required();
  command->add_option("--meaning", options->request.meaning, "what the signature means")
      ->capture_default_str();
  command->add_flag("--password-stdin", options->fromStdin,
                    "read the password from standard input");
  command->footer("Example: telesoft approve md_... --reason \"checked against the audit sample\"");
  command->callback([options, &chosen] {
    chosen = [options](Session& session) { return approve(session, *options); };
  });
}

void addDeploy(CLI::App& app, Action& chosen) {
  const auto options = std::make_shared<DeployOptions>();
  protocol::DeploymentRequest& request = options->request;
  protocol::MonitoringSettings& settings = request.monitoringSettings;
  CLI::App* command = app.add_subcommand("deploy", "serve a model to a share of the subjects");
  command->add_option("model", request.modelId, "the tuned model")->required();
  command->add_option("--environment", request.environment, "staging or production")
      ->check(CLI::IsMember({"staging", "production"}))
      ->capture_default_str();
  command->add_option("--percent", request.rolloutPercentage, "of the subjects")
      ->check(CLI::Range(0.0, 100.0))
      ->capture_default_str();
  command->add_option("--error-rate", settings.alertThresholds.errorRate, "share of requests")
      ->capture_default_str();
  command->add_option("--latency", settings.alertThresholds.latency, "ms, 99th percentile")
      ->capture_default_str();
  command->add_flag("--no-automatic-rollback", options->keep, "only tell, do not roll back");
  command->footer("Example: telesoft deploy md_... --environment production --percent 10");
  command->callback([options, &chosen] {
    chosen = [options](Session& session) { return deploy(session, *options); };
  });
}

void addRollout(CLI::App& app, Action& chosen) {
  addChange(app, chosen, "rollout", "set a deployment's share of the subjects", rollout)
      ->footer("Example: telesoft rollout dp_... 50 --reason \"no alert for a week\"");
}

void addRollback(CLI::App& app, Action& chosen) {
  addChange(app, chosen, "rollback", "give everybody back to the stable version, at once", rollback)
      ->footer("Example: telesoft rollback dp_... --reason \"complaints from ward 7\"");
}

void addDeployments(CLI::App& app, Action& chosen) {
  CLI::App* command = app.add_subcommand("deployments", "list deployments and open alerts");
  command->footer("Example: telesoft deployments");
  command->callback([&chosen] { chosen = listDeployments; });
}

}  // namespace telesoft::cli
