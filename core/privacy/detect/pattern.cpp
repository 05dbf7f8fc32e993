#include "telesoft/privacy/detect/pattern.h"

#include <algorithm>
#include <cctype>

#include <re2/re2.h>

#include "telesoft/base/text.h"
#include "telesoft/privacy/detect/text_checks.h"
#include "telesoft/privacy/safe_harbor.h"

namespace telesoft::privacy {

namespace {

using base::ErrorCode;
using base::fail;

constexpr double kEnough = 0.5;
constexpr size_t kContextBytes = 80;

struct PatternFile {
  std::string format;
  std::int64_t version = 0;
  std::string about, source;
  std::vector<PatternText> patterns;
};
template <class V>
void describe(V& v, PatternFile& f) {
  v.required("format", f.format);
  v.required("version", f.version);
  v.optional("about", f.about);
  v.required("source", f.source);
  v.required("patterns", f.patterns);
}

re2::StringPiece piece(std::string_view text) {
  return {text.data(), text.size()};
}

std::unique_ptr<re2::RE2> compiled(const std::string& regex) {
  re2::RE2::Options options;
  options.set_log_errors(false);
  return std::make_unique<re2::RE2>(regex, options);
}

bool isWordByte(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || (c & 0x80) != 0;
}

/// Whether one of the words stands among the last `count` words of `before`.
bool hasContext(std::string_view before,
                const std::vector<std::string>& words,
                std::int64_t count) {
  size_t end = before.size();
  for (std::int64_t i = 0; i < count && end > 0; ++i) {
    while (end > 0 && !isWordByte(before[end - 1])) {
      --end;
    }
    size_t begin = end;
    while (begin > 0 && isWordByte(before[begin - 1])) {
      --begin;
    }
    const std::string word = base::lowerAscii(before.substr(begin, end - begin));
    if (std::find(words.begin(), words.end(), word) != words.end()) {
      return true;
    }
    end = begin;
  }
  return false;
}

struct TextTraits {
  explicit TextTraits(std::string_view all)
      : text(all), digit(all.find_first_of("0123456789") != std::string_view::npos) {}
  [[nodiscard]] bool has(const std::string& needs) const {
    return needs.empty() || (needs == "digit" ? digit : text.find(needs) != std::string_view::npos);
  }
  std::string_view text;
  bool digit;
};

}  // namespace

struct PatternSet::Pattern {
  PatternText text;
  std::unique_ptr<re2::RE2> regex, notBefore;
  Check check = nullptr;
  bool byLexicon = false;

  [[nodiscard]] double confidenceAt(std::string_view all, size_t begin) const {
    if (text.context.empty()) {
      return text.confidence;
    }
    const size_t from = begin - std::min(begin, kContextBytes);
    return hasContext(all.substr(from, begin - from), text.context, text.contextWords)
               ? text.contextConfidence
               : text.confidence;
  }
  [[nodiscard]] bool accepts(std::string_view all, size_t begin, size_t end) const {
    if (check != nullptr && !check(all.substr(begin, end - begin))) {
      return false;
    }
    return notBefore == nullptr ||
           !re2::RE2::PartialMatch(piece(all.substr(end, kContextBytes)), *notBefore);
  }
  void find(std::string_view all, std::vector<PatternMatch>& out) const {
    const re2::StringPiece whole = piece(all);
    re2::StringPiece groups[2];
    for (size_t at = 0; at <= all.size() &&
                        regex->Match(whole, at, all.size(), re2::RE2::UNANCHORED, groups, 2);) {
      const auto begin = static_cast<size_t>(groups[1].data() - all.data());
      const size_t end = begin + groups[1].size();
      const double confidence = confidenceAt(all, begin);
      if (confidence >= kEnough && end > begin && accepts(all, begin, end)) {
        out.push_back({{static_cast<std::int64_t>(begin), static_cast<std::int64_t>(end), text.kind,
                        text.reason, confidence},
                       byLexicon ? std::string_view(text.check) : std::string_view()});
      }
      at = std::max(end, at + 1);
    }
  }
};

PatternSet::PatternSet() = default;
PatternSet::PatternSet(PatternSet&&) noexcept = default;
PatternSet& PatternSet::operator=(PatternSet&&) noexcept = default;
PatternSet::~PatternSet() = default;

size_t PatternSet::size() const {
  return patterns_.size();
}

base::Status PatternSet::add(std::string_view jsonText, const std::string& fileName) {
  TELESOFT_TRY(json, base::parseJson(jsonText).in("reading the patterns", fileName));
  TELESOFT_TRY(
      file,
      base::fromJson<PatternFile>(json, base::Keys::Strict).in("reading the patterns", fileName));
  if (file.format != "telesoft.phi-patterns" || file.version != 1) {
    return fail(ErrorCode::Unsupported,
                "the patterns " + fileName + " are of an unknown format or version",
                "Use patterns that came with this version of the program.");
  }
  for (PatternText& text : file.patterns) {
    auto made = std::make_unique<Pattern>();
    const auto bad = [&](const std::string& why) {
      return fail(ErrorCode::Corrupt, "pattern \"" + text.id + "\" in " + fileName + " " + why,
                  "Correct the pattern file, or install the program again.");
    };
    made->regex = compiled(text.regex);
    if (!made->regex->ok()) {
      return bad("is not a regular expression: " + made->regex->error());
    }
    if (made->regex->NumberOfCapturingGroups() < 1) {
      return bad("has no group for what it finds");
    }
    if (safeHarborNumber(text.kind) != text.safeHarbor || text.safeHarbor == 0) {
      return bad("has a kind or Safe Harbor number that is not known");
    }
    if (!text.notBefore.empty()) {
      made->notBefore = compiled(text.notBefore);
      if (!made->notBefore->ok()) {
        return bad("has a notBefore that is not a regular expression");
      }
    }
    made->byLexicon = text.check == "place" || text.check == "organisation";
    made->check =
        checkNamed(text.check) != nullptr ? checkNamed(text.check) : textCheckNamed(text.check);
    if (!text.check.empty() && !made->byLexicon && made->check == nullptr) {
      return bad("names the check \"" + text.check + "\", which is not known");
    }
    made->text = std::move(text);
    patterns_.push_back(std::move(made));
  }
  return {};
}

base::Result<PatternSet> PatternSet::open(const base::Path& folder) {
  PatternSet out;
  for (const char* name : {"dates.json", "contact.json", "numbers.json", "places.json"}) {
    TELESOFT_TRY(text, base::readFile(folder / name).in("reading the patterns", name));
    TELESOFT_CHECK(out.add(text, name));
  }
  return out;
}

std::vector<PatternMatch> PatternSet::find(std::string_view text) const {
  std::vector<PatternMatch> out;
  const TextTraits traits(text);
  for (const auto& pattern : patterns_) {
    if (traits.has(pattern->text.needs)) {
      pattern->find(text, out);
    }
  }
  return out;
}

}  // namespace telesoft::privacy
