#include "telesoft/ui/knowledge/panels.h"

#include <QCoreApplication>

#include "telesoft/ui/knowledge/knowledge_panel.h"

namespace telesoft::ui {

std::vector<PanelEntry> knowledgePanels(Workspace& workspace) {
  const QString id = QStringLiteral("knowledge");
  return {
      {id, QCoreApplication::translate("Panels", "Knowledge"), id,
       [&workspace](QWidget* parent) -> Panel* { return new KnowledgePanel(workspace, parent); },
       id}};
}

}  // namespace telesoft::ui
