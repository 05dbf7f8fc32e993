// Checks of a pattern's match that need more than a check digit: dates, ages, phone numbers, codes.
#pragma once

#include <string_view>

#include "telesoft/privacy/detect/checksum.h"

namespace telesoft::privacy {

/// "date" | "monthDay" | "compactDate" | "over89" | "phone" | "code" | "code5"; null for others.
///
/// phone: 7-15 digits and no date. code: three letters or digits, two of them digits. code5: five,
/// three of them digits.
[[nodiscard]] Check textCheckNamed(std::string_view name);

}  // namespace telesoft::privacy
