// Pieces of HTML with every text escaped.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace telesoft::evaluate {

/// Text that stands for itself in HTML, in SVG and in attributes; control characters are dropped.
[[nodiscard]] std::string escapeHtml(std::string_view text);

/// Cells are HTML already; those after the first column are set as figures.
struct HtmlTable {
  std::vector<std::string> head;
  std::vector<std::vector<std::string>> rows;
};
[[nodiscard]] std::string renderTable(const HtmlTable& table);

/// A heading, an explanation (escaped) and HTML.
[[nodiscard]] std::string section(const std::string& title,
                                  const std::string& explanation,
                                  const std::string& body);

/// Colours, type and spacing of the report; light, dark and print.
[[nodiscard]] std::string_view styleSheet();

}  // namespace telesoft::evaluate
