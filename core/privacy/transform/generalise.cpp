#include "telesoft/privacy/transform/generalise.h"

#include <algorithm>
#include <cctype>

#include "telesoft/base/text.h"

namespace telesoft::privacy {

namespace {

constexpr std::string_view kRestricted[] = {"036", "059", "063", "102", "203", "556",
                                            "692", "790", "821", "823", "830", "831",
                                            "878", "879", "884", "890", "893"};

bool isDigit(char c) {
  return std::isdigit(static_cast<unsigned char>(c)) != 0;
}

}  // namespace

std::string generalisedZip(std::string_view zip) {
  std::string text(base::trim(zip));
  const size_t digits =
      static_cast<size_t>(std::find_if_not(text.begin(), text.end(), isDigit) - text.begin());
  const bool plus4 = text.size() == digits || text[digits] == '-' || text[digits] == '.';
  if (digits == 4 && text.size() == 4) {  // a spreadsheet took the leading zero
    text.insert(0, "0");
  } else if (!(plus4 && (digits == 5 || digits == 9))) {
    return text.size() < 4 ? "" : text.substr(0, text.size() / 2);
  }
  const std::string prefix = text.substr(0, 3);
  const bool restricted =
      std::find(std::begin(kRestricted), std::end(kRestricted), prefix) != std::end(kRestricted);
  return restricted ? "000" : prefix;
}

std::string generalisedAge(std::string_view age, bool number) {
  const auto value = base::toDouble(base::trim(age));
  return value && *value >= 90 ? (number ? "90" : "90+") : std::string(age);
}

}  // namespace telesoft::privacy
