// One secret number of days for each patient, so that the time between two of their dates stays.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "telesoft/data/dates.h"
#include "telesoft/privacy/transform/keyed_hash.h"

namespace telesoft::privacy {

/// Days from -365 to 365, never 0, from the patient's key alone.
[[nodiscard]] int shiftDays(const KeyedHash& hash, std::string_view patient);

/// The date so many days later in the same form; nothing where the text is no single date.
[[nodiscard]] std::optional<std::string> shiftedDate(std::string_view text,
                                                     int days,
                                                     data::DayMonth order,
                                                     bool compact);

/// The four-digit year that the text is written with; "" for none.
[[nodiscard]] std::string yearOf(std::string_view text);

}  // namespace telesoft::privacy
