// Blocks out of a PDF document's text, by poppler.
#pragma once

#include <string_view>

#include "telesoft/knowledge/read/document.h"

namespace telesoft::knowledge {

/// For the reader program: hostile bytes are expected, and memory and time are bounded from
/// outside. Errors: InvalidInput for what is damaged, protected by a password, longer than 5,000
/// pages or without text.
[[nodiscard]] base::Result<ReadDocument> readPdf(std::string_view bytes);

}  // namespace telesoft::knowledge
