#include "telesoft/ui/deploy/panels.h"

#include <QCoreApplication>

#include "telesoft/ui/deploy/deploy_panel.h"

namespace telesoft::ui {

std::vector<PanelEntry> deployPanels(Workspace& workspace) {
  const QString id = QStringLiteral("deploy");
  return {{id, QCoreApplication::translate("Panels", "Deploy"), id,
           [&workspace](QWidget* parent) -> Panel* { return new DeployPanel(workspace, parent); },
           id}};
}

}  // namespace telesoft::ui
