// The shell's own pages: "home", "review", "deploy", "knowledge", "admin".
#pragma once

#include <vector>

#include "telesoft/ui/models/workspace.h"
#include "telesoft/ui/widgets/panel.h"

namespace telesoft::ui {

[[nodiscard]] std::vector<PanelEntry> shellPanels(Workspace& workspace);

}  // namespace telesoft::ui
