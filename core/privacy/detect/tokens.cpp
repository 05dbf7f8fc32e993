#include "telesoft/privacy/detect/tokens.h"

#include <unicode/uchar.h>

#include "telesoft/base/text.h"

namespace telesoft::privacy {

namespace {

struct Letter {
  bool letter = false;
  bool upper = false;
  size_t next = 0;
};

Letter letterAt(std::string_view text, size_t at) {
  const auto c = static_cast<unsigned char>(text[at]);
  if (c < 0x80) {
    const bool upper = c >= 'A' && c <= 'Z';
    return {upper || (c >= 'a' && c <= 'z'), upper, at + 1};
  }
  size_t next = at;
  const auto point = static_cast<UChar32>(base::nextCodePoint(text, next));
  return {u_isalpha(point) != 0, u_isupper(point) != 0, next};
}

/// The length of an apostrophe at `at`, 0 for none.
size_t apostropheAt(std::string_view text, size_t at) {
  if (at < text.size() && text[at] == '\'') {
    return 1;
  }
  return text.substr(at, 3) == "\xE2\x80\x99" ? 3 : 0;
}

bool isLetterAt(std::string_view text, size_t at) {
  return at < text.size() && letterAt(text, at).letter;
}

/// "'s" or "'S" and no letter after it; or "s'" is left alone.
bool possessiveAt(std::string_view text, size_t at) {
  const size_t mark = apostropheAt(text, at);
  return mark > 0 && at + mark < text.size() && (text[at + mark] | 0x20) == 's' &&
         !isLetterAt(text, at + mark + 1);
}

WordCase caseOf(size_t letters, size_t uppers, bool firstUpper) {
  if (uppers == 0) {
    return WordCase::Lower;
  }
  if (uppers == letters && letters > 1) {
    return WordCase::Upper;
  }
  return firstUpper ? WordCase::Capital : WordCase::Mixed;
}

/// Whether what stands between two words ends a sentence, a line or a field. The full stop of a
/// title or an initial ends none.
bool endsSentence(std::string_view gap, const Word& before) {
  if (gap.find_first_of("\n\r|!?;\"") != std::string_view::npos) {
    return true;
  }
  const size_t stop = gap.find_first_of(".:");
  return stop != std::string_view::npos &&
         (gap[stop] == ':' || before.size() > 3 || !before.capital());
}

Word readWord(std::string_view text, size_t at) {
  Word word;
  word.begin = at;
  size_t letters = 0, uppers = 0;
  bool firstUpper = false;
  while (at < text.size()) {
    const Letter letter = letterAt(text, at);
    if (!letter.letter) {
      const size_t mark = apostropheAt(text, at);
      if (mark == 0 || possessiveAt(text, at) || !isLetterAt(text, at + mark)) {
        break;
      }
      at += mark;
      continue;
    }
    firstUpper = letters == 0 ? letter.upper : firstUpper;
    ++letters;
    uppers += letter.upper ? 1 : 0;
    at = letter.next;
  }
  word.end = at;
  word.kind = caseOf(letters, uppers, firstUpper);
  word.initial = letters == 1 && uppers == 1;
  word.possessive = possessiveAt(text, at) || (apostropheAt(text, at) > 0 && text[at - 1] == 's');
  return word;
}

}  // namespace

std::vector<Word> wordsOf(std::string_view text) {
  std::vector<Word> out;
  size_t gapFrom = 0;
  for (size_t at = 0; at < text.size();) {
    const Letter letter = letterAt(text, at);
    if (!letter.letter) {
      at = letter.next;
      continue;
    }
    Word word = readWord(text, at);
    word.starts = out.empty() || endsSentence(text.substr(gapFrom, at - gapFrom), out.back());
    at = word.end;
    if (possessiveAt(text, at)) {
      at += apostropheAt(text, at) + 1;
    }
    gapFrom = at;
    out.push_back(word);
  }
  return out;
}

std::string lowerWord(std::string_view word) {
  std::string out;
  for (size_t at = 0; at < word.size();) {
    const auto c = static_cast<unsigned char>(word[at]);
    if (c < 0x80) {
      out += static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
      ++at;
    } else {
      base::appendUtf8(out, static_cast<char32_t>(
                                u_tolower(static_cast<UChar32>(base::nextCodePoint(word, at)))));
    }
  }
  return out;
}

}  // namespace telesoft::privacy
