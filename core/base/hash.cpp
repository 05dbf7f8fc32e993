#include "telesoft/base/hash.h"

#include <algorithm>
#include <fstream>
#include <vector>

#include <sodium.h>

#include "telesoft/base/ids.h"

namespace telesoft::base {

struct Sha256Stream::State {
  crypto_hash_sha256_state hash;
};

Sha256Stream::Sha256Stream() : state_(std::make_unique<State>()) {
  crypto_hash_sha256_init(&state_->hash);
}
Sha256Stream::~Sha256Stream() = default;
Sha256Stream::Sha256Stream(Sha256Stream&&) noexcept = default;
Sha256Stream& Sha256Stream::operator=(Sha256Stream&&) noexcept = default;

void Sha256Stream::add(std::string_view bytes) {
  crypto_hash_sha256_update(&state_->hash, reinterpret_cast<const unsigned char*>(bytes.data()),
                            bytes.size());
}

Sha256 Sha256Stream::finish() {
  Sha256 out{};
  crypto_hash_sha256_final(&state_->hash, out.data());
  return out;
}

Sha256 sha256(std::string_view bytes) {
  Sha256Stream stream;
  stream.add(bytes);
  return stream.finish();
}

std::string toHex(std::string_view bytes) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string out;
  out.reserve(bytes.size() * 2);
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    out += kDigits[byte >> 4U];
    out += kDigits[byte & 0xFU];
  }
  return out;
}

std::string toHex(const Sha256& hash) {
  return toHex(std::string_view(reinterpret_cast<const char*>(hash.data()), hash.size()));
}

std::string sha256Hex(std::string_view bytes) {
  return toHex(sha256(bytes));
}

Result<std::string> sha256HexOfFile(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) {
    return fail(ErrorCode::NotFound, "cannot open the file to hash it");
  }
  Sha256Stream stream;
  std::vector<char> buffer(1U << 20U);
  while (in) {
    in.read(buffer.data(), static_cast<std::streamsize>(buffer.size()));
    stream.add({buffer.data(), static_cast<size_t>(in.gcount())});
  }
  if (in.bad()) {
    return fail(ErrorCode::Corrupt, "the file could not be read to its end");
  }
  return toHex(stream.finish());
}

Result<std::string> hashOfFolder(const std::filesystem::path& folder) {
  std::error_code error;
  if (!std::filesystem::is_directory(folder, error)) {
    return fail(ErrorCode::NotFound, "the folder to hash is not there");
  }
  std::vector<std::string> files;
  std::filesystem::recursive_directory_iterator at(folder, error);
  for (const std::filesystem::recursive_directory_iterator end; !error && at != end;
       at.increment(error)) {
    const auto type = at->symlink_status(error).type();
    if (type == std::filesystem::file_type::regular) {
      files.push_back(at->path().lexically_relative(folder).generic_string());
    } else if (type != std::filesystem::file_type::directory) {
      return fail(ErrorCode::Corrupt, "the folder holds a link or a special file",
                  "only plain files belong into it");
    }
  }
  if (error) {
    return fail(ErrorCode::Corrupt, "the folder could not be read to its end");
  }
  std::sort(files.begin(), files.end());
  Sha256Stream stream;
  for (const std::string& file : files) {
    TELESOFT_TRY(hash, sha256HexOfFile(folder / file));
    stream.add(file + "\n" + hash + "\n");
  }
  return toHex(stream.finish());
}

std::string randomBytes(size_t count) {
  static const int ready = sodium_init();
  static_cast<void>(ready);
  std::string out(count, '\0');
  randombytes_buf(out.data(), out.size());
  return out;
}

std::string newIdText(const std::string& prefix) {
  static constexpr char kAlphabet[] = "abcdefghijkmnpqrstuvwxyz23456789";  // 32, without l, o, 0, 1
  std::string out = prefix + "_";
  for (const char c : randomBytes(12)) {
    out += kAlphabet[static_cast<unsigned char>(c) & 31U];
  }
  return out;
}

}  // namespace telesoft::base
