#include "telesoft/data/read/wfdb_samples.h"

#include <limits>

#include "telesoft/base/text.h"

namespace telesoft::data {

namespace {

using base::ErrorCode;
using base::fail;

constexpr std::int16_t kNone = std::numeric_limits<std::int16_t>::min();
// The letter of each code of a beat or a mark; a blank has none.
constexpr std::string_view kSymbols = R"( NLRaVFJASEj/Q~ | sT*D"=pB^t+u?![]en@xf()r)";
constexpr unsigned kSkip = 59, kNumber = 60, kSubtype = 61, kChannel = 62, kText = 63;
constexpr std::int64_t kMaxSample = 1LL << 48U;

unsigned byteAt(std::string_view bytes, size_t at) {
  return static_cast<unsigned char>(bytes[at]);
}

unsigned wordAt(std::string_view bytes, size_t at) {
  return byteAt(bytes, at) | (byteAt(bytes, at + 1) << 8U);
}

std::int16_t twelveBits(unsigned value) {
  const int number = static_cast<int>(value) - (value >= 2048 ? 4096 : 0);
  return number == -2048 ? kNone : static_cast<std::int16_t>(number);
}

std::int16_t eightBits(unsigned value) {
  return value == 0 ? kNone : static_cast<std::int16_t>(static_cast<int>(value) - 128);
}

std::string symbolOf(unsigned code) {
  const bool known = code < kSymbols.size() && kSymbols[code] != ' ';
  return known ? std::string(1, kSymbols[code]) : "[" + std::to_string(code) + "]";
}

base::Error damaged() {
  return fail(ErrorCode::Corrupt, "the annotations are cut off or damaged",
              "Copy the file again from where the record came from.");
}

/// Reads word after word; what follows an annotation belongs to it.
class AnnotationReader {
 public:
  explicit AnnotationReader(std::string_view bytes) : bytes_(bytes) {}

  base::Result<std::vector<WfdbAnnotation>> read() {
    while (at_ + 2 <= bytes_.size()) {
      const unsigned word = wordAt(bytes_, at_);
      at_ += 2;
      if (word == 0) {
        return std::move(out_);
      }
      TELESOFT_CHECK(take(word >> 10U, word & 0x3FFU));
    }
    return damaged();  // the end is marked by an empty word
  }

 private:
  base::Status take(unsigned code, unsigned value) {
    if (code == kSkip) {
      return skip();
    }
    if (code < kSkip) {
      sample_ += value;
      out_.push_back({sample_, symbolOf(code), 0, channel_, number_, {}});
      return {};
    }
    if (out_.empty()) {
      return damaged();
    }
    const int small = static_cast<std::int8_t>(static_cast<std::uint8_t>(value & 0xFFU));
    switch (code) {
      case kNumber:
        out_.back().number = number_ = small;
        return {};
      case kSubtype:
        out_.back().subtype = small;
        return {};
      case kChannel:
        out_.back().channel = channel_ = static_cast<int>(value & 0xFFU);
        return {};
      default:
        return text(value);
    }
  }

  /// Four bytes, the higher half first.
  base::Status skip() {
    if (bytes_.size() - at_ < 4) {
      return damaged();
    }
    const std::uint32_t steps = (wordAt(bytes_, at_) << 16U) | wordAt(bytes_, at_ + 2);
    at_ += 4;
    sample_ += static_cast<std::int32_t>(steps);
    if (sample_ < 0 || sample_ > kMaxSample) {
      return damaged();
    }
    return {};
  }

  base::Status text(size_t length) {
    const size_t padded = length + (length & 1U);
    if (bytes_.size() - at_ < padded) {
      return damaged();
    }
    std::string_view text = bytes_.substr(at_, length);
    text = text.substr(0, text.find('\0'));
    out_.back().text = base::isUtf8(text) ? std::string(text) : std::string();
    at_ += padded;
    return {};
  }

  std::string_view bytes_;
  size_t at_ = 0;
  std::int64_t sample_ = 0;
  int channel_ = 0;
  int number_ = 0;
  std::vector<WfdbAnnotation> out_;
};

}  // namespace

std::vector<std::int16_t> unpackedWfdb(std::string_view bytes, int format) {
  std::vector<std::int16_t> out;
  if (format == 80) {
    out.reserve(bytes.size());
    for (const char byte : bytes) {
      out.push_back(eightBits(static_cast<unsigned char>(byte)));
    }
    return out;
  }
  if (format == 16) {
    out.reserve(bytes.size() / 2);
    for (size_t at = 0; at + 2 <= bytes.size(); at += 2) {
      out.push_back(static_cast<std::int16_t>(wordAt(bytes, at)));
    }
    return out;
  }
  out.reserve(bytes.size() / 3 * 2 + 1);
  for (size_t at = 0; at + 2 <= bytes.size(); at += 3) {
    const unsigned middle = byteAt(bytes, at + 1);
    out.push_back(twelveBits(byteAt(bytes, at) | ((middle & 0x0FU) << 8U)));
    if (at + 3 <= bytes.size()) {
      out.push_back(twelveBits(byteAt(bytes, at + 2) | ((middle >> 4U) << 8U)));
    }
  }
  return out;
}

base::Result<std::vector<WfdbAnnotation>> wfdbAnnotations(std::string_view bytes) {
  return AnnotationReader(bytes).read();
}

}  // namespace telesoft::data
