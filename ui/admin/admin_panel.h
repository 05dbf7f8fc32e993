// Admin: people and their rights, the audit trail, backups.
#pragma once

#include "telesoft/ui/models/workspace.h"
#include "telesoft/ui/widgets/panel.h"

class QStackedWidget;

namespace telesoft::ui {

class AuditView;
class BackupView;
class Page;
class PeopleView;
class SegmentedControl;

class AdminPanel : public Panel {
  Q_OBJECT

 public:
  explicit AdminPanel(Workspace& workspace, QWidget* parent = nullptr);
  void open(const QString& subject) override;
  [[nodiscard]] std::vector<PanelAction> actions() override;
  [[nodiscard]] QString help() const override;

 private:
  void show(int view);
  void showRights();
  Workspace& workspace_;
  Page* page_;
  SegmentedControl* views_;
  QStackedWidget* stack_;
  AuditView* audit_;
  PeopleView* people_;
  BackupView* backup_;
};

}  // namespace telesoft::ui
