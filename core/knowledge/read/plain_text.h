// Blocks out of plain text, and what all readers share of text.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "telesoft/knowledge/read/document.h"

namespace telesoft::knowledge {

/// Runs of white space, no-break ones too, as one space; control characters and soft hyphens are
/// dropped.
[[nodiscard]] std::string oneLine(std::string_view text);

/// A paragraph, or a caption where it begins as "Table 3" does and is short; `text` is made one
/// line.
[[nodiscard]] Block proseBlock(std::string_view text, int page = 0);

/// Paragraphs between empty lines. A line that stands alone, is short and has a section number or
/// capitals only is a heading.
[[nodiscard]] ReadDocument readPlainText(std::string_view text);

}  // namespace telesoft::knowledge
