#include "telesoft/store/seal.h"

#include <sodium.h>

#include "telesoft/base/hash.h"

namespace telesoft::store {

using base::ErrorCode;
using base::fail;
using base::Result;

namespace {

constexpr size_t kNonce = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr size_t kTag = crypto_aead_xchacha20poly1305_ietf_ABYTES;
constexpr int kBase64 = sodium_base64_VARIANT_ORIGINAL_NO_PADDING;

const unsigned char* bytesOf(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}
unsigned char* bytesOf(std::string& text) {
  return reinterpret_cast<unsigned char*>(text.data());
}

base::Error damaged() {
  return fail(ErrorCode::Corrupt, "a sealed record of the workspace is damaged",
              "restore the workspace from its backup");
}

}  // namespace

std::string keyedHash(std::string_view key, std::string_view text) {
  crypto_auth_hmacsha256_state state;
  crypto_auth_hmacsha256_init(&state, bytesOf(key), key.size());
  crypto_auth_hmacsha256_update(&state, bytesOf(text), text.size());
  std::string out(crypto_auth_hmacsha256_BYTES, '\0');
  crypto_auth_hmacsha256_final(&state, bytesOf(out));
  return base::toHex(std::string_view(out));
}

std::string sealText(std::string_view key, std::string_view subject, std::string_view text) {
  std::string raw(kNonce + text.size() + kTag, '\0');
  randombytes_buf(raw.data(), kNonce);
  crypto_aead_xchacha20poly1305_ietf_encrypt(bytesOf(raw) + kNonce, nullptr, bytesOf(text),
                                             text.size(), bytesOf(subject), subject.size(), nullptr,
                                             bytesOf(raw), bytesOf(key));
  std::string out(sodium_base64_encoded_len(raw.size(), kBase64), '\0');
  sodium_bin2base64(out.data(), out.size(), bytesOf(raw), raw.size(), kBase64);
  out.pop_back();  // the end mark that sodium writes
  return out;
}

Result<std::string> unsealText(std::string_view key,
                               std::string_view subject,
                               std::string_view sealed) {
  std::string raw(sealed.size(), '\0');
  size_t length = 0;
  if (sodium_base642bin(bytesOf(raw), raw.size(), sealed.data(), sealed.size(), nullptr, &length,
                        nullptr, kBase64) != 0 ||
      length < kNonce + kTag) {
    return damaged();
  }
  std::string out(length - kNonce - kTag, '\0');
  if (crypto_aead_xchacha20poly1305_ietf_decrypt(
          bytesOf(out), nullptr, nullptr, bytesOf(raw) + kNonce, length - kNonce, bytesOf(subject),
          subject.size(), bytesOf(raw), bytesOf(key)) != 0) {
    return damaged();
  }
  return out;
}

}  // namespace telesoft::store
