#include "telesoft/ui/monitor/panels.h"

#include <QCoreApplication>

#include "telesoft/ui/monitor/jobs_panel.h"

namespace telesoft::ui {

std::vector<PanelEntry> monitorPanels(Workspace& workspace) {
  PanelEntry jobs;
  jobs.id = QStringLiteral("jobs");
  jobs.title = QCoreApplication::translate("Panels", "Jobs");
  jobs.icon = QStringLiteral("jobs");
  jobs.create = [&workspace](QWidget* parent) { return new JobsPanel(workspace, parent); };
  jobs.railPage = QStringLiteral("jobs");
  return {jobs};
}

}  // namespace telesoft::ui
