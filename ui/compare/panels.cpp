#include "telesoft/ui/compare/panels.h"

#include <QCoreApplication>

#include "telesoft/ui/compare/compare_panel.h"
#include "telesoft/ui/compare/models_panel.h"

namespace telesoft::ui {

std::vector<PanelEntry> comparePanels(Workspace& workspace) {
  const QString models = QStringLiteral("models");
  return {
      {models, QCoreApplication::translate("Panels", "Models"), models,
       [&workspace](QWidget* parent) -> Panel* { return new ModelsPanel(workspace, parent); },
       models},
      {QStringLiteral("compare"), QCoreApplication::translate("Panels", "Comparison with the base"),
       QStringLiteral("compare"),
       [&workspace](QWidget* parent) -> Panel* { return new ComparePanel(workspace, parent); },
       models},
  };
}

}  // namespace telesoft::ui
