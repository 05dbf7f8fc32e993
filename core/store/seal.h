// Short texts sealed for a column of the database, and keyed hashes, under a key of the workspace
// (Workspace::key()).
#pragma once

#include <string>
#include <string_view>

#include "telesoft/base/result.h"

namespace telesoft::store {

/// HMAC-SHA-256 in hexadecimal. `key`: 32 bytes.
[[nodiscard]] std::string keyedHash(std::string_view key, std::string_view text);

/// XChaCha20-Poly1305 under `key` (32 bytes), bound to `subject`, such as the row's id; base64.
[[nodiscard]] std::string sealText(std::string_view key,
                                   std::string_view subject,
                                   std::string_view text);
/// Corrupt where it was altered, or belongs to another subject or key.
[[nodiscard]] base::Result<std::string> unsealText(std::string_view key,
                                                   std::string_view subject,
                                                   std::string_view sealed);

}  // namespace telesoft::store
