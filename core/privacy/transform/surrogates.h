// What stands in a note or a column in place of an identifier.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "telesoft/data/dates.h"
#include "telesoft/privacy/detect/lexicon.h"
#include "telesoft/privacy/transform/keyed_hash.h"

namespace telesoft::privacy {

/// Equal originals of a kind get equal surrogates, whatever their capitals; the surrogate is never
/// the original. Thread: any, once made.
class Surrogates {
 public:
  /// Neither is copied; both must outlive it.
  Surrogates(const KeyedHash& hash, const Lexicon& lexicon) : hash_(hash), lexicon_(lexicon) {}

  /// Any kind but dates, for which see DateShift.
  [[nodiscard]] std::string of(std::string_view kind, std::string_view original) const;
  /// Word by word: given names for given names, titles and initials as they were written.
  [[nodiscard]] std::string name(std::string_view original) const;

 private:
  [[nodiscard]] std::string nameWord(std::string_view word, const Word& form) const;
  [[nodiscard]] std::string address(std::string_view original, bool town) const;
  [[nodiscard]] std::string network(std::string_view kind, std::string_view original) const;

  const KeyedHash& hash_;
  const Lexicon& lexicon_;
};

}  // namespace telesoft::privacy
