#include "telesoft/ui/admin/panels.h"

#include <QCoreApplication>

#include "telesoft/ui/admin/admin_panel.h"

namespace telesoft::ui {

std::vector<PanelEntry> adminPanels(Workspace& workspace) {
  const QString id = QStringLiteral("admin");
  return {{id, QCoreApplication::translate("Panels", "Admin"), id,
           [&workspace](QWidget* parent) -> Panel* { return new AdminPanel(workspace, parent); },
           id}};
}

}  // namespace telesoft::ui
