#include "telesoft/privacy/detect/text_checks.h"

#include <algorithm>
#include <cctype>

#include "telesoft/base/text.h"
#include "telesoft/privacy/note_date.h"

namespace telesoft::privacy {

namespace {

std::ptrdiff_t digits(std::string_view text) {
  return std::count_if(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::ptrdiff_t alphanumerics(std::string_view text) {
  return std::count_if(text.begin(), text.end(),
                       [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0; });
}

bool date(std::string_view text) {
  return readNoteDate(text).has_value();
}

bool monthDay(std::string_view text) {
  const auto read = readNoteDate(text);
  return read && read->day != 0 && read->month != 0;
}

bool compactDate(std::string_view text) {
  return readNoteDate(text, data::DayMonth::MonthFirst, true).has_value();
}

bool over89(std::string_view text) {
  const auto age = base::toInt(text);
  return age && *age > 89 && *age < 150;
}

bool phone(std::string_view text) {
  const auto count = digits(text);
  return count >= 7 && count <= 15 && !date(base::trim(text));
}

bool code(std::string_view text) {
  return alphanumerics(text) >= 3 && digits(text) >= 2 && !date(text);
}

bool code5(std::string_view text) {
  return alphanumerics(text) >= 5 && digits(text) >= 3 && !date(text);
}

}  // namespace

Check textCheckNamed(std::string_view name) {
  struct Named {
    std::string_view name;
    Check check;
  };
  static constexpr Named kChecks[] = {
      {"date", date},     {"monthDay", monthDay}, {"compactDate", compactDate},
      {"over89", over89}, {"phone", phone},       {"code", code},
      {"code5", code5}};
  for (const Named& row : kChecks) {
    if (row.name == name) {
      return row.check;
    }
  }
  return nullptr;
}

}  // namespace telesoft::privacy
