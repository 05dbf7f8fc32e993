// Jobs: the list of runs, and with a run's id its live monitor.
#pragma once

#include "telesoft/ui/models/workspace.h"
#include "telesoft/ui/widgets/panel.h"

class QStackedLayout;

namespace telesoft::ui {

class JobListPage;
class RunPage;

class JobsPanel : public Panel {
  Q_OBJECT

 public:
  explicit JobsPanel(Workspace& workspace, QWidget* parent = nullptr);
  /// A run's id; "" shows the list.
  void open(const QString& subject) override;
  [[nodiscard]] std::vector<PanelAction> actions() override;
  [[nodiscard]] QString help() const override;

 private:
  JobListPage* list_;
  RunPage* run_;
  QStackedLayout* stack_;
};

}  // namespace telesoft::ui
