// The words of a text and what stands between them, for rules about names.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace telesoft::privacy {

enum class WordCase { Lower, Capital, Upper, Mixed };

/// A run of letters; "O'Brien" is one word, "Tay-Sachs" is two, "Parkinson's" is "Parkinson" with a
/// possessive.
struct Word {
  size_t begin = 0, end = 0;  // bytes, without the possessive
  WordCase kind = WordCase::Lower;
  bool possessive = false;
  bool initial = false;       // one capital letter
  bool starts = false;        // first of a sentence, a line or a field
  std::uint32_t classes = 0;  // bits of Lexicon

  [[nodiscard]] bool capital() const { return kind != WordCase::Lower; }
  [[nodiscard]] size_t size() const { return end - begin; }
};

[[nodiscard]] std::vector<Word> wordsOf(std::string_view text);

/// Lower case of a word, non-ASCII letters too.
[[nodiscard]] std::string lowerWord(std::string_view word);

}  // namespace telesoft::privacy
