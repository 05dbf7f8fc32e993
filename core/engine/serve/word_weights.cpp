#include "telesoft/engine/serve/word_weights.h"

#include <algorithm>
#include <cmath>

#include "telesoft/base/text.h"

namespace telesoft::engine {

using base::Result;
using base::Status;

namespace {

constexpr std::size_t kMostVariants = 32;
constexpr std::size_t kRuns = 16;

bool isSpace(char32_t c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == 0xA0 || c == 0x1680 ||
         (c >= 0x2000 && c <= 0x200A) || c == 0x202F || c == 0x205F || c == 0x3000;
}

/// Signs that are words of their own, as the tokenizer takes them.
bool isChinese(char32_t c) {
  return (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3400 && c <= 0x4DBF) ||
         (c >= 0xF900 && c <= 0xFAFF) || (c >= 0x20000 && c <= 0x2CEAF) ||
         (c >= 0x2F800 && c <= 0x2FA1F);
}

bool isAsciiPunct(char c) {
  return (c >= '!' && c <= '/') || (c >= ':' && c <= '@') || (c >= '[' && c <= '`') ||
         (c >= '{' && c <= '~');
}

/// The end of the run of signs that begins at `begin`, which is no space.
std::size_t endOfRun(std::string_view text, std::size_t begin) {
  std::size_t at = begin;
  while (at < text.size()) {
    const std::size_t here = at;
    const char32_t c = base::nextCodePoint(text, at);
    if (isChinese(c)) {
      return here == begin ? at : here;
    }
    if (isSpace(c)) {
      return here;
    }
  }
  return at;
}

/// Consecutive words that are left out together.
struct Run {
  std::size_t first = 0, end = 0;
  double weight = 0;
  [[nodiscard]] std::size_t size() const { return end - first; }
};

/// [first, end) in `count` runs of as nearly as can be the same length.
std::vector<Run> partsOf(std::size_t first, std::size_t end, std::size_t count) {
  std::vector<Run> out;
  for (std::size_t i = 0; i < count; ++i) {
    out.push_back({first + i * (end - first) / count, first + (i + 1) * (end - first) / count, 0});
  }
  return out;
}

bool isStronger(double a, double b) {
  return std::abs(a) > std::abs(b);
}

class Weighing {
 public:
  Weighing(const ExplainedText& text, const WordAsker& asker)
      : text_(text),
        words_(wordsOf(text.text, asker.tokenizer, asker.maxLength)),
        found_(static_cast<std::size_t>(
            std::max_element(text.probabilities.begin(), text.probabilities.end()) -
            text.probabilities.begin())) {
    auto encoding = asker.tokenizer.encode(text.text, asker.maxLength);
    tokens_ = std::move(encoding.ids);
    method_ = "leave one word out";
    if (encoding.truncated) {
      method_ += ", of the first " + std::to_string(asker.maxLength) + " tokens";
    }
    pending_ = words_.size() <= kMostVariants ? partsOf(0, words_.size(), words_.size())
                                              : partsOf(0, words_.size(), kRuns);
  }

  /// What is still to be asked.
  void addVariants(std::vector<std::vector<std::int32_t>>& out) const {
    for (const Run& run : pending_) {
      std::vector<std::int32_t> tokens(tokens_.begin(),
                                       tokens_.begin() + offset(words_[run.first].firstToken));
      tokens.insert(tokens.end(), tokens_.begin() + offset(words_[run.end - 1].endToken),
                    tokens_.end());
      out.push_back(std::move(tokens));
    }
  }
  /// Takes the answers from `at` on.
  void take(const Probabilities& answers, std::size_t& at) {
    for (Run& run : pending_) {
      run.weight = text_.probabilities[found_] - answers[at++][found_];
    }
    runs_.insert(runs_.end(), pending_.begin(), pending_.end());
    pending_.clear();
  }
  /// The strongest runs are to be asked again in parts, as far as the rest of the budget goes.
  void refine() {
    if (words_.size() <= kMostVariants) {
      return;
    }
    std::stable_sort(runs_.begin(), runs_.end(),
                     [](const Run& a, const Run& b) { return isStronger(a.weight, b.weight); });
    std::size_t left = kMostVariants - kRuns;
    std::size_t whole = 0;
    while (whole < runs_.size() && runs_[whole].size() <= left) {
      left -= runs_[whole++].size();
    }
    const std::size_t split = std::max<std::size_t>(whole, 1);
    for (std::size_t i = 0; i < split; ++i) {
      const Run& run = runs_[i];
      const auto parts = partsOf(run.first, run.end, whole > 0 ? run.size() : left);
      pending_.insert(pending_.end(), parts.begin(), parts.end());
    }
    runs_.erase(runs_.begin(), runs_.begin() + offset(split));
    method_ += "; " + std::to_string(words_.size()) + " words in " + std::to_string(kRuns) +
               " runs, the strongest " +
               (whole > 0 ? std::to_string(whole) + " word by word"
                          : "in " + std::to_string(pending_.size()) + " parts");
  }
  [[nodiscard]] WordWeights result() && {
    std::sort(runs_.begin(), runs_.end(), [](const Run& a, const Run& b) {
      return std::abs(a.weight) != std::abs(b.weight) ? isStronger(a.weight, b.weight)
                                                      : a.first < b.first;
    });
    WordWeights out{std::move(method_), {}};
    for (const Run& run : runs_) {
      const std::size_t start = words_[run.first].start;
      const std::size_t end = words_[run.end - 1].end;
      out.contributions.push_back({std::string(text_.text.substr(start, end - start)), run.weight,
                                   static_cast<std::int64_t>(start),
                                   static_cast<std::int64_t>(end)});
    }
    return out;
  }

 private:
  static std::ptrdiff_t offset(std::size_t i) { return static_cast<std::ptrdiff_t>(i); }

  const ExplainedText& text_;
  std::vector<TextWord> words_;
  std::size_t found_;
  std::vector<std::int32_t> tokens_;
  std::string method_;
  std::vector<Run> runs_, pending_;
};

Status askPending(std::vector<Weighing>& all, const WordAsker& asker) {
  std::vector<std::vector<std::int32_t>> variants;
  for (const Weighing& one : all) {
    one.addVariants(variants);
  }
  TELESOFT_TRY(answers, asker.ask(std::move(variants)));
  std::size_t at = 0;
  for (Weighing& one : all) {
    one.take(answers, at);
  }
  return {};
}

}  // namespace

std::vector<TextWord> wordsOf(std::string_view text,
                              const WordPiece& tokenizer,
                              std::size_t maxLength) {
  std::vector<TextWord> out;
  const std::size_t window = maxLength - 1;  // before the closing token
  std::size_t token = 1;                     // after the opening one
  for (std::size_t at = 0; at < text.size() && token < window;) {
    std::size_t next = at;
    if (isSpace(base::nextCodePoint(text, next))) {
      at = next;
      continue;
    }
    TextWord word{at, endOfRun(text, at), token, token};
    at = word.end;
    const auto ids = tokenizer.encode(text.substr(word.start, word.end - word.start)).ids;
    token = std::min(window, token + ids.size() - 2);
    word.endToken = token;
    while (word.start < word.end && isAsciiPunct(text[word.start])) {
      ++word.start;
    }
    while (word.end > word.start && isAsciiPunct(text[word.end - 1])) {
      --word.end;
    }
    if (word.start < word.end && word.firstToken < word.endToken) {
      out.push_back(word);
    }
  }
  return out;
}

Result<std::vector<WordWeights>> weighWords(const std::vector<ExplainedText>& texts,
                                            const WordAsker& asker) {
  std::vector<Weighing> all;
  all.reserve(texts.size());
  for (const ExplainedText& text : texts) {
    all.emplace_back(text, asker);
  }
  TELESOFT_CHECK(askPending(all, asker));
  for (Weighing& one : all) {
    one.refine();
  }
  TELESOFT_CHECK(askPending(all, asker));
  std::vector<WordWeights> out;
  for (Weighing& one : all) {
    out.push_back(std::move(one).result());
  }
  return out;
}

}  // namespace telesoft::engine
