#include "telesoft/ui/review/panels.h"

#include <QCoreApplication>

#include "telesoft/ui/review/review_panel.h"

namespace telesoft::ui {

std::vector<PanelEntry> reviewPanels(Workspace& workspace) {
  const QString id = QStringLiteral("review");
  return {{id, QCoreApplication::translate("Panels", "Review"), id,
           [&workspace](QWidget* parent) -> Panel* { return new ReviewPanel(workspace, parent); },
           id}};
}

}  // namespace telesoft::ui
