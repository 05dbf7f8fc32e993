// Dates inside notes: those of data::parseDate, and those that lack a day or a year.
#pragma once

#include <optional>
#include <string_view>

#include "telesoft/data/dates.h"

namespace telesoft::privacy {

/// Also "3/14" (month and day), "03/2024" (month and year) and, with `compact`, "20240314".
/// Nothing for a month's word that is another word ("may", "march" in small letters, no year).
[[nodiscard]] std::optional<data::WrittenDate> readNoteDate(
    std::string_view text, data::DayMonth order = data::DayMonth::MonthFirst, bool compact = false);

}  // namespace telesoft::privacy
