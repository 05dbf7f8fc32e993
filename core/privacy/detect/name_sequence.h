// How far a person's name goes from a word on, and whether a word is an eponym where it stands.
#pragma once

#include <string_view>
#include <vector>

#include "telesoft/privacy/detect/lexicon.h"

namespace telesoft::privacy {

/// How sure what stands before makes us that a name follows.
enum class NameTrust {
  Title,   // "Dr. ___": any word written with a capital
  Strong,  // "Patient: ___": any but an ordinary word
  Weak     // "seen by ___": it must be written as a name
};

class NameSequence {
 public:
  NameSequence(std::string_view text, const std::vector<Word>& words)
      : text_(text), words_(words) {}

  /// The index after the name's last word; `from` where no name begins.
  [[nodiscard]] size_t after(size_t from, NameTrust trust) const;
  /// The index of the first word of a name that ends with word `last` (before ", MD").
  [[nodiscard]] size_t before(size_t last) const;
  /// A given name with a family name, or "Last, First", or an initial with a family name, by the
  /// dictionaries alone; `from` for none.
  [[nodiscard]] size_t byDictionary(size_t from) const;

  /// Two or more words that no list knows, written as a name: alone on their line, or around an
  /// initial; `from` for none.
  [[nodiscard]] size_t byForm(size_t from) const;

  /// In a list of names and no ordinary word, country or eponym.
  [[nodiscard]] bool isSurelyName(size_t i) const;
  /// "Parkinson" in "Parkinson's disease", "Becker muscular dystrophy", "circle of Willis".
  [[nodiscard]] bool isEponymAt(size_t i) const;
  /// What stands between two words allows one name to go on.
  [[nodiscard]] bool joined(size_t left) const;

 private:
  [[nodiscard]] bool is(size_t i, std::uint32_t classes) const {
    return (words_[i].classes & classes) != 0;
  }
  [[nodiscard]] std::string_view gap(size_t left) const;
  [[nodiscard]] bool isUnknown(size_t i) const;
  [[nodiscard]] bool isLabel(size_t i) const;
  [[nodiscard]] bool begins(size_t i, NameTrust trust) const;
  [[nodiscard]] bool continues(size_t i, size_t fullWords) const;
  [[nodiscard]] size_t afterParticles(size_t i) const;
  [[nodiscard]] bool isOddSurname(size_t i, size_t fullWords) const;
  [[nodiscard]] bool commaThenName(size_t left, NameTrust trust) const;
  [[nodiscard]] bool fillsLine(size_t from, size_t to) const;
  [[nodiscard]] bool headFollows(size_t i) const;

  std::string_view text_;
  const std::vector<Word>& words_;
};

}  // namespace telesoft::privacy
