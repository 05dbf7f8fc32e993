// Blocks out of Markdown: headings, paragraphs, lists and tables; marks of emphasis, links, code
// fences and comments are taken off.
#pragma once

#include <string_view>

#include "telesoft/knowledge/read/document.h"

namespace telesoft::knowledge {

/// Source: CommonMark 0.31 for headings, fences and front matter as its extensions have it; GFM
/// 0.29 for tables. Raw HTML stays as text without its tags.
[[nodiscard]] ReadDocument readMarkdown(std::string_view text);

}  // namespace telesoft::knowledge
