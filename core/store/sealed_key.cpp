#include "telesoft/store/sealed_key.h"

#include <sodium.h>

#include "telesoft/base/hash.h"
#include "telesoft/base/json.h"

namespace telesoft::store {

using base::ErrorCode;
using base::fail;
using base::Result;

namespace {

struct SealedKey {
  std::string format = "telesoft.sealed-key";
  std::int64_t version = 1;
  std::int64_t passes = static_cast<std::int64_t>(crypto_pwhash_OPSLIMIT_MODERATE);
  std::int64_t memory = static_cast<std::int64_t>(crypto_pwhash_MEMLIMIT_MODERATE);
  std::string salt, nonce, cipher;  // hexadecimal
};

template <class V>
void describe(V& v, SealedKey& s) {
  v.required("format", s.format);
  v.required("version", s.version);
  v.required("passes", s.passes);
  v.required("memory", s.memory);
  v.required("salt", s.salt);
  v.required("nonce", s.nonce);
  v.required("cipher", s.cipher);
}

const unsigned char* bytesOf(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}
unsigned char* bytesOf(std::string& text) {
  return reinterpret_cast<unsigned char*>(text.data());
}

base::Error damaged() {
  return fail(ErrorCode::Corrupt, "the backup's sealed key is damaged", "use another backup");
}

Result<std::string> fromHex(const std::string& text) {
  std::string out(text.size() / 2, '\0');
  size_t length = 0;
  if (sodium_hex2bin(bytesOf(out), out.size(), text.data(), text.size(), nullptr, &length,
                     nullptr) != 0 ||
      length * 2 != text.size()) {
    return damaged();
  }
  return out;
}

Result<std::string> derive(const SealedKey& sealed,
                           const std::string& salt,
                           std::string_view passphrase) {
  std::string out(crypto_aead_xchacha20poly1305_ietf_KEYBYTES, '\0');
  if (crypto_pwhash(bytesOf(out), out.size(), passphrase.data(), passphrase.size(), bytesOf(salt),
                    static_cast<unsigned long long>(sealed.passes),
                    static_cast<size_t>(sealed.memory), crypto_pwhash_ALG_ARGON2ID13) != 0) {
    return fail(ErrorCode::OutOfResources, "there is not enough memory to derive a key",
                "256 MB are needed; close other programs");
  }
  return out;
}

/// What a file may ask of this machine.
bool isSane(const SealedKey& sealed) {
  return sealed.format == "telesoft.sealed-key" && sealed.version == 1 && sealed.passes >= 1 &&
         sealed.passes <= 10 && sealed.memory >= (1 << 20) && sealed.memory <= (1LL << 30);
}

}  // namespace

Result<std::string> sealKey(std::string_view key, std::string_view passphrase) {
  if (sodium_init() < 0) {
    return fail(ErrorCode::Internal, "the cryptographic library does not start");
  }
  SealedKey out;
  const std::string salt = base::randomBytes(crypto_pwhash_SALTBYTES);
  const std::string nonce = base::randomBytes(crypto_aead_xchacha20poly1305_ietf_NPUBBYTES);
  TELESOFT_TRY(derived, derive(out, salt, passphrase));
  std::string cipher(key.size() + crypto_aead_xchacha20poly1305_ietf_ABYTES, '\0');
  crypto_aead_xchacha20poly1305_ietf_encrypt(bytesOf(cipher), nullptr, bytesOf(key), key.size(),
                                             bytesOf(out.format), out.format.size(), nullptr,
                                             bytesOf(nonce), bytesOf(derived));
  out.salt = base::toHex(std::string_view(salt));
  out.nonce = base::toHex(std::string_view(nonce));
  out.cipher = base::toHex(std::string_view(cipher));
  return base::toJson(out).dump(2) + "\n";
}

Result<std::string> unsealKey(std::string_view sealed, std::string_view passphrase) {
  if (sodium_init() < 0) {
    return fail(ErrorCode::Internal, "the cryptographic library does not start");
  }
  const auto parsed = base::parseJson(sealed);
  const auto read = parsed ? base::fromJson<SealedKey>(*parsed) : Result<SealedKey>(damaged());
  if (!read || !isSane(*read)) {
    return damaged();
  }
  TELESOFT_TRY(salt, fromHex(read->salt));
  TELESOFT_TRY(nonce, fromHex(read->nonce));
  TELESOFT_TRY(cipher, fromHex(read->cipher));
  if (salt.size() != crypto_pwhash_SALTBYTES ||
      nonce.size() != crypto_aead_xchacha20poly1305_ietf_NPUBBYTES ||
      cipher.size() < crypto_aead_xchacha20poly1305_ietf_ABYTES) {
    return damaged();
  }
  TELESOFT_TRY(derived, derive(*read, salt, passphrase));
  std::string out(cipher.size() - crypto_aead_xchacha20poly1305_ietf_ABYTES, '\0');
  if (crypto_aead_xchacha20poly1305_ietf_decrypt(
          bytesOf(out), nullptr, nullptr, bytesOf(cipher), cipher.size(), bytesOf(read->format),
          read->format.size(), bytesOf(nonce), bytesOf(derived)) != 0) {
    return fail(ErrorCode::Unauthenticated, "the passphrase does not open this backup",
                "give the passphrase that the backup was made with");
  }
  return out;
}

}  // namespace telesoft::store
