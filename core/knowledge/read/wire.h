// How the reader program hands a document to the server: JSON lines, closed by a line that says
// that it is whole.
#pragma once

#include <string>
#include <string_view>

#include "telesoft/knowledge/read/document.h"

namespace telesoft::knowledge {

[[nodiscard]] std::string encodeDocument(const base::Result<ReadDocument>& document);

/// The document, or the error that the reader has met. Corrupt where the closing line is not there:
/// the reader was ended before it was done.
[[nodiscard]] base::Result<ReadDocument> decodeDocument(std::string_view lines);

}  // namespace telesoft::knowledge
