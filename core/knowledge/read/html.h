// Blocks out of HTML as browsers would show it: libxml2's parser in recovery mode; scripts, styles
// and what is hidden are dropped.
#pragma once

#include <string_view>

#include "telesoft/knowledge/read/document.h"

namespace telesoft::knowledge {

/// For the reader program: hostile bytes are expected. Nothing outside is fetched.
/// Errors: InvalidInput for NULs, for elements nested too deeply and for a page without text.
[[nodiscard]] base::Result<ReadDocument> readHtml(std::string_view bytes);

}  // namespace telesoft::knowledge
