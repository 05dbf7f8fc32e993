// Coarser values that Safe Harbor lets stand: the first three digits of a ZIP, 90 and over, the
// year.
#pragma once

#include <string>
#include <string_view>

namespace telesoft::privacy {

/// "02139-4307" -> "021"; "000" for the 17 areas of 20,000 people or fewer; "" for no ZIP. Of a
/// foreign postcode its first half.
///
/// Source: HHS guidance of 2012, Census 2000.
[[nodiscard]] std::string generalisedZip(std::string_view zip);

/// Ages over 89 become "90" in a column of numbers and "90+" in texts.
[[nodiscard]] std::string generalisedAge(std::string_view age, bool number);

}  // namespace telesoft::privacy
