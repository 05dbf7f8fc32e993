#include "telesoft/privacy/transform/date_shift.h"

#include <cctype>

#include "telesoft/base/text.h"
#include "telesoft/privacy/note_date.h"

namespace telesoft::privacy {

namespace {

constexpr std::uint64_t kMostDays = 365;

bool isDigit(char c) {
  return std::isdigit(static_cast<unsigned char>(c)) != 0;
}

}  // namespace

int shiftDays(const KeyedHash& hash, std::string_view patient) {
  const std::uint64_t drawn = hash.draw("date-shift", patient) % (2 * kMostDays);
  const auto days = static_cast<int>(drawn % kMostDays) + 1;
  return drawn < kMostDays ? days : -days;
}

std::optional<std::string> shiftedDate(std::string_view text,
                                       int days,
                                       data::DayMonth order,
                                       bool compact) {
  const std::string_view trimmed = base::trim(text);
  const auto date = readNoteDate(trimmed, order, compact);
  return date ? std::optional(data::writeShifted(*date, days)) : std::nullopt;
}

std::string yearOf(std::string_view text) {
  for (size_t i = 0; i < text.size();) {
    size_t end = i;
    while (end < text.size() && isDigit(text[end])) {
      ++end;
    }
    if (end - i == 4) {
      const auto year = base::toInt(text.substr(i, 4)).value_or(0);
      if (year >= 1850 && year <= 2150) {
        return std::string(text.substr(i, 4));
      }
    }
    i = end + 1;
  }
  return "";
}

}  // namespace telesoft::privacy
