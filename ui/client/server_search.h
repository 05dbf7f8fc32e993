// Looking for a workspace's server in its files, and starting one: the part that touches the disk,
// run off the GUI thread.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "telesoft/protocol/server.h"

namespace telesoft::ui {

struct ServerTrace {
  bool lockHeld = false;                     // some server lives
  std::optional<protocol::ServerInfo> info;  // server.json, where it can be read
};

[[nodiscard]] ServerTrace lookForServer(const std::filesystem::path& workspace);

/// Makes the workspace's folder where absent and starts `program serve --workspace ...`; gives the
/// process id. `program` empty: `telesoft` beside this program.
[[nodiscard]] base::Result<int> startServer(const std::filesystem::path& workspace,
                                            const std::filesystem::path& program);

/// The last lines of what a server that did not come up wrote to its error output.
[[nodiscard]] std::string startLogTail(const std::filesystem::path& workspace);

}  // namespace telesoft::ui
