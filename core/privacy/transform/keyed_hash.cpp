#include "telesoft/privacy/transform/keyed_hash.h"

#include <cstring>

#include <sodium.h>

#include "telesoft/base/hash.h"

namespace telesoft::privacy {

namespace {

constexpr size_t kBytes = 16;

std::string blake2b(std::string_view message, std::string_view key, size_t size) {
  std::string out(size, '\0');
  crypto_generichash(reinterpret_cast<unsigned char*>(out.data()), size,
                     reinterpret_cast<const unsigned char*>(message.data()), message.size(),
                     reinterpret_cast<const unsigned char*>(key.data()), key.size());
  return out;
}

}  // namespace

KeyedHash::KeyedHash(std::string_view key) : key_(blake2b(key, {}, 32)) {}

std::string KeyedHash::bytes(std::string_view purpose,
                             std::string_view text,
                             std::uint64_t counter) const {
  std::string message;
  for (const std::uint64_t number : {static_cast<std::uint64_t>(purpose.size()), counter}) {
    message.append(reinterpret_cast<const char*>(&number), sizeof number);
  }
  message.append(purpose);
  message.append(text);
  return blake2b(message, key_, kBytes);
}

std::uint64_t KeyedHash::draw(std::string_view purpose,
                              std::string_view text,
                              std::uint64_t counter) const {
  std::uint64_t out = 0;
  const std::string drawn = bytes(purpose, text, counter);
  std::memcpy(&out, drawn.data(), sizeof out);
  return out;
}

std::string KeyedHash::hex(std::string_view purpose, std::string_view text, size_t digits) const {
  return base::toHex(bytes(purpose, text, 0)).substr(0, digits);
}

}  // namespace telesoft::privacy
