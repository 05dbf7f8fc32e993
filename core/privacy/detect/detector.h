// Finds what may identify a person in free text.
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "telesoft/base/os/files.h"
#include "telesoft/protocol/dataset.h"

namespace telesoft::privacy {

using protocol::PhiSpan;
class Lexicon;

/// A text of this row's own identifier columns, to be looked for in its notes.
struct Probe {
  std::string text;
  std::string kind;    // as in PhiSpan
  std::string column;  // for the reason
};

/// Thread: any, once made.
class Detector {
 public:
  /// Reads <resources>/patterns/*.json and <resources>/names. Corrupt names a bad pattern.
  [[nodiscard]] static base::Result<Detector> open(const base::Path& resources);
  Detector(Detector&&) noexcept;
  Detector& operator=(Detector&&) noexcept;
  ~Detector();

  /// Spans in order, none overlapping, each with its reason.
  [[nodiscard]] std::vector<PhiSpan> detect(std::string_view text,
                                            const std::vector<Probe>& probes = {}) const;

  /// The word lists, for those who replace what was found.
  [[nodiscard]] const Lexicon& lexicon() const;

 private:
  struct Parts;
  explicit Detector(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

[[nodiscard]] inline std::vector<PhiSpan> detectText(const Detector& detector,
                                                     std::string_view text) {
  return detector.detect(text);
}

}  // namespace telesoft::privacy
