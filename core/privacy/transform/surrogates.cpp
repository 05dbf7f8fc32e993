#include "telesoft/privacy/transform/surrogates.h"

#include <cctype>

#include "telesoft/privacy/transform/code_surrogate.h"

namespace telesoft::privacy {

namespace {

bool isKeptInNames(const Word& word) {
  return (word.classes & (Lexicon::Title | Lexicon::Credential)) != 0 ||
         ((word.classes & Lexicon::Particle) != 0 && !word.capital());
}

std::string withCaseOf(std::string word, WordCase form) {
  for (size_t i = 0; i < word.size(); ++i) {
    const auto c = static_cast<unsigned char>(word[i]);
    const bool upper = form == WordCase::Upper || (i == 0 && form != WordCase::Lower);
    word[i] = static_cast<char>(upper ? std::toupper(c) : std::tolower(c));
  }
  return word;
}

/// The text with every word replaced by what `replace` gives.
template <class Replace>
std::string eachWord(std::string_view text, const std::vector<Word>& words, Replace replace) {
  std::string out;
  size_t at = 0;
  for (const Word& word : words) {
    out += text.substr(at, word.begin - at);
    out += replace(text.substr(word.begin, word.size()), word);
    at = word.end;
  }
  out += text.substr(at);
  return out;
}

}  // namespace

std::string Surrogates::nameWord(std::string_view word, const Word& form) const {
  const std::string lower = lowerWord(word);
  const auto& pool = (form.classes & Lexicon::Female) != 0  ? lexicon_.femaleNames()
                     : (form.classes & Lexicon::First) != 0 ? lexicon_.maleNames()
                                                            : lexicon_.lastNames();
  for (std::uint64_t counter = 0;; ++counter) {
    const std::string& chosen = pool[hash_.draw("name", lower, counter) % pool.size()];
    if (lowerWord(chosen) != lower) {
      return withCaseOf(chosen, form.kind);
    }
  }
}

std::string Surrogates::name(std::string_view original) const {
  std::vector<Word> words = wordsOf(original);
  lexicon_.classify(original, words);
  if (words.empty()) {
    return codeSurrogate(hash_, "name", original);
  }
  return eachWord(original, words, [&](std::string_view text, const Word& word) {
    if (isKeptInNames(word)) {
      return std::string(text);
    }
    return text.size() == 1 ? codeSurrogate(hash_, "initial", text) : nameWord(text, word);
  });
}

/// Numbers become numbers, names of streets and towns become names; "Street" and "Hospital" stay.
std::string Surrogates::address(std::string_view original, bool town) const {
  std::vector<Word> words = wordsOf(original);
  lexicon_.classify(original, words);
  std::string out = eachWord(original, words, [&](std::string_view text, const Word& word) {
    constexpr std::uint32_t kNames = Lexicon::First | Lexicon::Last | Lexicon::City;
    const bool ordinary =
        (word.classes & (Lexicon::Common | Lexicon::Kept)) != 0 && (word.classes & kNames) == 0;
    if (text.size() < 3 || ordinary || (word.classes & Lexicon::Title) != 0) {
      return std::string(text);
    }
    const auto& pool = town ? lexicon_.cities() : lexicon_.lastNames();
    const std::string lower = lowerWord(text);
    for (std::uint64_t counter = 0;; ++counter) {
      const std::string& chosen = pool[hash_.draw("place", lower, counter) % pool.size()];
      if (lowerWord(chosen) != lower) {
        return withCaseOf(chosen, word.kind);
      }
    }
  });
  for (size_t i = 0; i < out.size();) {
    size_t end = i;
    while (end < out.size() && std::isdigit(static_cast<unsigned char>(out[end])) != 0) {
      ++end;
    }
    if (end > i) {
      out.replace(i, end - i, codeSurrogate(hash_, "house", out.substr(i, end - i)));
    }
    i = end + 1;
  }
  return out == original ? name(original) : out;
}

std::string Surrogates::network(std::string_view kind, std::string_view original) const {
  const std::string lower = lowerWord(original);
  if (kind == "email") {
    return "person." + hash_.hex("email", lower, 8) + "@example.org";
  }
  if (kind == "url") {
    return "https://example.org/" + hash_.hex("url", lower, 8);
  }
  if (original.find(':') != std::string_view::npos) {
    return "2001:db8::" + hash_.hex("ip", lower, 4);
  }
  const std::uint64_t drawn = hash_.draw("ip", lower);
  return "10." + std::to_string(drawn % 256) + "." + std::to_string(drawn / 256 % 256) + "." +
         std::to_string(drawn / 65536 % 256);
}

std::string Surrogates::of(std::string_view kind, std::string_view original) const {
  if (kind == "name") {
    return name(original);
  }
  if (kind == "age") {
    return "90+";
  }
  if (kind == "email" || kind == "url" || kind == "ip") {
    return network(kind, original);
  }
  if (kind == "address" || kind == "organisation" || kind == "place") {
    return address(original, kind == "place");
  }
  return codeSurrogate(hash_, kind, original);
}

}  // namespace telesoft::privacy
