// Dates as people write them: read, moved by days, and written again in the same form.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace telesoft::data {

/// Which stands first in 03/04/2024.
enum class DayMonth { MonthFirst, DayFirst };

/// A date and the way it was written. A day or year that was not written is 0.
struct WrittenDate {
  int year = 0;
  int month = 0;
  int day = 0;
  enum class Part { Other, Year, ShortYear, Month, MonthName, Day, Weekday };
  struct Piece {
    Part part = Part::Other;
    std::string text;
  };
  std::vector<Piece> pieces;
  bool ambiguous = false;  // day and month could be exchanged
};

/// The whole text must be a date: 2024-03-14, 14.3.24, 3/14/2024, March 14th, 2024, 14 Mar 2024,
/// March 2024, 20240314 only with `compact`; a time of day may follow or not. Years 1850-2150.
[[nodiscard]] std::optional<WrittenDate> parseDate(std::string_view text,
                                                   DayMonth order = DayMonth::MonthFirst,
                                                   bool compact = false);

/// The date `days` later, in the same form. A month without a day moves from its middle.
[[nodiscard]] std::string writeShifted(const WrittenDate& date, int days);

/// Days since 1970-01-01 (proleptic Gregorian).
[[nodiscard]] int dayNumber(int year, int month, int day);

}  // namespace telesoft::data
