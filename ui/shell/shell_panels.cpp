#include "telesoft/ui/shell/shell_panels.h"

#include <QCoreApplication>

#include "telesoft/ui/shell/home_panel.h"

namespace telesoft::ui {

namespace {

struct Words {
  Q_DECLARE_TR_FUNCTIONS(ShellPanels)
};

}  // namespace

std::vector<PanelEntry> shellPanels(Workspace& workspace) {
  const QString home = QStringLiteral("home");
  return {
      {home, Words::tr("Home"), home,
       [&workspace](QWidget* parent) { return new HomePanel(workspace, parent); }, home},
  };
}

}  // namespace telesoft::ui
