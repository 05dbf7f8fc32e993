// Every page of the workbench, from the modules that make them.
#pragma once

#include <vector>

#include "telesoft/ui/models/workspace.h"
#include "telesoft/ui/widgets/panel.h"

namespace telesoft::ui {

[[nodiscard]] std::vector<PanelEntry> allPanels(Workspace& workspace);

}  // namespace telesoft::ui
