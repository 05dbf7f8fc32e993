// The 18 identifiers of the Safe Harbor rule, and which kind of finding belongs to which.
#pragma once

#include <string_view>
#include <vector>

#include "telesoft/protocol/dataset.h"

namespace telesoft::privacy {

/// 1-18 for a kind of PhiSpan or of an identifier column ("name", "zip", ...); 0 for others.
/// Source: 45 CFR 164.514(b)(2)(i)(A)-(R), numbered in their order.
[[nodiscard]] int safeHarborNumber(std::string_view kind);

/// All 18 rows, in order, with what was found; `found` and `treated` are keyed by kind.
[[nodiscard]] std::vector<protocol::IdentifierRow> identifierRows(
    const std::map<std::string, std::int64_t>& foundByKind,
    const std::map<std::string, std::vector<std::string>>& treatments);

}  // namespace telesoft::privacy
