#include "telesoft/privacy/detect/name_finder.h"

#include <algorithm>
#include <unordered_set>

#include <re2/re2.h>

#include "telesoft/privacy/detect/name_sequence.h"

namespace telesoft::privacy {

namespace {

using base::ErrorCode;
using base::fail;
using protocol::PhiSpan;

struct CueText {
  std::string id, strength, reason, regex;
};
template <class V>
void describe(V& v, CueText& c) {
  v.required("id", c.id);
  v.required("strength", c.strength);
  v.required("reason", c.reason);
  v.required("regex", c.regex);
}
struct CueFile {
  std::string format;
  std::int64_t version = 0;
  std::string about, source;
  std::vector<CueText> cues;
};
template <class V>
void describe(V& v, CueFile& f) {
  v.required("format", f.format);
  v.required("version", f.version);
  v.optional("about", f.about);
  v.required("source", f.source);
  v.required("cues", f.cues);
}

/// One search of one text.
class Search {
 public:
  Search(std::string_view text, const std::vector<Word>& words)
      : text_(text), words_(words), names_(text, words), taken_(words.size(), false) {}

  void titles() {
    for (size_t i = 0; i + 1 < words_.size(); ++i) {
      if (isTitle(i)) {
        const size_t after = names_.after(i + 1, NameTrust::Title);
        take(i + 1, after, "after the title \"" + text(i) + "\"", .95);
      }
    }
  }
  void afterCue(size_t byte, NameTrust trust, const std::string& reason) {
    const size_t from = wordAt(byte);
    if (from >= words_.size() || words_[from].begin - byte > 2) {
      return;
    }
    size_t start = from;
    if (isTitle(from)) {
      ++start;
    }
    if (trust == NameTrust::Weak && names_.isEponymAt(start < words_.size() ? start : from)) {
      return;
    }
    take(start, names_.after(start, trust), reason, trust == NameTrust::Strong ? .9 : .75);
  }
  /// A name ends before `byte`, where ", MD" begins.
  void beforeCue(size_t byte, const std::string& reason) {
    const size_t next = wordAt(byte);
    if (next == 0 || words_[next - 1].end + (words_[next - 1].possessive ? 2 : 0) < byte) {
      return;
    }
    take(names_.before(next - 1), next, reason, .9);
  }
  void dictionary() {
    for (size_t i = 0; i < words_.size(); ++i) {
      if (taken_[i]) {
        continue;
      }
      const size_t after = names_.byDictionary(i);
      if (after > i) {
        take(i, after, "given and family name", .85);
        i = after - 1;
      } else if (const size_t end = names_.byForm(i); end > i) {
        take(i, end, "written as a name", .6);
        i = end - 1;
      } else if (isAlone(i)) {
        const bool given = (words_[i].classes & Lexicon::First) != 0;
        take(i, i + 1, given ? "given name" : "family name", given ? .65 : .55);
      }
    }
  }
  /// The words of names found surely, wherever else they stand in this text.
  void repeats() {
    std::unordered_set<std::string> known;
    for (size_t i = 0; i < words_.size(); ++i) {
      if (taken_[i] && words_[i].size() > 2 && !words_[i].initial &&
          (words_[i].classes & Lexicon::Common) == 0) {
        known.insert(lowerWord(wordText(i)));
      }
    }
    for (size_t i = 0; i < words_.size() && !known.empty(); ++i) {
      if (!taken_[i] && words_[i].capital() && !names_.isEponymAt(i) &&
          known.count(lowerWord(wordText(i))) > 0) {
        take(i, i + 1, "named elsewhere in this text", .8);
      }
    }
  }
  std::vector<PhiSpan> found;

 private:
  [[nodiscard]] std::string_view wordText(size_t i) const {
    return text_.substr(words_[i].begin, words_[i].size());
  }
  [[nodiscard]] std::string text(size_t i) const { return std::string(wordText(i)); }
  [[nodiscard]] size_t wordAt(size_t byte) const {
    return static_cast<size_t>(
        std::lower_bound(words_.begin(), words_.end(), byte,
                         [](const Word& w, size_t b) { return w.begin < b; }) -
        words_.begin());
  }
  /// "Dr", "dr." and "DR", but neither "miss" nor "MS".
  [[nodiscard]] bool isTitle(size_t i) const {
    const Word& word = words_[i];
    if ((word.classes & Lexicon::Title) == 0 || i + 1 >= words_.size()) {
      return false;
    }
    const size_t gap = words_[i + 1].begin - word.end;
    const bool stop = text_[word.end] == '.';
    const bool spaced = stop ? gap <= 3 : gap <= 2 && text_[word.end] == ' ';
    const bool ownWord = word.size() > 3;  // "miss", "doctor", "attorney"
    const std::string_view written = wordText(i);
    return spaced &&
           (word.capital() || (stop && !ownWord) || written == "dr" || written == "mr" ||
            written == "mrs") &&
           !(written == "MS" || written == "REV" || written == "SIR" || written == "MISS");
  }
  [[nodiscard]] bool isAlone(size_t i) const {
    const Word& word = words_[i];
    if (names_.isEponymAt(i)) {
      return false;
    }
    if (!names_.isSurelyName(i)) {  // "They met Heather", but neither "Heather grows" nor "Will"
      constexpr std::uint32_t kOther =
          Lexicon::Clinical | Lexicon::Kept | Lexicon::Eponym | Lexicon::Head;
      return (word.classes & Lexicon::First) != 0 && (word.classes & kOther) == 0 && !word.starts &&
             word.kind == WordCase::Capital && word.size() > 2 &&
             (i == 0 || !names_.joined(i - 1) || !words_[i - 1].capital()) &&
             (!names_.joined(i) || !words_[i + 1].capital());
    }
    const bool given = (word.classes & Lexicon::First) != 0;
    const bool joinedToOther = i > 0 && names_.joined(i - 1) && words_[i - 1].capital() &&
                               !words_[i - 1].starts && !taken_[i - 1];
    if (word.kind != WordCase::Capital) {
      return given && word.kind == WordCase::Upper && word.size() > 3;
    }
    return word.size() > 2 && (given || (!word.starts && !joinedToOther));
  }
  void take(size_t from, size_t to, const std::string& reason, double confidence) {
    if (from >= to) {
      return;
    }
    for (size_t i = from; i < to; ++i) {
      taken_[i] = true;
    }
    found.push_back({static_cast<std::int64_t>(words_[from].begin),
                     static_cast<std::int64_t>(words_[to - 1].end), "name", reason, confidence});
  }
  std::string_view text_;
  const std::vector<Word>& words_;
  NameSequence names_;
  std::vector<bool> taken_;
};

}  // namespace

struct NameFinder::Cue {
  CueText text;
  std::unique_ptr<re2::RE2> regex;
  enum class Kind { Strong, Weak, Before } kind = Kind::Weak;
};

NameFinder::NameFinder() = default;
NameFinder::NameFinder(NameFinder&&) noexcept = default;
NameFinder& NameFinder::operator=(NameFinder&&) noexcept = default;
NameFinder::~NameFinder() = default;

base::Result<NameFinder> NameFinder::open(const base::Path& patterns) {
  TELESOFT_TRY(text, base::readFile(patterns / "name_cues.json").in("reading the name cues"));
  TELESOFT_TRY(json, base::parseJson(text).in("reading the name cues"));
  TELESOFT_TRY(file, base::fromJson<CueFile>(json, base::Keys::Strict).in("reading the name cues"));
  NameFinder out;
  for (CueText& cue : file.cues) {
    auto made = std::make_unique<Cue>();
    re2::RE2::Options options;
    options.set_log_errors(false);
    made->regex = std::make_unique<re2::RE2>(cue.regex, options);
    const bool known =
        cue.strength == "strong" || cue.strength == "weak" || cue.strength == "before";
    if (!made->regex->ok() || !known) {
      return fail(ErrorCode::Corrupt,
                  "name cue \"" + cue.id + "\" is not valid: " + made->regex->error(),
                  "Correct name_cues.json, or install the program again.");
    }
    made->kind = cue.strength == "strong" ? Cue::Kind::Strong
                 : cue.strength == "weak" ? Cue::Kind::Weak
                                          : Cue::Kind::Before;
    made->text = std::move(cue);
    out.cues_.push_back(std::move(made));
  }
  return out;
}

std::vector<PhiSpan> NameFinder::find(std::string_view text, const std::vector<Word>& words) const {
  if (words.empty()) {
    return {};
  }
  Search search(text, words);
  search.titles();
  const re2::StringPiece whole(text.data(), text.size());
  for (const auto& cue : cues_) {
    re2::StringPiece match;
    for (size_t at = 0; at < text.size() && cue->regex->Match(whole, at, text.size(),
                                                              re2::RE2::UNANCHORED, &match, 1);) {
      const auto begin = static_cast<size_t>(match.data() - text.data());
      const size_t end = begin + match.size();
      if (cue->kind == Cue::Kind::Before) {
        search.beforeCue(begin, cue->text.reason);
      } else {
        search.afterCue(end, cue->kind == Cue::Kind::Strong ? NameTrust::Strong : NameTrust::Weak,
                        cue->text.reason);
      }
      at = std::max(end, at + 1);
    }
  }
  search.dictionary();
  search.repeats();
  return std::move(search.found);
}

}  // namespace telesoft::privacy
