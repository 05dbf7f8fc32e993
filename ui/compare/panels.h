// The pages of what came out: models, and their comparison with the base.
#pragma once

#include "telesoft/ui/models/workspace.h"
#include "telesoft/ui/widgets/panel.h"

namespace telesoft::ui {

/// "models" (subject: a model's id) and "compare" (subject: an evaluation's id).
[[nodiscard]] std::vector<PanelEntry> comparePanels(Workspace& workspace);

}  // namespace telesoft::ui
