// The pages from a file to a running job.
#pragma once

#include "telesoft/ui/models/workspace.h"
#include "telesoft/ui/widgets/panel.h"

namespace telesoft::ui {

/// "data", "import", "deidentify", "split", "approach".
[[nodiscard]] std::vector<PanelEntry> wizardPanels(Workspace& workspace);

}  // namespace telesoft::ui
