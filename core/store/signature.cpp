#include "telesoft/store/signature.h"

#include <sodium.h>

#include "telesoft/base/hash.h"
#include "telesoft/store/seal.h"

namespace telesoft::store {

namespace {

const unsigned char* bytesOf(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}
unsigned char* bytesOf(std::string& text) {
  return reinterpret_cast<unsigned char*>(text.data());
}

/// "" where it is not hexadecimal of that length.
std::string fromHex(const std::string& hex, size_t bytes) {
  std::string out(bytes, '\0');
  size_t length = 0;
  const bool whole =
      hex.size() == 2 * bytes &&
      sodium_hex2bin(bytesOf(out), bytes, hex.data(), hex.size(), nullptr, &length, nullptr) == 0;
  return whole && length == bytes ? out : std::string();
}

}  // namespace

SigningKey::SigningKey(std::string_view key, std::string_view purpose) {
  const base::Sha256 seed = base::sha256(keyedHash(key, purpose));
  derive(std::string_view(reinterpret_cast<const char*>(seed.data()), seed.size()));
}

SigningKey SigningKey::fromSeed(std::string_view seed) {
  SigningKey out;
  out.derive(seed);
  return out;
}

void SigningKey::derive(std::string_view seed) {
  std::string raw(crypto_sign_PUBLICKEYBYTES, '\0');
  secret_.assign(crypto_sign_SECRETKEYBYTES, '\0');
  crypto_sign_seed_keypair(bytesOf(raw), bytesOf(secret_), bytesOf(seed));
  publicKey_ = base::toHex(std::string_view(raw));
}

std::string SigningKey::sign(std::string_view text) const {
  std::string raw(crypto_sign_BYTES, '\0');
  crypto_sign_detached(bytesOf(raw), nullptr, bytesOf(text), text.size(), bytesOf(secret_));
  return base::toHex(std::string_view(raw));
}

bool isSigned(std::string_view text, const std::string& publicKey, const std::string& signature) {
  const std::string key = fromHex(publicKey, crypto_sign_PUBLICKEYBYTES);
  const std::string raw = fromHex(signature, crypto_sign_BYTES);
  return !key.empty() && !raw.empty() &&
         crypto_sign_verify_detached(bytesOf(raw), bytesOf(text), text.size(), bytesOf(key)) == 0;
}

}  // namespace telesoft::store
