// One hash over everything that a model's folder holds: what a signature binds to.
#pragma once

#include <string>

#include "telesoft/base/os/files.h"
#include "telesoft/base/result.h"

namespace telesoft::deploy {

/// SHA-256 over "<relative path>\n<sha256 of the file>\n" of every file, by path. Errors: Corrupt
/// for a link or a special file in it, NotFound.
[[nodiscard]] base::Result<std::string> hashOfFolder(const base::Path& folder);

}  // namespace telesoft::deploy
