#include "telesoft/privacy/detect/probe_finder.h"

#include <algorithm>
#include <cctype>

#include "telesoft/privacy/detect/lexicon.h"

namespace telesoft::privacy {

namespace {

using protocol::PhiSpan;

/// Letters and digits in small letters, and where each stands in the text.
struct Folded {
  explicit Folded(std::string_view text) {
    for (size_t i = 0; i < text.size(); ++i) {
      const auto c = static_cast<unsigned char>(text[i]);
      if (std::isalnum(c) != 0 || c >= 0x80) {
        letters += static_cast<char>(std::tolower(c));
        at.push_back(i);
      }
    }
  }
  std::string letters;
  std::vector<size_t> at;
};

size_t allowedTypos(size_t length) {
  return length >= 9 ? 2 : length >= 5 ? 1 : 0;
}

/// Optimal string alignment distance, given up above `limit`.
bool within(std::string_view a, std::string_view b, size_t limit) {
  if (a == b) {
    return true;
  }
  if (limit == 0 || (a.size() > b.size() ? a.size() - b.size() : b.size() - a.size()) > limit) {
    return false;
  }
  std::vector<size_t> before(b.size() + 1), last(b.size() + 1), row(b.size() + 1);
  for (size_t j = 0; j <= b.size(); ++j) {
    last[j] = j;
  }
  for (size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      row[j] =
          std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        row[j] = std::min(row[j], before[j - 2] + 1);
      }
    }
    before.swap(last);
    last.swap(row);
  }
  return last[b.size()] <= limit;
}

class ProbeSearch {
 public:
  ProbeSearch(std::string_view text, const std::vector<Word>& words) : text_(text), words_(words) {}

  void name(const Probe& probe) {
    for (const Word& part : wordsOf(probe.text)) {
      const std::string wanted =
          lowerWord(std::string_view(probe.text).substr(part.begin, part.size()));
      if (wanted.size() < 3) {
        continue;
      }
      for (const Word& word : words_) {
        if (word.size() + 2 < wanted.size() || word.size() > wanted.size() + 2) {
          continue;
        }
        const bool ordinary = (word.classes & Lexicon::Common) != 0;
        const std::string have = lowerWord(text_.substr(word.begin, word.size()));
        const bool same = have == wanted && (!ordinary || word.capital());
        const bool typo =
            !ordinary && have[0] == wanted[0] && within(have, wanted, allowedTypos(wanted.size()));
        if (same || typo) {
          add(word.begin, word.end, probe, same ? .97 : .8);
        }
      }
    }
  }
  void code(const Probe& probe) {
    if (folded_.letters.empty()) {
      folded_ = Folded(text_);
    }
    const std::string wanted = Folded(probe.text).letters;
    if (wanted.size() < 4) {
      return;
    }
    for (size_t i = folded_.letters.find(wanted); i != std::string::npos;
         i = folded_.letters.find(wanted, i + 1)) {
      const size_t begin = folded_.at[i], end = folded_.at[i + wanted.size() - 1] + 1;
      if (end - begin <= wanted.size() * 2 && isEdge(begin, end)) {
        add(begin, end, probe, .97);
      }
    }
  }
  std::vector<PhiSpan> found;

 private:
  [[nodiscard]] bool isEdge(size_t begin, size_t end) const {
    const auto same = [&](size_t a, size_t b) {
      const auto x = static_cast<unsigned char>(text_[a]), y = static_cast<unsigned char>(text_[b]);
      return (std::isdigit(x) != 0 && std::isdigit(y) != 0) ||
             (std::isalpha(x) != 0 && std::isalpha(y) != 0);
    };
    return (begin == 0 || !same(begin - 1, begin)) && (end == text_.size() || !same(end - 1, end));
  }
  void add(size_t begin, size_t end, const Probe& probe, double confidence) {
    found.push_back({static_cast<std::int64_t>(begin), static_cast<std::int64_t>(end), probe.kind,
                     "stands in this row's column " + probe.column, confidence});
  }
  std::string_view text_;
  const std::vector<Word>& words_;
  Folded folded_{std::string_view()};
};

}  // namespace

std::vector<PhiSpan> findProbes(std::string_view text,
                                const std::vector<Word>& words,
                                const std::vector<Probe>& probes) {
  ProbeSearch search(text, words);
  for (const Probe& probe : probes) {
    if (probe.kind == "name") {
      search.name(probe);
    } else {
      search.code(probe);
    }
  }
  return std::move(search.found);
}

}  // namespace telesoft::privacy
