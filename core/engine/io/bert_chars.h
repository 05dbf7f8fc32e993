// What becomes of each code point on its way into a word, for one setting of BertNormalizer.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

namespace telesoft::engine {

struct BertNormalization {
  bool cleanText = true;
  bool isolateChinese = true;
  bool stripAccents = true;
  bool lowercase = true;
};

enum class CharKind : std::uint8_t {
  Letter,   // goes into the word
  Punct,    // a word of its own
  Space,    // ends a word
  Gone,     // leaves nothing
  Barrier,  // leaves nothing, yet marks on its two sides keep their order
  Several,  // becomes several, see several()
  Hangul,   // becomes its two or three letters
};

/// The table is immutable once built; reading it from several threads is safe.
class BertChars {
 public:
  struct Char {
    CharKind kind = CharKind::Letter;
    std::uint8_t combiningClass = 0;  // of a mark that stays
    char32_t out = 0;                 // what it becomes, or the place in several()
  };
  explicit BertChars(const BertNormalization& how);

  [[nodiscard]] Char of(char32_t c) const {
    const std::uint32_t entry = c < 0x110000 ? pages_[pageOf_[c >> 8U]][c & 0xFFU] : kGone;
    const char32_t out = entry & kOutMask;
    return {static_cast<CharKind>((entry >> kKindShift) & 7U),
            static_cast<std::uint8_t>(entry >> kClassShift), out == 0 ? c : out};
  }
  /// The sequence of a Several.
  [[nodiscard]] const std::vector<Char>& several(char32_t place) const { return several_[place]; }
  /// The letters that a Hangul syllable decomposes to (Unicode 3.12); returns how many.
  static std::size_t hangul(char32_t syllable, std::array<char32_t, 3>& letters);

 private:
  // bits 0-20 what it becomes (0: itself), 21-23 kind, 24-31 combining class
  static constexpr std::uint32_t kOutMask = 0x1FFFFF, kKindShift = 21, kClassShift = 24;
  static constexpr std::uint32_t kGone = static_cast<std::uint32_t>(CharKind::Gone) << kKindShift;
  using Page = std::array<std::uint32_t, 256>;
  class Builder;

  std::array<std::uint16_t, 0x1100> pageOf_{};
  std::vector<Page> pages_;
  std::vector<std::vector<Char>> several_;
};

}  // namespace telesoft::engine
