// What a file is, from its first bytes: formats that are not tables of text are refused by name.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace telesoft::data {

struct ForeignFormat {
  std::string name;  // "a gzip archive"
  std::string hint;  // what to do instead
};

/// Nothing where the bytes may be text. `head`: the first 64 KiB.
[[nodiscard]] std::optional<ForeignFormat> foreignFormat(std::string_view head);

/// The text begins with a JSON object on one line.
[[nodiscard]] bool looksLikeJsonLines(std::string_view text);

}  // namespace telesoft::data
