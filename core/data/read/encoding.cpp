#include "telesoft/data/read/encoding.h"

#include <algorithm>
#include <cstring>
#include <fstream>
#include <optional>

#include <fmt/format.h>

#include "telesoft/base/text.h"

namespace telesoft::data {

namespace {

using base::ErrorCode;
using base::fail;
using namespace std::string_view_literals;

constexpr size_t kPiece = 1U << 20U;

/// Code points of the bytes 0x80-0x9F (WHATWG "windows-1252" index).
constexpr char32_t kWindows1252[32] = {
    0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0x8D,   0x017D, 0x8F,   0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178};

/// Counts what is valid and what is not, over pieces that may cut characters.
class Utf8Scan {
 public:
  void add(std::string_view piece, bool last) {
    std::string joined;
    if (!rest_.empty()) {
      joined = rest_ + std::string(piece);
      piece = joined;
      rest_.clear();
    }
    size_t at = 0;
    while (at < piece.size()) {
      at = skipAscii(piece, at);
      if (at >= piece.size()) {
        break;
      }
      if (!last && piece.size() - at < 4) {
        rest_ = std::string(piece.substr(at));
        break;
      }
      const size_t before = at;
      static_cast<void>(base::nextCodePoint(piece, at));
      if (at - before == 1) {
        invalid_ += 1;
        firstInvalid_ = firstInvalid_ ? firstInvalid_ : std::optional(done_ + before);
      } else {
        valid_ += 1;
      }
    }
    done_ += piece.size() - rest_.size();
  }
  [[nodiscard]] std::uint64_t valid() const { return valid_; }
  [[nodiscard]] std::uint64_t invalid() const { return invalid_; }
  [[nodiscard]] std::uint64_t firstInvalid() const { return firstInvalid_.value_or(0); }

 private:
  static size_t skipAscii(std::string_view text, size_t at) {
    while (at + 8 <= text.size()) {
      std::uint64_t word = 0;
      std::memcpy(&word, text.data() + at, 8);
      if ((word & 0x8080808080808080ULL) != 0) {
        break;
      }
      at += 8;
    }
    while (at < text.size() && static_cast<unsigned char>(text[at]) < 0x80) {
      ++at;
    }
    return at;
  }
  std::string rest_;
  std::uint64_t done_ = 0, valid_ = 0, invalid_ = 0;
  std::optional<std::uint64_t> firstInvalid_;
};

std::int64_t lineAt(const base::Path& file, std::uint64_t offset) {
  std::ifstream in(file, std::ios::binary);
  std::string piece(kPiece, '\0');
  std::int64_t line = 1;
  while (offset > 0 && in) {
    in.read(piece.data(), static_cast<std::streamsize>(std::min<std::uint64_t>(kPiece, offset)));
    const auto got = static_cast<size_t>(in.gcount());
    if (got == 0) {
      break;
    }
    line += std::count(piece.begin(), piece.begin() + static_cast<std::ptrdiff_t>(got), '\n');
    offset -= got;
  }
  return line;
}

base::Result<Utf8Scan> scan(std::ifstream& in, std::uint64_t maxBytes, const base::Stop& stop) {
  Utf8Scan out;
  std::string piece(kPiece, '\0');
  for (std::uint64_t done = 0; in && (maxBytes == 0 || done < maxBytes);) {
    TELESOFT_CHECK(stop.check("reading the file"));
    in.read(piece.data(), static_cast<std::streamsize>(piece.size()));
    const auto got = static_cast<size_t>(in.gcount());
    // A prefix may end inside a character: its tail then simply stays unread.
    out.add(std::string_view(piece).substr(0, got), !in);
    done += got;
  }
  return out;
}

std::optional<EncodingFound> byMark(std::string_view head) {
  if (head.substr(0, 3) == "\xef\xbb\xbf"sv) {
    return EncodingFound{Encoding::Utf8, 3, {}};
  }
  if (head.substr(0, 2) == "\xff\xfe"sv) {
    return EncodingFound{Encoding::Utf16Le, 2, {"The file is UTF-16; it was converted to UTF-8."}};
  }
  if (head.substr(0, 2) == "\xfe\xff"sv) {
    return EncodingFound{Encoding::Utf16Be, 2, {"The file is UTF-16; it was converted to UTF-8."}};
  }
  size_t zeros[2] = {0, 0};
  for (size_t i = 0; i < head.size(); ++i) {
    zeros[i % 2] += head[i] == '\0' ? 1U : 0U;
  }
  if ((zeros[0] + zeros[1]) * 4 > head.size()) {
    return EncodingFound{zeros[1] > zeros[0] ? Encoding::Utf16Le : Encoding::Utf16Be,
                         0,
                         {"The file is UTF-16 without a byte order mark; it was converted to "
                          "UTF-8."}};
  }
  return std::nullopt;
}

}  // namespace

std::string_view nameOf(Encoding encoding) {
  switch (encoding) {
    case Encoding::Utf8:
      return "UTF-8";
    case Encoding::Utf16Le:
      return "UTF-16LE";
    case Encoding::Utf16Be:
      return "UTF-16BE";
    case Encoding::Windows1252:
      return "Windows-1252";
  }
  return "unknown";
}

base::Result<EncodingFound> findEncoding(const base::Path& file,
                                         std::uint64_t maxBytes,
                                         const base::Stop& stop) {
  std::ifstream in(file, std::ios::binary);
  std::string head(4096, '\0');
  in.read(head.data(), static_cast<std::streamsize>(head.size()));
  head.resize(static_cast<size_t>(in.gcount()));
  auto marked = byMark(head);
  if (marked && marked->encoding != Encoding::Utf8) {
    return *std::move(marked);
  }
  in.clear();
  in.seekg(0);
  TELESOFT_TRY(found, scan(in, maxBytes, stop));
  if (found.invalid() == 0) {
    return EncodingFound{Encoding::Utf8, marked ? marked->skip : 0, {}};
  }
  if (marked || found.valid() > found.invalid()) {
    return fail(
        ErrorCode::InvalidInput,
        fmt::format("line {} is not valid UTF-8 (byte {} of the file), though the rest is: {} "
                    "broken places in all",
                    lineAt(file, found.firstInvalid()), found.firstInvalid(), found.invalid()),
        "The file mixes two encodings. Export it again as UTF-8.");
  }
  return EncodingFound{
      Encoding::Windows1252,
      0,
      {fmt::format("The file is not UTF-8; it was read as Windows-1252 (Latin-1): {} letters. "
                   "Check that accented letters look right.",
                   base::withThousands(static_cast<std::int64_t>(found.invalid())))}};
}

base::Status Utf8Converter::convert(std::string_view bytes, std::string& out) {
  if (encoding_ == Encoding::Utf8) {
    out.append(bytes);
    return {};
  }
  if (encoding_ == Encoding::Windows1252) {
    for (const char c : bytes) {
      const auto byte = static_cast<unsigned char>(c);
      if (byte < 0x80) {
        out += c;
      } else {
        base::appendUtf8(out, byte < 0xA0 ? kWindows1252[byte - 0x80U] : byte);
      }
    }
    return {};
  }
  return convertUtf16(bytes, out);
}

base::Status Utf8Converter::convertUtf16(std::string_view bytes, std::string& out) {
  std::string joined;
  if (!rest_.empty()) {
    joined = rest_ + std::string(bytes);
    bytes = joined;
    rest_.clear();
  }
  const size_t first = encoding_ == Encoding::Utf16Le ? 0 : 1;
  size_t at = 0;
  for (; at + 1 < bytes.size(); at += 2) {
    const auto unit = static_cast<char32_t>(
        static_cast<unsigned char>(bytes[at + first]) |
        (static_cast<unsigned>(static_cast<unsigned char>(bytes[at + 1 - first])) << 8U));
    const bool low = unit >= 0xDC00 && unit < 0xE000;
    if (low != (high_ != 0)) {
      return fail(ErrorCode::InvalidInput,
                  fmt::format("the file is not valid UTF-16 at byte {}", done_ + at),
                  "Export it again as UTF-8.");
    }
    if (low) {
      base::appendUtf8(out, 0x10000 + ((high_ - 0xD800) << 10U) + (unit - 0xDC00));
      high_ = 0;
    } else if (unit >= 0xD800 && unit < 0xDC00) {
      high_ = unit;
    } else {
      base::appendUtf8(out, unit);
    }
  }
  done_ += at;
  rest_ = std::string(bytes.substr(at));
  return {};
}

base::Status Utf8Converter::finish() const {
  if (!rest_.empty() || high_ != 0) {
    return fail(ErrorCode::InvalidInput, "the file ends inside a UTF-16 character",
                "It may be cut off. Export it again.");
  }
  return {};
}

}  // namespace telesoft::data
