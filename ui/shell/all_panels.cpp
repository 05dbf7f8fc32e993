#include "telesoft/ui/shell/all_panels.h"

#include "telesoft/ui/admin/panels.h"
#include "telesoft/ui/compare/panels.h"
#include "telesoft/ui/deploy/panels.h"
#include "telesoft/ui/knowledge/panels.h"
#include "telesoft/ui/monitor/panels.h"
#include "telesoft/ui/review/panels.h"
#include "telesoft/ui/shell/shell_panels.h"
#include "telesoft/ui/wizards/panels.h"

namespace telesoft::ui {

std::vector<PanelEntry> allPanels(Workspace& workspace) {
  std::vector<PanelEntry> all;
  for (auto* const panels : {&shellPanels, &wizardPanels, &monitorPanels, &comparePanels,
                             &reviewPanels, &deployPanels, &knowledgePanels, &adminPanels}) {
    for (PanelEntry& entry : panels(workspace)) {
      all.push_back(std::move(entry));
    }
  }
  return all;
}

}  // namespace telesoft::ui
