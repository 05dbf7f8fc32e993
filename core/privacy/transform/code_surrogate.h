// Another code of the same shape: digits for digits, letters for letters, separators kept.
#pragma once

#include <string>
#include <string_view>

#include "telesoft/privacy/transform/keyed_hash.h"

namespace telesoft::privacy {

/// Codes of one shape are permuted: different originals get different surrogates, and none keeps
/// its own value. Where a code has neither digits nor ASCII letters: 12 hexadecimal digits.
///
/// A Feistel network over the shape's numbers with cycle walking (Black & Rogaway 2002), conjugated
/// with a rotation so that no number is mapped to itself. Long codes go in pieces, each keyed by
/// those before it.
[[nodiscard]] std::string codeSurrogate(const KeyedHash& hash,
                                        std::string_view purpose,
                                        std::string_view code);

}  // namespace telesoft::privacy
