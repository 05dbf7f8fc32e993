// A note with its identifiers replaced as the text policy says.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "telesoft/privacy/transform/surrogates.h"
#include "telesoft/protocol/dataset.h"

namespace telesoft::privacy {

enum class TextPolicy { Surrogate, Label, Redact, Keep };

/// InvalidInput for a name that is none of "surrogate", "label", "redact", "keep".
[[nodiscard]] base::Result<TextPolicy> textPolicyOf(std::string_view name);

struct NoteContext {
  TextPolicy policy = TextPolicy::Surrogate;
  bool shiftDates = true;
  int days = 0;  // of this patient
  data::DayMonth order = data::DayMonth::MonthFirst;
};

/// `spans` in order, not overlapping. Redacted text reads "***", a label "[NAME]". A date that is
/// not shifted, or cannot be, leaves its year where one is written.
[[nodiscard]] std::string rewritten(std::string_view note,
                                    const std::vector<protocol::PhiSpan>& spans,
                                    const Surrogates& surrogates,
                                    const NoteContext& context);

}  // namespace telesoft::privacy
