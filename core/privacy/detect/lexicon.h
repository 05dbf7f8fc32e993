// What the dictionaries say of a word.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "telesoft/base/os/files.h"
#include "telesoft/privacy/detect/tokens.h"

namespace telesoft::privacy {

/// Thread: any, once made.
class Lexicon {
 public:
  enum Class : std::uint32_t {
    First = 1U << 0U,   // given name
    Last = 1U << 1U,    // family name
    Common = 1U << 2U,  // an ordinary or clinical word
    Kept = 1U << 3U,    // a proper word of no person: a country, a brand
    Eponym = 1U << 4U,  // a name that stands in diseases, signs, devices
    Head = 1U << 5U,    // what an eponym stands before: "disease", "sign", "catheter"
    City = 1U << 6U,
    Title = 1U << 7U,       // "Dr", "Mrs"
    Particle = 1U << 8U,    // "van", "de la"
    Credential = 1U << 9U,  // "MD", "RN"
    Cue = 1U << 10U,        // "wife", "named": a name often follows
    Female = 1U << 11U,
    Clinical = 1U << 12U,  // a word of notes or of grammar; never a name without a cue
  };

  /// Reads the word lists of resources/names. NotFound or Corrupt names the list.
  [[nodiscard]] static base::Result<Lexicon> open(const base::Path& folder);

  /// Bits of Class.
  [[nodiscard]] std::uint32_t classesOf(std::string_view word) const;
  void classify(std::string_view text, std::vector<Word>& words) const;

  /// Names for surrogates: none is an ordinary word or an eponym.
  [[nodiscard]] const std::vector<std::string>& femaleNames() const { return female_; }
  [[nodiscard]] const std::vector<std::string>& maleNames() const { return male_; }
  [[nodiscard]] const std::vector<std::string>& lastNames() const { return last_; }
  [[nodiscard]] const std::vector<std::string>& cities() const { return cities_; }

 private:
  struct Hash {
    using is_transparent = void;
    size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
  };
  [[nodiscard]] base::Result<std::vector<std::string>> add(const base::Path& file,
                                                           std::uint32_t bits);
  [[nodiscard]] std::vector<std::string> usable(std::vector<std::string> words) const;

  std::unordered_map<std::string, std::uint32_t, Hash, std::equal_to<>> classes_;
  std::vector<std::string> female_, male_, last_, cities_;
};

}  // namespace telesoft::privacy
