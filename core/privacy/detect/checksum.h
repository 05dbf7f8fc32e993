// Check digits and structure rules that tell an identifier from a number of the same length.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace telesoft::privacy {

/// Separators (space, dash, dot) are passed over.
using Check = bool (*)(std::string_view text);

/// "luhn", "ssn", "npi", "nhs", "iban", "vin", "dea", "mbi", "nanp", "ipv4", "mixed"; null for
/// others.
///
/// luhn: ISO/IEC 7812-1 annex B, 12-19 digits. ssn: SSA's rules for valid areas, groups and
/// serials. npi: CMS, Luhn over "80840" + number. nhs: NHS Data Dictionary, modulus 11. iban: ISO
/// 13616, mod 97. vin: 49 CFR 565.15. dea: sum rule of 21 CFR 1301. mbi: CMS MBI format. nanp: area
/// and exchange codes start with 2-9. mixed: has a digit.
[[nodiscard]] Check checkNamed(std::string_view name);

}  // namespace telesoft::privacy
