#include "telesoft/knowledge/word_query.h"

#include <algorithm>
#include <set>

#include "telesoft/base/text.h"

namespace telesoft::knowledge {

namespace {

constexpr std::size_t kMaxWords = 64, kMaxWordBytes = 64;

bool isStopWord(const std::string& word) {
  static const std::set<std::string_view> kWords = {
      "a",      "an",   "and",  "are",   "as",   "at",    "be",   "been",  "by",   "can",   "could",
      "do",     "does", "for",  "from",  "had",  "has",   "have", "how",   "i",    "if",    "in",
      "into",   "is",   "it",   "its",   "me",   "my",    "of",   "on",    "or",   "our",   "shall",
      "should", "so",   "some", "such",  "than", "that",  "the",  "their", "them", "then",  "there",
      "these",  "they", "this", "those", "to",   "was",   "we",   "were",  "what", "when",  "where",
      "which",  "who",  "why",  "will",  "with", "would", "you",  "your",  "give", "given", "need",
      "needs",  "use",  "used", "using", "much", "many",  "must", "may",   "any",  "about"};
  return kWords.count(word) > 0;
}

/// Letters, digits and all that is not ASCII.
bool isWordByte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80;
}

std::vector<std::string> allWords(std::string_view query) {
  std::vector<std::string> out;
  std::string word;
  const std::string lower = base::lowerAscii(query);
  for (std::size_t i = 0; i <= lower.size(); ++i) {
    if (i < lower.size() && isWordByte(lower[i])) {
      word += lower[i];
    } else if (!word.empty()) {
      if (word.size() <= kMaxWordBytes && base::isUtf8(word)) {
        out.push_back(word);
      }
      word.clear();
    }
  }
  return out;
}

std::vector<std::string> keptWords(std::string_view query) {
  std::vector<std::string> words = allWords(query);
  if (!std::all_of(words.begin(), words.end(), isStopWord)) {
    std::erase_if(words, isStopWord);
  }
  words.resize(std::min(words.size(), kMaxWords));
  return words;
}

std::string quoted(const std::string& words) {
  return '"' + words + '"';
}

}  // namespace

std::vector<std::string> queryWords(std::string_view query) {
  std::vector<std::string> out;
  for (const std::string& word : keptWords(query)) {
    if (std::find(out.begin(), out.end(), word) == out.end()) {
      out.push_back(word);
    }
  }
  return out;
}

std::string wordQuery(std::string_view query) {
  std::vector<std::string> terms;
  for (const std::string& word : queryWords(query)) {
    terms.push_back(quoted(word));
  }
  const std::vector<std::string> words = keptWords(query);
  for (std::size_t i = 0; i + 1 < words.size(); ++i) {
    terms.push_back(quoted(words[i] + " " + words[i + 1]));
  }
  return base::join(terms, " OR ");
}

std::string allWordsQuery(std::string_view query) {
  std::vector<std::string> terms;
  for (const std::string& word : queryWords(query)) {
    terms.push_back(quoted(word));
  }
  return base::join(terms, " AND ");
}

}  // namespace telesoft::knowledge
