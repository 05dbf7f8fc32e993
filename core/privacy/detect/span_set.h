// From findings that overlap to spans that do not.
#pragma once

#include <string_view>
#include <vector>

#include "telesoft/protocol/dataset.h"

namespace telesoft::privacy {

/// In order of position, none overlapping, none empty. Of two that overlap the longer stands, at
/// equal length the surer; what the other covers beyond it stays covered.
[[nodiscard]] std::vector<protocol::PhiSpan> settled(std::vector<protocol::PhiSpan> spans,
                                                     std::string_view text);

}  // namespace telesoft::privacy
