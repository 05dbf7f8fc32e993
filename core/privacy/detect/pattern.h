// Identifiers by their written form: the patterns of resources/patterns.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "telesoft/base/os/files.h"
#include "telesoft/protocol/dataset.h"

namespace telesoft::privacy {

/// One entry of a pattern file. The span is group 1 of the expression (RE2 syntax).
struct PatternText {
  std::string id;
  std::string kind;
  std::int64_t safeHarbor = 0;
  std::string regex;
  std::string reason;
  double confidence = 0;
  double contextConfidence = 0;      // with one of `context` shortly before it
  std::vector<std::string> context;  // lower-case words
  std::int64_t contextWords = 6;     // how many words back they may stand
  std::string needs;                 // "digit", or a text without which nothing can match
  std::string check;                 // checksum.h, text_checks.h, or "place", "organisation"
  std::string notBefore;             // what stands after the match must not match this
};

/// A match, and the check that the lexicon has still to make.
struct PatternMatch {
  protocol::PhiSpan span;
  std::string_view lexiconCheck;
};

/// Thread: any, once made.
class PatternSet {
 public:
  /// Errors: NotFound; Corrupt with the file and the pattern's id.
  [[nodiscard]] static base::Result<PatternSet> open(const base::Path& folder);
  /// Also from a pattern file's text.
  [[nodiscard]] base::Status add(std::string_view jsonText, const std::string& fileName);
  PatternSet();
  PatternSet(PatternSet&&) noexcept;
  PatternSet& operator=(PatternSet&&) noexcept;
  ~PatternSet();

  /// Matches of confidence 0.5 or more, in no order; they may overlap.
  [[nodiscard]] std::vector<PatternMatch> find(std::string_view text) const;
  [[nodiscard]] size_t size() const;

 private:
  struct Pattern;
  std::vector<std::unique_ptr<Pattern>> patterns_;
};

template <class V>
void describe(V& v, PatternText& p) {
  v.required("id", p.id);
  v.required("kind", p.kind);
  v.required("safeHarbor", p.safeHarbor);
  v.required("regex", p.regex);
  v.required("reason", p.reason);
  v.required("confidence", p.confidence);
  v.optional("contextConfidence", p.contextConfidence);
  v.optional("context", p.context);
  v.optional("contextWords", p.contextWords);
  v.optional("needs", p.needs);
  v.optional("check", p.check);
  v.optional("notBefore", p.notBefore);
}

}  // namespace telesoft::privacy
