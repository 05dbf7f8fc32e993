// Headings, paragraphs and tables out of the lines of a printed page, by their sizes and gaps.
#pragma once

#include <string>
#include <vector>

#include "telesoft/knowledge/read/document.h"

namespace telesoft::knowledge {

/// Lengths in points, from the page's top left.
struct PrintedWord {
  std::string text;
  double left = 0, right = 0, top = 0, bottom = 0;
  double size = 0;  // of its font
  bool bold = false;
};

struct PrintedLine {
  std::string text;  // wide gaps between words as " | "
  double left = 0, top = 0, bottom = 0;
  double size = 0;
  bool bold = false;  // all of it
  bool columns = false;
  int page = 0;
};

/// The words of one page in reading order as lines.
[[nodiscard]] std::vector<PrintedLine> printedLines(const std::vector<PrintedWord>& words,
                                                    int page);

/// Blocks of all pages' lines. Lines that stand at the same end of most pages (running titles, page
/// numbers) and of a table of contents are dropped; a heading is a short line in a larger font than
/// most text, or in bold; rows with wide gaps one after the other are a table; words cut at a
/// line's end are joined.
[[nodiscard]] std::vector<Block> layoutBlocks(std::vector<PrintedLine> lines);

}  // namespace telesoft::knowledge
