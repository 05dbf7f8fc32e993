#include "telesoft/access/token.h"

#include <algorithm>
#include <cerrno>

#include <sys/stat.h>
#include <unistd.h>

#include "telesoft/base/hash.h"

namespace telesoft::access {

using base::Path;
using base::Result;

namespace {

constexpr size_t kTokenBytes = 32;

/// False for a link, another user's file, and one that the group or others may read or write.
bool isOwnersOnly(const Path& file) {
  struct stat info {};
  return ::lstat(file.c_str(), &info) == 0 && S_ISREG(info.st_mode) && info.st_uid == ::geteuid() &&
         (info.st_mode & 0077U) == 0;
}

}  // namespace

std::string newToken() {
  return base::toHex(base::randomBytes(kTokenBytes));
}

std::string hashOfToken(std::string_view token) {
  return base::sha256Hex(token);
}

bool equalInConstantTime(std::string_view left, std::string_view right) {
  if (left.size() != right.size()) {
    return false;  // lengths are no secret: every token has the same
  }
  unsigned different = 0;
  for (size_t i = 0; i < left.size(); ++i) {
    different |= static_cast<unsigned>(static_cast<unsigned char>(left[i])) ^
                 static_cast<unsigned>(static_cast<unsigned char>(right[i]));
  }
  return different == 0;
}

bool isToken(std::string_view text) {
  return text.size() == 2 * kTokenBytes && std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
         });
}

Result<std::string> embeddedToken(const Path& workspace) {
  const Path file = workspace / "token";
  if (isOwnersOnly(file)) {
    const auto kept = base::readFile(file, 4096);
    if (kept && isToken(*kept)) {
      return *kept;
    }
  }
  const std::string token = newToken();
  TELESOFT_CHECK(base::writeFileWhole(file, token).in("making the workspace's token"));
  return token;
}

}  // namespace telesoft::access
