// What this module offers to the shell: "jobs", the list of runs and the live monitor of one.
#pragma once

#include <vector>

#include "telesoft/ui/models/workspace.h"
#include "telesoft/ui/widgets/panel.h"

namespace telesoft::ui {

[[nodiscard]] std::vector<PanelEntry> monitorPanels(Workspace& workspace);

}  // namespace telesoft::ui
