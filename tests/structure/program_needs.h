// What a program is linked with, and which of it is forbidden.
#pragma once

#include <string>
#include <vector>

namespace telesoft::structure {

/// The libraries in `readelf -d` output that `program` must not need: workbench no LibTorch and no
/// SQLite, telesoft no Qt and no LibTorch, engine no Qt and no SQLite.
[[nodiscard]] std::vector<std::string> forbiddenNeeds(const std::string& program,
                                                      const std::string& readelf);

}  // namespace telesoft::structure
