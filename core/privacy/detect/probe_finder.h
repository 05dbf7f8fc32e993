// A row's own identifiers, looked for in its notes.
#pragma once

#include <string_view>
#include <vector>

#include "telesoft/privacy/detect/detector.h"
#include "telesoft/privacy/detect/tokens.h"

namespace telesoft::privacy {

/// Names word by word, small and capital alike, with one letter wrong in five and two in nine;
/// numbers and codes whatever separates their digits; other texts as they are.
[[nodiscard]] std::vector<protocol::PhiSpan> findProbes(std::string_view text,
                                                        const std::vector<Word>& words,
                                                        const std::vector<Probe>& probes);

}  // namespace telesoft::privacy
