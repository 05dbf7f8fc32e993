// The delimiter of a CSV file and whether its first line names the columns, from its beginning.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace telesoft::data {

/// The one of , ; tab | that cuts the lines of `head` most evenly; "," where none does.
[[nodiscard]] char findDelimiter(std::string_view head);

struct Header {
  bool present = true;
  std::vector<std::string> names;  // none empty, none twice
  std::vector<std::string> warnings;
};

/// `records`: the first ones of the file, the first line among them.
[[nodiscard]] Header findHeader(const std::vector<std::vector<std::string>>& records);

/// Names made whole: empty ones numbered, second ones given a suffix, each with a warning.
[[nodiscard]] Header namesMadeUnique(const std::vector<std::string>& names);

}  // namespace telesoft::data
