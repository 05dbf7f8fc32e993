// The workspace's key under a passphrase, for backups.
#pragma once

#include <string>
#include <string_view>

#include "telesoft/base/result.h"

namespace telesoft::store {

/// JSON with salt, nonce and cipher text. argon2id, libsodium's MODERATE (256 MiB, 3 passes).
[[nodiscard]] base::Result<std::string> sealKey(std::string_view key, std::string_view passphrase);
/// Unauthenticated for a wrong passphrase, Corrupt for another text.
[[nodiscard]] base::Result<std::string> unsealKey(std::string_view sealed,
                                                  std::string_view passphrase);

}  // namespace telesoft::store
