// The private server of a workspace: found when it runs, started when it does not.
#pragma once

#include <chrono>
#include <filesystem>

#include "telesoft/client/http_client.h"

namespace telesoft::client {

/// The living server of the workspace, or NotFound; Conflict, saying where, for a team's server,
/// to which one signs in.
[[nodiscard]] base::Result<ServerAddress> findServer(const std::filesystem::path& workspace);

/// Starts `telesoft serve` in a session of its own when none runs, and waits until it answers. Two
/// callers at the same time get the same server: the second one started steps back, since the lock
/// is taken.
[[nodiscard]] base::Result<ServerAddress> findOrStartServer(
    const std::filesystem::path& workspace, std::chrono::seconds limit = std::chrono::seconds(20));

}  // namespace telesoft::client
