// Numbers that only the key's holder can foretell, the same for the same text.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace telesoft::privacy {

/// BLAKE2b with a key (libsodium). Thread: any, once made.
class KeyedHash {
 public:
  explicit KeyedHash(std::string_view key);
  [[nodiscard]] std::uint64_t draw(std::string_view purpose,
                                   std::string_view text,
                                   std::uint64_t counter = 0) const;
  /// `digits` hexadecimal digits, up to 32.
  [[nodiscard]] std::string hex(std::string_view purpose,
                                std::string_view text,
                                size_t digits) const;

 private:
  [[nodiscard]] std::string bytes(std::string_view purpose,
                                  std::string_view text,
                                  std::uint64_t counter) const;
  std::string key_;
};

}  // namespace telesoft::privacy
