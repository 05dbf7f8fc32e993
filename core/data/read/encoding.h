// Which encoding a file is written in, and its conversion to UTF-8 in pieces.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "telesoft/base/os/files.h"
#include "telesoft/base/stop.h"

namespace telesoft::data {

enum class Encoding { Utf8, Utf16Le, Utf16Be, Windows1252 };

[[nodiscard]] std::string_view nameOf(Encoding encoding);

struct EncodingFound {
  Encoding encoding = Encoding::Utf8;
  size_t skip = 0;  // bytes of the byte order mark
  std::vector<std::string> warnings;
};

/// By byte order mark, else by the zeros of UTF-16, else UTF-8 where all of it is valid, else
/// Windows-1252 with a warning. Reads at most `maxBytes` (0: all).
/// Errors: InvalidInput with the line where a file that is mostly UTF-8 is not.
[[nodiscard]] base::Result<EncodingFound> findEncoding(const base::Path& file,
                                                       std::uint64_t maxBytes,
                                                       const base::Stop& stop);

/// Converts in pieces: a character may be cut between two.
class Utf8Converter {
 public:
  explicit Utf8Converter(Encoding encoding) : encoding_(encoding) {}
  /// UTF-8 of `bytes` is appended to `out`. InvalidInput for broken UTF-16.
  [[nodiscard]] base::Status convert(std::string_view bytes, std::string& out);
  /// InvalidInput where the file ends inside a character.
  [[nodiscard]] base::Status finish() const;

 private:
  [[nodiscard]] base::Status convertUtf16(std::string_view bytes, std::string& out);
  Encoding encoding_;
  std::string rest_;        // an odd byte of UTF-16
  char32_t high_ = 0;       // a first surrogate that waits for its second
  std::uint64_t done_ = 0;  // bytes, for messages
};

}  // namespace telesoft::data
