// Where this program, its sisters and its resources are, in the build tree and in an install tree
// alike.
#pragma once

#include <filesystem>
#include <string>

#include "telesoft/base/result.h"

namespace telesoft::base {

[[nodiscard]] std::filesystem::path executableFolder();
/// A sister program such as "telesoft-engine", beside this one. NotFound says where it was looked
/// for.
[[nodiscard]] Result<std::filesystem::path> sisterProgram(const std::string& name);
/// `given`, else $TELESOFT_ENGINE_PROGRAM, else the telesoft-engine beside this program.
/// Unavailable.
[[nodiscard]] Result<std::filesystem::path> engineProgram(const std::filesystem::path& given = {});
/// $TELESOFT_RESOURCES, else <prefix>/share/telesoft, else the source tree's resources/ that the
/// build noted.
[[nodiscard]] Result<std::filesystem::path> resourcesFolder();
/// $TELESOFT_CACHE, else $XDG_CACHE_HOME/telesoft, else ~/.cache/telesoft: LibTorch and base
/// models.
[[nodiscard]] std::filesystem::path cacheFolder();
/// $XDG_CONFIG_HOME/telesoft, else ~/.config/telesoft: what belongs to the user, not a workspace.
[[nodiscard]] std::filesystem::path configFolder();
/// $TELESOFT_WORKSPACE, else ~/Telesoft.
[[nodiscard]] std::filesystem::path defaultWorkspace();

}  // namespace telesoft::base
