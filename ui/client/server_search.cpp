#include "telesoft/ui/client/server_search.h"

#include <system_error>

#include "telesoft/base/os/files.h"
#include "telesoft/base/os/lock_file.h"
#include "telesoft/base/os/paths.h"
#include "telesoft/base/os/subprocess.h"

namespace telesoft::ui {

namespace {

constexpr std::uint64_t kMostBytes = 1U << 16U;
constexpr size_t kTailBytes = 600;

std::filesystem::path startLog(const std::filesystem::path& workspace) {
  return workspace / "logs" / "server-start.log";
}

}  // namespace

ServerTrace lookForServer(const std::filesystem::path& workspace) {
  ServerTrace trace;
  trace.lockHeld = base::LockFile::isHeld(workspace / "server.lock");
  if (!trace.lockHeld) {
    return trace;
  }
  const auto text = base::readFile(workspace / "server.json", kMostBytes);
  const auto parsed = text ? base::parseJson(*text) : base::Result<base::json>(text.error());
  if (parsed) {
    if (auto info = base::fromJson<protocol::ServerInfo>(*parsed)) {
      trace.info = *std::move(info);
    }
  }
  return trace;
}

base::Result<int> startServer(const std::filesystem::path& workspace,
                              const std::filesystem::path& program) {
  base::Command command;
  command.program = program;
  if (program.empty()) {
    TELESOFT_TRY(sister, base::sisterProgram("telesoft"));
    command.program = sister;
  }
  std::error_code ignored;
  if (!std::filesystem::exists(command.program, ignored)) {
    return base::fail(base::ErrorCode::NotFound, "the server program `telesoft` is not there",
                      "install the workbench again, or build the target `telesoft`");
  }
  TELESOFT_CHECK(base::makePrivateFolder(workspace).in("opening the workspace"));
  TELESOFT_CHECK(base::makePrivateFolder(workspace / "logs"));
  command.arguments = {"serve", "--workspace", std::filesystem::absolute(workspace).string()};
  command.standardError = startLog(workspace);
  std::filesystem::remove(command.standardError, ignored);
  return base::startDetached(command);
}

std::string startLogTail(const std::filesystem::path& workspace) {
  const auto text = base::readFile(startLog(workspace), 1U << 20U);
  if (!text) {
    return {};
  }
  return text->size() > kTailBytes ? text->substr(text->size() - kTailBytes) : *text;
}

}  // namespace telesoft::ui
