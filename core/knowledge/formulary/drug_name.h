// Drug names as they are written, brought into a plain form in which they can be compared.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace telesoft::knowledge {

/// "A10BA02", in capitals; "" where the text is no ATC code of any level (WHO: 1, 3, 4, 5 or 7
/// characters).
[[nodiscard]] std::string atcCode(std::string_view text);

/// The plain forms of a name, the closest to what is written first: without doses, forms, routes
/// and remarks in brackets; then also without the salt ("Metformin hydrochloride 500 mg tablet" ->
/// "metformin hydrochloride", "metformin"); then under its international name ("acetaminophen" ->
/// "paracetamol"). Parts of a combination are sorted and joined by "+". Salts that are the drug
/// itself ("sodium chloride", "ferrous sulfate") are kept. Empty where no letters are left.
[[nodiscard]] std::vector<std::string> drugKeys(std::string_view written);

/// Insertions, deletions, replacements and swaps of neighbours between two names (optimal string
/// alignment), or `limit` + 1 where it is more.
[[nodiscard]] int spellingDistance(std::string_view a, std::string_view b, int limit);

/// How many slips of spelling a name of that length may have: none below 5 letters, 1 below 8, else
/// 2.
[[nodiscard]] int allowedSlips(std::string_view key);

}  // namespace telesoft::knowledge
