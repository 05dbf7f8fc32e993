// Documents cut into passages: what is searched, embedded and cited.
#pragma once

#include <string>
#include <vector>

#include "telesoft/protocol/knowledge.h"
#include "telesoft/store/transaction.h"

namespace telesoft::knowledge {

/// A piece of a document as its reader gives it, in reading order.
struct Block {
  enum class Kind { Heading, Paragraph, Caption, Table };
  Kind kind = Kind::Paragraph;
  int level = 0;     // of a heading: 1 is the highest
  int page = 0;      // from 1; 0: the format has none
  std::string text;  // one line; a table: its rows as lines, the cells cut by " | "
};

/// Passages of 80 to 220 words along headings and paragraphs. No word stands in two, but a table
/// that is cut repeats its caption and its first row. `heading` is the path ("Dosing > Renal
/// impairment"); a short section is a passage of its own. The ids wait for the document's.
[[nodiscard]] std::vector<protocol::Passage> cutPassages(const std::vector<Block>& blocks);

/// All passages of the documents, in the order in which they are named. Errors: NotFound; Conflict
/// for a document that is still being imported or has failed.
[[nodiscard]] base::Result<std::vector<protocol::Passage>> passagesOf(
    const store::Snapshot& snapshot, const std::vector<std::string>& documentIds);

}  // namespace telesoft::knowledge
