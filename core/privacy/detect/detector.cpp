#include "telesoft/privacy/detect/detector.h"

#include <algorithm>

#include "telesoft/privacy/detect/lexicon.h"
#include "telesoft/privacy/detect/name_finder.h"
#include "telesoft/privacy/detect/name_sequence.h"
#include "telesoft/privacy/detect/pattern.h"
#include "telesoft/privacy/detect/probe_finder.h"
#include "telesoft/privacy/detect/span_set.h"

namespace telesoft::privacy {

struct Detector::Parts {
  Lexicon lexicon;
  PatternSet patterns;
  NameFinder names;
};

namespace {

/// Words of the text inside a span.
std::pair<size_t, size_t> wordsIn(const std::vector<Word>& words, const PhiSpan& span) {
  const auto byBegin = [](const Word& word, size_t at) { return word.begin < at; };
  const auto from =
      std::lower_bound(words.begin(), words.end(), static_cast<size_t>(span.begin), byBegin);
  const auto to = std::lower_bound(from, words.end(), static_cast<size_t>(span.end), byBegin);
  return {static_cast<size_t>(from - words.begin()), static_cast<size_t>(to - words.begin())};
}

/// A place that is no country or state, and no ordinary word; an organisation with a name of its
/// own.
bool passesLexicon(const PatternMatch& match, const std::vector<Word>& words) {
  const auto [from, to] = wordsIn(words, match.span);
  if (match.lexiconCheck == "place") {
    return std::any_of(words.begin() + static_cast<std::ptrdiff_t>(from),
                       words.begin() + static_cast<std::ptrdiff_t>(to), [](const Word& word) {
                         return word.capital() && (word.classes & (Lexicon::Kept | Lexicon::Common |
                                                                   Lexicon::Head)) == 0;
                       });
  }
  return std::any_of(
      words.begin() + static_cast<std::ptrdiff_t>(from),
      words.begin() + static_cast<std::ptrdiff_t>(to), [](const Word& word) {
        const bool name = (word.classes & (Lexicon::First | Lexicon::Last | Lexicon::City)) != 0;
        return word.capital() && !word.starts && (name || (word.classes & Lexicon::Common) == 0);
      });
}

/// Towns of the list, standing alone.
void addTowns(std::string_view text, const std::vector<Word>& words, std::vector<PhiSpan>& out) {
  const NameSequence names(text, words);
  for (size_t i = 0; i < words.size(); ++i) {
    const Word& word = words[i];
    const bool town = (word.classes & Lexicon::City) != 0 && word.kind == WordCase::Capital &&
                      (word.classes & (Lexicon::Common | Lexicon::Kept | Lexicon::Eponym)) == 0;
    if (town && !names.isEponymAt(i)) {
      out.push_back({static_cast<std::int64_t>(word.begin), static_cast<std::int64_t>(word.end),
                     "place", "in the list of towns", .6});
    }
  }
}

}  // namespace

Detector::Detector(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Detector::Detector(Detector&&) noexcept = default;
Detector& Detector::operator=(Detector&&) noexcept = default;
Detector::~Detector() = default;

base::Result<Detector> Detector::open(const base::Path& resources) {
  TELESOFT_TRY(lexicon, Lexicon::open(resources / "names"));
  TELESOFT_TRY(patterns, PatternSet::open(resources / "patterns"));
  TELESOFT_TRY(names, NameFinder::open(resources / "patterns"));
  return Detector(
      std::make_unique<Parts>(Parts{std::move(lexicon), std::move(patterns), std::move(names)}));
}

const Lexicon& Detector::lexicon() const {
  return parts_->lexicon;
}

std::vector<PhiSpan> Detector::detect(std::string_view text,
                                      const std::vector<Probe>& probes) const {
  std::vector<Word> words = wordsOf(text);
  parts_->lexicon.classify(text, words);
  std::vector<PhiSpan> spans = parts_->names.find(text, words);
  for (PatternMatch& match : parts_->patterns.find(text)) {
    if (match.lexiconCheck.empty() || passesLexicon(match, words)) {
      spans.push_back(std::move(match.span));
    }
  }
  addTowns(text, words, spans);
  for (PhiSpan& span : findProbes(text, words, probes)) {
    spans.push_back(std::move(span));
  }
  return settled(std::move(spans), text);
}

}  // namespace telesoft::privacy
