#include "telesoft/ui/wizards/panels.h"

#include <QCoreApplication>

#include "telesoft/ui/wizards/approach/approach_panel.h"
#include "telesoft/ui/wizards/data/data_panel.h"
#include "telesoft/ui/wizards/deid/deid_panel.h"
#include "telesoft/ui/wizards/import/import_panel.h"
#include "telesoft/ui/wizards/split/split_panel.h"

namespace telesoft::ui {

namespace {

QString title(const char* text) {
  return QCoreApplication::translate("Panels", text);
}

template <class P>
std::function<Panel*(QWidget*)> making(Workspace& workspace) {
  return [&workspace](QWidget* parent) -> Panel* { return new P(workspace, parent); };
}

}  // namespace

std::vector<PanelEntry> wizardPanels(Workspace& workspace) {
  const QString data = QStringLiteral("data");
  return {
      {data, title("Data"), data, making<DataPanel>(workspace), data},
      {QStringLiteral("import"), title("Import a file"), QStringLiteral("import"),
       making<ImportPanel>(workspace), data},
      {QStringLiteral("deidentify"), title("De-identify a dataset"), QStringLiteral("deidentify"),
       making<DeidPanel>(workspace), data},
      {QStringLiteral("split"), title("Split a dataset"), QStringLiteral("split"),
       making<SplitPanel>(workspace), data},
      {QStringLiteral("approach"), title("Adapt a model"), QStringLiteral("settings"),
       making<ApproachPanel>(workspace), QStringLiteral("jobs")},
  };
}

}  // namespace telesoft::ui
