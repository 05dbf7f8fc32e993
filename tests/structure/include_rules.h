// Which include is allowed where: the module graph, and the owners of third-party headers.
#pragma once

#include "structure/source_tree.h"

namespace telesoft::structure {

/// One sentence for each include that breaks a rule: undeclared module, climbing path, foreign
/// third-party header.
[[nodiscard]] std::vector<std::string> brokenIncludes(const std::vector<SourceFile>& files,
                                                      const Closure& closure);

}  // namespace telesoft::structure
