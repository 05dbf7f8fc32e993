#include "telesoft/privacy/detect/name_sequence.h"

#include <algorithm>

namespace telesoft::privacy {

namespace {

constexpr std::uint32_t kName = Lexicon::First | Lexicon::Last;
constexpr std::uint32_t kNoName = Lexicon::Common | Lexicon::Kept;
constexpr size_t kMaxWords = 6;

/// Endings of medical words that no word list holds in full.
bool hasMedicalEnding(std::string_view word) {
  static constexpr std::string_view kEndings[] = {
      "ology",  "iatry", "iatric", "itis",  "osis",   "scopy", "tomy",
      "ectomy", "emia",  "oma",    "pathy", "cillin", "mycin", "azole",
      "statin", "sol",   "dine",   "tic",   "graphy", "rrhea", "plasty"};
  return std::any_of(std::begin(kEndings), std::end(kEndings), [&](std::string_view ending) {
    return word.size() > ending.size() && word.substr(word.size() - ending.size()) == ending;
  });
}

bool isFull(const Word& word) {
  return word.size() > 1;
}

}  // namespace

std::string_view NameSequence::gap(size_t left) const {
  const size_t from = words_[left].end;
  return left + 1 < words_.size() ? text_.substr(from, words_[left + 1].begin - from)
                                  : text_.substr(from);
}

bool NameSequence::joined(size_t left) const {
  if (left + 1 >= words_.size() || words_[left].possessive) {
    return false;
  }
  const std::string_view between = gap(left);
  const Word& word = words_[left];
  const bool stopAllowed =
      word.initial || (word.classes & (Lexicon::Title | Lexicon::Particle)) != 0;
  return !between.empty() && between.size() <= 3 &&
         between.find_first_not_of(stopAllowed ? " .-" : " -") == std::string_view::npos &&
         between.find("- ") == std::string_view::npos &&
         between.find(" -") == std::string_view::npos;
}

/// "Age" in "Age: 45".
bool NameSequence::isLabel(size_t i) const {
  const std::string_view rest = text_.substr(words_[i].end, 2);
  return !rest.empty() && (rest[0] == ':' || rest == " :" || rest[0] == '=');
}

bool NameSequence::isUnknown(size_t i) const {
  return words_[i].kind == WordCase::Capital && isFull(words_[i]) &&
         !is(i, kName | kNoName | Lexicon::Head | Lexicon::Title | Lexicon::Credential |
                    Lexicon::City | Lexicon::Eponym) &&
         !hasMedicalEnding(text_.substr(words_[i].begin, words_[i].size()));
}

bool NameSequence::isSurelyName(size_t i) const {
  return words_[i].capital() && is(i, kName) && isFull(words_[i]) &&
         !is(i, kNoName | Lexicon::Head) && (!is(i, Lexicon::Eponym) || is(i, Lexicon::First));
}

bool NameSequence::begins(size_t i, NameTrust trust) const {
  const Word& word = words_[i];
  if (isLabel(i) || is(i, Lexicon::Credential | Lexicon::Title)) {
    return false;
  }
  if (!word.capital()) {
    return trust != NameTrust::Weak && isFull(word) && is(i, kName) && !is(i, kNoName);
  }
  if (word.initial) {
    return trust != NameTrust::Weak || (joined(i) && words_[i + 1].capital() && is(i + 1, kName));
  }
  const bool ordinary = is(i, kNoName) && !is(i, kName);
  switch (trust) {
    case NameTrust::Title:
      return !ordinary || word.kind == WordCase::Capital;
    case NameTrust::Strong:
      return !ordinary && (word.kind != WordCase::Upper || is(i, kName) || word.size() > 4);
    case NameTrust::Weak:
      return isSurelyName(i) || (isUnknown(i) && !word.starts) ||
             (is(i, Lexicon::First) && joined(i) && words_[i + 1].capital() && is(i + 1, kName));
  }
  return false;
}

bool NameSequence::continues(size_t i, size_t fullWords) const {
  const Word& word = words_[i];
  if (!word.capital() || isLabel(i) || is(i, Lexicon::Credential)) {
    return false;
  }
  if (word.initial) {
    return true;
  }
  if (is(i, Lexicon::Eponym) && headFollows(i)) {
    return false;
  }
  if (is(i, kName | Lexicon::Eponym)) {
    return !is(i, kNoName) || (is(i, kName) && fullWords <= 1);
  }
  return (isUnknown(i) || (word.kind == WordCase::Upper && words_[i - 1].kind == WordCase::Upper &&
                           !is(i, kNoName) && word.size() > 3)) &&
         fullWords < 3;
}

/// The index of "Berg" in "van der Berg"; `i` where no family name follows particles.
size_t NameSequence::afterParticles(size_t i) const {
  size_t last = i;
  while (last < words_.size() && is(last, Lexicon::Particle) && joined(last)) {
    ++last;
  }
  return last < words_.size() && words_[last].capital() &&
                 (!is(last, Lexicon::Common) || is(last, kName))
             ? last
             : i;
}

/// "Beet" in "Dr. Justin Beet": an ordinary word, but no clinical one, after a given name.
bool NameSequence::isOddSurname(size_t i, size_t fullWords) const {
  return fullWords == 1 && words_[i].kind == WordCase::Capital && is(i - 1, Lexicon::First) &&
         !is(i, Lexicon::Clinical | Lexicon::Kept | Lexicon::Head | Lexicon::Credential) &&
         !isLabel(i);
}

/// "Smith, John": the comma is followed by a given name.
bool NameSequence::commaThenName(size_t left, NameTrust trust) const {
  if (left + 1 >= words_.size() || (gap(left) != ", " && gap(left) != ",")) {
    return false;
  }
  const size_t i = left + 1;
  if (!words_[i].capital() || isLabel(i) || is(i, Lexicon::Credential | Lexicon::Title)) {
    return false;
  }
  return is(i, Lexicon::First) ||
         (trust == NameTrust::Strong && (is(i, kName) || isUnknown(i)) && !is(i, kNoName));
}

size_t NameSequence::after(size_t from, NameTrust trust) const {
  if (from >= words_.size() || !begins(from, trust)) {
    return from;
  }
  size_t full = isFull(words_[from]) ? 1 : 0;
  bool comma = false;
  size_t i = from + 1;
  while (i < words_.size() && i - from < kMaxWords) {
    if (!joined(i - 1)) {
      if (comma || trust == NameTrust::Title || full == 0 || !commaThenName(i - 1, trust)) {
        break;
      }
      comma = true;
    } else if (const size_t last = afterParticles(i); last > i) {
      i = last;
    } else if (!continues(i, full) && !(trust == NameTrust::Title && isOddSurname(i, full)) &&
               !(gap(i - 1) == "-" && words_[i].capital() && isFull(words_[i]))) {
      break;
    }
    full += isFull(words_[i]) ? 1 : 0;
    ++i;
  }
  const bool onlyOrdinary =
      full == 1 && i == from + 1 && is(from, kNoName) && trust != NameTrust::Title;
  if (onlyOrdinary && (trust == NameTrust::Weak || (i < words_.size() && gap(i - 1) == " "))) {
    return from;  // "Patient: Young female"
  }
  return full == 0 && i - from < 2 && trust != NameTrust::Title ? from : i;
}

size_t NameSequence::before(size_t last) const {
  size_t first = last + 1, full = 0;
  for (size_t i = last + 1; i-- > 0 && last - i < 4;) {
    const bool ordinary = is(i, kNoName) && !is(i, kName);
    if (!words_[i].capital() || ordinary ||
        is(i, Lexicon::Title | Lexicon::Credential | Lexicon::Clinical) ||
        (i < last && !joined(i))) {
      break;
    }
    full += isFull(words_[i]) && (is(i, kName) || isUnknown(i)) ? 1 : 0;
    first = i;
  }
  return full > 0 ? first : last + 1;
}

size_t NameSequence::byDictionary(size_t from) const {
  const Word& word = words_[from];
  if (from + 1 >= words_.size() || isLabel(from)) {
    return from;
  }
  if (!word.capital()) {  // "olga krylova"
    const bool pair = word.kind == words_[from + 1].kind && joined(from) &&
                      is(from, Lexicon::First) && is(from + 1, Lexicon::Last) && word.size() > 2 &&
                      words_[from + 1].size() > 3 && !is(from, kNoName | Lexicon::Eponym) &&
                      !is(from + 1, kNoName | Lexicon::Eponym);
    return pair ? from + 2 : from;
  }
  const bool comma = commaThenName(from, NameTrust::Weak);
  if (comma && is(from, kName) && (isSurelyName(from) || isSurelyName(from + 1)) &&
      !is(from, Lexicon::City) && !is(from, Lexicon::Kept) &&
      words_[from].kind == words_[from + 1].kind) {
    return after(from, NameTrust::Strong);
  }
  if (!joined(from)) {
    return from;
  }
  size_t last = from + 1;
  while (last + 1 < words_.size() && last - from < 3 && joined(last) &&
         (words_[last].initial || is(last, Lexicon::Particle))) {
    ++last;
  }
  if (!words_[last].capital() || !isFull(words_[last]) || isLabel(last)) {
    return from;
  }
  if (word.initial) {
    return gap(from).find('.') != std::string_view::npos && isSurelyName(last) && !isEponymAt(last)
               ? last + 1
               : from;
  }
  const bool given = is(from, Lexicon::First) && !is(from, Lexicon::Head);
  const bool clinical = is(from, Lexicon::Clinical | Lexicon::Kept);
  const bool sure = isSurelyName(from) ||
                    (!clinical && ((is(last, kName) && !is(last, kNoName)) || isUnknown(last)));
  const bool family = is(last, kName) || isUnknown(last);
  const bool bothEponyms = is(from, Lexicon::Eponym) && isEponymAt(last);
  if (given && family && sure && !bothEponyms) {
    return std::max(last + 1, after(from, NameTrust::Strong));
  }
  return from;
}

bool NameSequence::fillsLine(size_t from, size_t to) const {
  const size_t before = words_[from].begin, after = words_[to - 1].end;
  const size_t lineStart = text_.rfind('\n', before == 0 ? 0 : before - 1);
  const size_t lineEnd = text_.find('\n', after);
  const bool only = lineStart != std::string_view::npos || lineEnd != std::string_view::npos;
  const std::string_view lead =
      text_.substr(lineStart == std::string_view::npos ? 0 : lineStart,
                   before - (lineStart == std::string_view::npos ? 0 : lineStart));
  const std::string_view rest =
      text_.substr(after, lineEnd == std::string_view::npos ? lineEnd : lineEnd - after);
  constexpr std::string_view kBlank = " \t\r\n>?,.";
  return only && lead.find_first_not_of(kBlank) == std::string_view::npos &&
         rest.find_first_not_of(kBlank) == std::string_view::npos;
}

size_t NameSequence::byForm(size_t from) const {
  const auto fits = [&](size_t i) {
    return words_[i].initial || (words_[i].kind == WordCase::Capital &&
                                 (is(i, kName) || isUnknown(i)) && !is(i, Lexicon::Clinical));
  };
  size_t to = from, ordinary = 0, initials = 0;
  while (to < words_.size() && to - from < 4 && fits(to) && (to == from || joined(to - 1))) {
    ordinary += is(to, kNoName) ? 1 : 0;
    initials += words_[to].initial ? 1 : 0;
    ++to;
  }
  if (to - from < 2 + initials || words_[from].initial || words_[to - 1].initial) {
    return from;
  }
  const bool aroundInitial = initials == 1 && to - from == 3 && ordinary == 0;
  const bool eponym = isEponymAt(from) || isEponymAt(to - 1);
  return !eponym && ordinary < to - from && (aroundInitial || fillsLine(from, to)) ? to : from;
}

/// "X's disease", "X-Y disease", "X muscular dystrophy"; the head is at most three words away.
bool NameSequence::headFollows(size_t i) const {
  for (size_t step = 0; step < 3 && i + step + 1 < words_.size(); ++step) {
    const size_t next = i + step + 1;
    std::string_view between = gap(next - 1);
    if (words_[next - 1].possessive) {
      const size_t space = between.find(' ');
      between = space == std::string_view::npos ? between : between.substr(space);
    }
    if (between != " " && between != "-" && between != "") {
      return false;
    }
    if (is(next, Lexicon::Head)) {
      return true;
    }
    if (!is(next, Lexicon::Common | Lexicon::Eponym) &&
        !(between == "-" && words_[next].capital())) {
      return false;
    }
  }
  return false;
}

bool NameSequence::isEponymAt(size_t i) const {
  const bool listed = is(i, Lexicon::Eponym);
  if (listed && (headFollows(i) || (words_[i].possessive && !is(i, Lexicon::First)))) {
    return true;
  }
  const auto word = [&](size_t back) {
    return text_.substr(words_[i - back].begin, words_[i - back].size());
  };
  if (i >= 2 && word(1) == "of" && is(i - 2, Lexicon::Head | Lexicon::Common) &&
      !words_[i - 2].capital() && listed) {
    return true;
  }
  const bool given = is(i, Lexicon::First);
  return headFollows(i) && !(given && words_[i].possessive && !listed);
}

}  // namespace telesoft::privacy
