// What proves later which model gave an answer, and that the record of it was not altered.
#pragma once

#include <string>

#include "telesoft/protocol/prediction.h"

namespace telesoft::deploy {

/// Puts HMAC-SHA-256 over every other field into `signature`. `key`: 32 bytes of the workspace
/// (KeyPurpose::Signatures). Gives the signed receipt's JSON.
std::string signReceipt(protocol::Receipt& receipt, const std::string& key);
[[nodiscard]] bool isGenuine(const protocol::Receipt& receipt, const std::string& key);

}  // namespace telesoft::deploy
