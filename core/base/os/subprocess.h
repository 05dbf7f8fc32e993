// Starting another program so that it outlives this one, and running a short one to its end.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "telesoft/base/result.h"

namespace telesoft::base {

/// The program inherits the environment, and nothing that is open here.
struct Command {
  std::filesystem::path program;
  std::vector<std::string> arguments = {};
  std::filesystem::path workingFolder = {};
  std::filesystem::path standardOutput = {};  // appended to; empty: /dev/null
  std::filesystem::path standardError = {};
  std::vector<std::string> environment = {};  // "NAME=value", beside the inherited ones
};

/// Starts it in a session of its own, not as a child that could become a zombie; gives its process
/// id.
[[nodiscard]] Result<int> startDetached(const Command& command);

struct Finished {
  int exitStatus = 0;  // 128 + signal when killed
};
/// Runs it to its end.
[[nodiscard]] Result<Finished> runToEnd(const Command& command);

/// True while a process of that id exists and is not a zombie.
[[nodiscard]] bool isRunning(int processId);

}  // namespace telesoft::base
