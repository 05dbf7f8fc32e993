// SHA-256, as hexadecimal text or bytes, whole or in pieces, of a file or of a whole folder.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "telesoft/base/result.h"

namespace telesoft::base {

using Sha256 = std::array<std::uint8_t, 32>;

class Sha256Stream {
 public:
  Sha256Stream();
  ~Sha256Stream();
  Sha256Stream(Sha256Stream&&) noexcept;
  Sha256Stream& operator=(Sha256Stream&&) noexcept;
  void add(std::string_view bytes);
  [[nodiscard]] Sha256 finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

[[nodiscard]] Sha256 sha256(std::string_view bytes);
[[nodiscard]] std::string toHex(std::string_view bytes);
[[nodiscard]] std::string toHex(const Sha256& hash);
/// "e3b0c442...": 64 characters.
[[nodiscard]] std::string sha256Hex(std::string_view bytes);
[[nodiscard]] Result<std::string> sha256HexOfFile(const std::filesystem::path& path);
/// SHA-256 over "<relative path>\n<sha256 of the file>\n" of every file of the folder and those
/// below it, by path. Errors: Corrupt for a link or a special file in it, NotFound.
[[nodiscard]] Result<std::string> hashOfFolder(const std::filesystem::path& folder);
/// From the system's random source.
[[nodiscard]] std::string randomBytes(size_t count);

}  // namespace telesoft::base
