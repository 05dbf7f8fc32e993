// Unicode as Hugging Face's BertNormalizer and BertPreTokenizer see it: mixed versions that no
// Unicode library has, so taken from the program itself.
#pragma once

#include <cstdint>
#include <span>

namespace telesoft::engine {

struct CodeRange {
  char32_t first, last;
};
struct CombiningRange {
  char32_t first, last;
  std::uint8_t combiningClass;
};
struct LowerRun {
  char32_t first, last;
  std::uint8_t stride;
  std::int32_t distance;
};
struct LongMapping {
  char32_t from;
  char32_t to[4];  // zeros at the end
};

struct BertUnicode {
  std::span<const CodeRange> removed;   // by clean_text; white space that is not here becomes " "
  std::span<const CodeRange> isolated;  // by handle_chinese_chars
  std::span<const CodeRange> white;     // what splits words
  std::span<const CodeRange> punctuation;     // words of their own
  std::span<const CodeRange> passingMarks;    // removed by strip_accents, combining class above 0
  std::span<const CodeRange> blockingMarks;   // removed by it, class 0: marks do not move across
  std::span<const CombiningRange> combining;  // marks that stay, and are put in canonical order
  std::span<const CodeRange> strippedBlocks;  // one code point becomes one, in `stripped`, in order
  std::span<const char32_t> stripped;
  std::span<const LongMapping> strippedLong;  // Hangul syllables are not listed
  std::span<const LowerRun> lower;
  std::span<const LongMapping> lowerLong;
};

[[nodiscard]] const BertUnicode& bertUnicode();

}  // namespace telesoft::engine
