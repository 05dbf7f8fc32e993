// init and doctor: the workspace itself, and what could be wrong with it.
#include <memory>

#include "telesoft/base/os/files.h"
#include "telesoft/base/os/paths.h"
#include "telesoft/base/os/subprocess.h"
#include "telesoft/base/text.h"
#include "telesoft/client/embedded_server.h"
#include "telesoft/protocol/server.h"

#include "command.h"

namespace telesoft::cli {

namespace {

base::Status init(Session& session) {
  TELESOFT_TRY(api, session.connect());
  TELESOFT_TRY(health, api.get<protocol::Health>("/v1/health"));
  session.out.line("The workspace is ready: " + session.workspace().string());
  session.out.line("Next: telesoft import FILE, or telesoft demo");
  session.out.result(
      {{"workspace", session.workspace().string()}, {"health", base::toJson(health)}});
  return {};
}

struct Finding {
  std::string what;
  bool well = false;
  std::string told;
};

Finding checkPrograms() {
  Finding finding{"programs", true, ""};
  for (const char* name : {"telesoft-engine", "telesoft-workbench"}) {
    const auto found = base::sisterProgram(name);
    finding.well = finding.well && found.has_value();
    finding.told +=
        std::string(finding.told.empty() ? "" : ", ") + name + (found ? "" : " is missing");
  }
  return finding;
}

Finding checkEngine() {
  const auto engine = base::sisterProgram("telesoft-engine");
  if (!engine) {
    return {"engine", false, engine.error().text()};
  }
  base::Command command;
  command.program = *engine;
  command.arguments = {"--version"};
  const auto finished = base::runToEnd(command);
  const bool well = finished && finished->exitStatus == 0;
  return {"engine", well,
          well ? "starts, with LibTorch"
               : "does not start: LibTorch is missing or broken; run installer/run.sh"};
}

Finding checkResources() {
  const auto found = base::resourcesFolder();
  return {"resources", found.has_value(),
          found ? found->string() : found.error().text() + "; " + found.error().hint};
}

Finding checkSpace(const std::filesystem::path& workspace) {
  std::filesystem::path folder = workspace;
  std::error_code ignored;
  while (!std::filesystem::exists(folder, ignored) && folder.has_parent_path()) {
    folder = folder.parent_path();
  }
  const auto bytes = base::freeBytes(folder);
  if (!bytes) {
    return {"disk", false, bytes.error().text()};
  }
  const auto megabytes = static_cast<std::int64_t>(*bytes / 1000000);
  return {"disk", megabytes > 2000, base::withThousands(megabytes) + " MB free for the workspace"};
}

std::vector<Finding> checkServer(Session& session) {
  auto connected = session.connect();
  if (!connected) {
    return {{"server", false, connected.error().text() + "; " + connected.error().hint}};
  }
  std::vector<Finding> findings = {
      {"server", true, "answers on " + connected->server().host + ":" + connected->server().port}};
  const auto audit = connected->post<protocol::AuditVerification>("/v1/audit/verify");
  findings.push_back(
      {"audit trail", audit && audit->intact,
       audit ? (audit->intact ? "intact, " + base::withThousands(audit->entries) + " entries"
                              : "BROKEN at entry " + std::to_string(audit->firstBroken))
             : audit.error().text()});
  const auto models = connected->get<protocol::Items<protocol::BaseModel>>("/v1/base-models");
  if (!models) {
    findings.push_back({"base models", false, models.error().text()});
    return findings;
  }
  for (const protocol::BaseModel& model : models->items) {
    findings.push_back({"base model", model.available,
                        model.id + (model.available ? "" : " is missing; run installer/run.sh")});
  }
  return findings;
}

base::Status doctor(Session& session) {
  std::vector<Finding> findings = {checkPrograms(), checkEngine(), checkResources(),
                                   checkSpace(session.workspace())};
  const auto more = checkServer(session);
  findings.insert(findings.end(), more.begin(), more.end());
  bool well = true;
  base::json list = base::json::array();
  for (const Finding& finding : findings) {
    well = well && finding.well;
    session.out.line(std::string(finding.well ? "  well   " : "  WRONG  ") + finding.what + ": " +
                     finding.told);
    list.push_back({{"check", finding.what}, {"well", finding.well}, {"message", finding.told}});
  }
  session.out.result({{"well", well}, {"checks", list}});
  if (!well && !session.out.asJson()) {
    return base::fail(base::ErrorCode::Unavailable, "something is wrong, see above");
  }
  return {};
}

}  // namespace

void addInit(CLI::App& app, Action& chosen) {
  CLI::App* command = app.add_subcommand("init", "make a workspace");
  command->footer("Example: telesoft init --workspace ~/cardiology");
  command->callback([&chosen] { chosen = init; });
}

void addDoctor(CLI::App& app, Action& chosen) {
  CLI::App* command =
      app.add_subcommand("doctor", "check programs, models, disk, server and audit trail");
  command->footer("Example: telesoft doctor --json");
  command->callback([&chosen] { chosen = doctor; });
}

}  // namespace telesoft::cli
