// The administrator's pages, for the shell to compose.
#pragma once

#include <vector>

#include "telesoft/ui/models/workspace.h"
#include "telesoft/ui/widgets/panel.h"

namespace telesoft::ui {

[[nodiscard]] std::vector<PanelEntry> adminPanels(Workspace& workspace);

}  // namespace telesoft::ui
