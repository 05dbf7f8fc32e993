// Texts signed with a key that stands in no file: it is derived from one of the workspace's keys.
#pragma once

#include <string>
#include <string_view>

namespace telesoft::store {

/// Ed25519 (RFC 8032). Thread: any.
class SigningKey {
 public:
  /// `key`: Workspace::key(); `purpose` parts one use of it from another.
  SigningKey(std::string_view key, std::string_view purpose);
  /// From 32 bytes.
  [[nodiscard]] static SigningKey fromSeed(std::string_view seed);
  /// In hexadecimal.
  [[nodiscard]] const std::string& publicKey() const { return publicKey_; }
  [[nodiscard]] std::string sign(std::string_view text) const;

 private:
  SigningKey() = default;
  void derive(std::string_view seed);
  std::string secret_, publicKey_;
};

/// `publicKey` and `signature` in hexadecimal; false for anything else.
[[nodiscard]] bool isSigned(std::string_view text,
                            const std::string& publicKey,
                            const std::string& signature);

}  // namespace telesoft::store
