#include "telesoft/client/embedded_server.h"

#include <thread>

#include "telesoft/base/os/files.h"
#include "telesoft/base/os/lock_file.h"
#include "telesoft/base/os/paths.h"
#include "telesoft/base/os/subprocess.h"
#include "telesoft/protocol/server.h"

namespace telesoft::client {

using base::ErrorCode;
using base::fail;

base::Result<ServerAddress> findServer(const std::filesystem::path& workspace) {
  if (!base::LockFile::isHeld(workspace / "server.lock")) {
    return fail(ErrorCode::NotFound, "no server runs for this workspace");
  }
  TELESOFT_TRY(text, base::readFile(workspace / "server.json", 1U << 16U));
  TELESOFT_TRY(parsed, base::parseJson(text));
  TELESOFT_TRY(info, base::fromJson<protocol::ServerInfo>(parsed));
  if (info.token.empty()) {
    return fail(ErrorCode::Conflict, "this workspace is served for a team at " + info.url,
                "sign in there: telesoft login --server " + info.url + " --name NAME");
  }
  TELESOFT_TRY(address, parseAddress(info.url, info.token));
  TELESOFT_TRY(reply, request(address, "GET", "/v1/health", "", std::chrono::seconds(5)));
  if (reply.status != 200) {
    return fail(ErrorCode::Unavailable, "the server of this workspace is not well");
  }
  return address;
}

base::Result<ServerAddress> findOrStartServer(const std::filesystem::path& workspace,
                                              std::chrono::seconds limit) {
  auto known = findServer(workspace);
  if (known || known.error().code == ErrorCode::Conflict) {
    return known;
  }
  TELESOFT_CHECK(base::makePrivateFolder(workspace).in("opening the workspace"));
  TELESOFT_CHECK(base::makePrivateFolder(workspace / "logs"));
  TELESOFT_TRY(program, base::sisterProgram("telesoft"));
  base::Command command;
  command.program = program;
  command.arguments = {"serve", "--workspace", std::filesystem::absolute(workspace).string()};
  command.standardError = workspace / "logs" / "server-start.log";
  TELESOFT_TRY(processId, base::startDetached(command));
  const auto deadline = std::chrono::steady_clock::now() + limit;
  while (std::chrono::steady_clock::now() < deadline) {
    if (auto found = findServer(workspace)) {
      return found;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    if (!base::isRunning(processId) && !base::LockFile::isHeld(workspace / "server.lock")) {
      break;
    }
  }
  return fail(ErrorCode::Unavailable, "the workspace server did not start",
              "its own words are in logs/server-start.log of the workspace; `telesoft doctor` "
              "looks for the cause");
}

}  // namespace telesoft::client
