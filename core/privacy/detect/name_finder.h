// Names of people by what stands around them, their form, and the dictionaries.
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "telesoft/privacy/detect/lexicon.h"
#include "telesoft/protocol/dataset.h"

namespace telesoft::privacy {

/// Keeps eponyms ("Parkinson's disease", "circle of Willis") unless a title, a label or a given
/// name makes a person of them ("Mr Parkinson"). Thread: any, once made.
class NameFinder {
 public:
  /// Reads name_cues.json: the expressions after which a name stands. Corrupt names a bad cue.
  [[nodiscard]] static base::Result<NameFinder> open(const base::Path& patterns);
  NameFinder(NameFinder&&) noexcept;
  NameFinder& operator=(NameFinder&&) noexcept;
  ~NameFinder();

  /// `words` of the text, classified. Spans in no order; they may overlap.
  [[nodiscard]] std::vector<protocol::PhiSpan> find(std::string_view text,
                                                    const std::vector<Word>& words) const;

 private:
  struct Cue;
  NameFinder();
  std::vector<std::unique_ptr<Cue>> cues_;
};

}  // namespace telesoft::privacy
