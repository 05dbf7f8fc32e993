// Passwords: which are good enough, and argon2id over them.
#pragma once

#include <string>
#include <string_view>

#include "telesoft/base/result.h"

namespace telesoft::access {

/// InvalidInput for one that is shorter than 12 characters, longer than 1,024 bytes, holds the
/// account's name (of 4 characters or more), is one of the commonest words with or without digits
/// around it, or has fewer than five different characters. Source: NIST SP 800-63B 5.1.1.2, and 12
/// in place of its 8.
[[nodiscard]] base::Status checkNewPassword(std::string_view password, std::string_view name);

/// "$argon2id$...", 64 MiB and 2 passes (libsodium's INTERACTIVE). One hash at a time in the whole
/// process, so that those who sign in do not push predictions aside; the others wait.
/// Errors: OutOfResources.
[[nodiscard]] base::Result<std::string> hashPassword(std::string_view password);
/// Takes as long for another password as for the right one.
[[nodiscard]] bool passwordFits(const std::string& hash, std::string_view password);
/// What no password fits: checked where there is no account, so that the time does not tell.
[[nodiscard]] const std::string& nobodysHash();

}  // namespace telesoft::access
