#include "telesoft/privacy/note_date.h"

#include <algorithm>
#include <string>

#include "telesoft/base/text.h"

namespace telesoft::privacy {

namespace {

using Part = data::WrittenDate::Part;

/// "3/14" or "03/2024".
std::optional<data::WrittenDate> shortDate(std::string_view text, data::DayMonth order) {
  const size_t slash = text.find('/');
  if (slash == std::string_view::npos) {
    return std::nullopt;
  }
  const std::string_view left = text.substr(0, slash), right = text.substr(slash + 1);
  const auto first = base::toInt(left), second = base::toInt(right);
  if (!first || !second || left.size() > 2 || *first < 1) {
    return std::nullopt;
  }
  data::WrittenDate date;
  if (right.size() == 4 && *first <= 12 && *second >= 1850 && *second <= 2150) {
    date.month = static_cast<int>(*first);
    date.year = static_cast<int>(*second);
    date.pieces = {
        {Part::Month, std::string(left)}, {Part::Other, "/"}, {Part::Year, std::string(right)}};
    return date;
  }
  if (right.size() > 2 || *second < 1) {
    return std::nullopt;
  }
  const bool dayFirst = *first > 12 || (*second <= 12 && order == data::DayMonth::DayFirst);
  date.day = static_cast<int>(dayFirst ? *first : *second);
  date.month = static_cast<int>(dayFirst ? *second : *first);
  date.ambiguous = *first <= 12 && *second <= 12;
  date.pieces = {{dayFirst ? Part::Day : Part::Month, std::string(left)},
                 {Part::Other, "/"},
                 {dayFirst ? Part::Month : Part::Day, std::string(right)}};
  static constexpr int kDays[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool valid = date.month <= 12 && date.day <= kDays[date.month - 1];
  return valid ? std::optional(date) : std::nullopt;
}

bool isOtherWord(const data::WrittenDate& date) {
  return date.year == 0 &&
         std::any_of(date.pieces.begin(), date.pieces.end(), [](const auto& piece) {
           return piece.part == Part::MonthName && (piece.text == "may" || piece.text == "march" ||
                                                    piece.text == "mar" || piece.text == "dec");
         });
}

}  // namespace

std::optional<data::WrittenDate> readNoteDate(std::string_view text,
                                              data::DayMonth order,
                                              bool compact) {
  auto date = data::parseDate(text, order, compact);
  if (!date) {
    date = shortDate(text, order);
  }
  return date && isOtherWord(*date) ? std::nullopt : date;
}

}  // namespace telesoft::privacy
