#include "telesoft/access/password.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <mutex>
#include <set>

#include <sodium.h>

#include "telesoft/base/hash.h"
#include "telesoft/base/text.h"

namespace telesoft::access {

using base::ErrorCode;
using base::fail;
using base::Result;
using base::Status;

namespace {

constexpr size_t kLeastCharacters = 12;
constexpr size_t kMostBytes = 1024;
constexpr size_t kLeastDifferent = 5;
constexpr size_t kLongName = 4;    // a shorter one is a part of too many words
constexpr size_t kSaltBytes = 16;  // as crypto_pwhash_str() writes them
constexpr size_t kHashBytes = 32;

/// Letters only, lower case. What breaches show most, and what people here would think of.
constexpr std::array<std::string_view, 30> kCommonest = {
    "",           "password",      "passwordpassword", "passwort",  "qwerty",
    "qwertyuiop", "qwertz",        "qwertzuiop",       "admin",     "admins",
    "welcome",    "administrator", "letmein",          "iloveyou",  "changeme",
    "secret",     "login",         "abcdefghijkl",     "abcdefgh",  "asdfghjkl",
    "monkey",     "dragon",        "sunshine",         "princess",  "football",
    "baseball",   "telesoft",      "hospital",         "clinician", "correcthorsebatterystaple"};

std::mutex& oneAtATime() {
  static std::mutex mutex;
  return mutex;
}

size_t characters(std::string_view text) {
  size_t count = 0;
  for (size_t at = 0; at < text.size(); ++count) {
    static_cast<void>(base::nextCodePoint(text, at));
  }
  return count;
}

/// "Password-2026!" -> "password": what is left when the usual additions go.
std::string lettersOf(std::string_view password) {
  std::string out;
  for (const char c : password) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x80 || std::isalpha(byte) != 0) {
      out += static_cast<char>(byte < 0x80 ? std::tolower(byte) : byte);
    }
  }
  return out;
}

base::Error tooWeak(const std::string& message) {
  return fail(ErrorCode::InvalidInput, message, "take four or five words that belong to nothing");
}

std::string base64Of(const std::string& bytes) {
  constexpr int kVariant = sodium_base64_VARIANT_ORIGINAL_NO_PADDING;
  std::string out(sodium_base64_ENCODED_LEN(bytes.size(), kVariant), '\0');
  sodium_bin2base64(out.data(), out.size(), reinterpret_cast<const unsigned char*>(bytes.data()),
                    bytes.size(), kVariant);
  out.pop_back();  // the closing NUL
  return out;
}

}  // namespace

Status checkNewPassword(std::string_view password, std::string_view name) {
  if (!base::isUtf8(password) || password.size() > kMostBytes) {
    return tooWeak("the password is longer than 1,024 bytes, or is no UTF-8 text");
  }
  if (characters(password) < kLeastCharacters) {
    return tooWeak("the password has fewer than 12 characters");
  }
  if (name.size() >= kLongName && base::lowerAscii(password).find(name) != std::string::npos) {
    return tooWeak("the password has the account's name in it");
  }
  const std::string letters = lettersOf(password);
  if (std::find(kCommonest.begin(), kCommonest.end(), letters) != kCommonest.end() ||
      std::set<char>(password.begin(), password.end()).size() < kLeastDifferent) {
    return tooWeak("the password is one of the first that somebody would try");
  }
  return {};
}

Result<std::string> hashPassword(std::string_view password) {
  const std::lock_guard lock(oneAtATime());
  std::array<char, crypto_pwhash_STRBYTES> out{};
  if (sodium_init() < 0 || crypto_pwhash_str(out.data(), password.data(), password.size(),
                                             crypto_pwhash_OPSLIMIT_INTERACTIVE,
                                             crypto_pwhash_MEMLIMIT_INTERACTIVE) != 0) {
    return fail(ErrorCode::OutOfResources, "there is no memory to hash a password",
                "free 64 MiB of memory and try again");
  }
  return std::string(out.data());
}

bool passwordFits(const std::string& hash, std::string_view password) {
  const std::lock_guard lock(oneAtATime());
  std::array<char, crypto_pwhash_STRBYTES> text{};
  std::copy_n(hash.begin(), std::min(hash.size(), text.size() - 1), text.begin());
  return sodium_init() >= 0 &&
         crypto_pwhash_str_verify(text.data(), password.data(), password.size()) == 0;
}

const std::string& nobodysHash() {
  static const std::string hash =
      "$argon2id$v=19$m=" + std::to_string(crypto_pwhash_MEMLIMIT_INTERACTIVE / 1024) +
      ",t=" + std::to_string(crypto_pwhash_OPSLIMIT_INTERACTIVE) + ",p=1$" +
      base64Of(base::randomBytes(kSaltBytes)) + "$" + base64Of(base::randomBytes(kHashBytes));
  return hash;
}

}  // namespace telesoft::access
