// Models with all the records of one that may be released, put into a workspace.
#pragma once

#include <string>

#include "telesoft/store/workspace.h"

namespace telesoft::tests {

/// "md_<name>", tuned from telesoft-risk-v1 by "trainer": 40 training rows with the inputs score
/// (0 to 1) and grade, a split with its manifest, an evaluation that shows it to be better. Every
/// gate holds.
void addReleasableModel(const store::Workspace& workspace, const std::string& name);

/// Its weights, of which a test may change a byte.
[[nodiscard]] base::Path weightsOf(const base::Path& workspace, const std::string& modelId);

}  // namespace telesoft::tests
