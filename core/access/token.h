// Access tokens: made from the system's random source, kept as hashes, compared in constant time.
#pragma once

#include <string>
#include <string_view>

#include "telesoft/base/os/files.h"
#include "telesoft/base/result.h"

namespace telesoft::access {

/// 256 random bits, 64 hexadecimal characters.
[[nodiscard]] std::string newToken();
/// SHA-256 of the token, hexadecimal: all that is stored of it. A token is random, so that it needs
/// no slow hash.
[[nodiscard]] std::string hashOfToken(std::string_view token);
/// Takes the same time wherever the two differ.
[[nodiscard]] bool equalInConstantTime(std::string_view left, std::string_view right);
[[nodiscard]] bool isToken(std::string_view text);

/// The embedded server's token: <workspace>/token, mode 0600, made where absent or not a token, and
/// made anew where others could have read it.
[[nodiscard]] base::Result<std::string> embeddedToken(const base::Path& workspace);

}  // namespace telesoft::access
