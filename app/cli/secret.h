// Passwords and passphrases: from standard input, or typed without an echo; never an argument,
// which other users of the machine could see.
#pragma once

#include <string>

#include "telesoft/base/result.h"

namespace telesoft::cli {

/// The first line of standard input where `fromStdin`, else what is typed at the terminal after
/// `prompt`. InvalidInput where there is no terminal or nothing comes.
[[nodiscard]] base::Result<std::string> readSecret(const std::string& prompt, bool fromStdin);

}  // namespace telesoft::cli
