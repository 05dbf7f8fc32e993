// What a file is, from its bytes and not from its name.
#pragma once

#include <string>
#include <string_view>

#include "telesoft/base/os/files.h"
#include "telesoft/base/result.h"

namespace telesoft::knowledge {

/// "pdf" | "html" | "csv" | "markdown" | "text". `head`: its first 64 KiB. Errors: Unsupported says
/// what the file looks like.
[[nodiscard]] base::Result<std::string> fileKind(std::string_view head);

}  // namespace telesoft::knowledge
