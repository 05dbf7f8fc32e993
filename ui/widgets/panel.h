// The border between the shell and those who build pages: what a page is, says and can do.
//
// A module of panels offers one function in <module>/panels.h that lists them, and the shell
// composes:
//   std::vector<PanelEntry> wizardPanels(Workspace& workspace);   // ui/wizards/panels.h
//   std::vector<PanelEntry> comparePanels(Workspace& workspace);  // ui/compare/panels.h
//   std::vector<PanelEntry> monitorPanels(Workspace& workspace);  // ui/monitor/panels.h
// with the ids "data", "import", "deidentify", "split", "approach" | "models", "compare" | "jobs".
#pragma once

#include <functional>
#include <vector>

#include <QKeySequence>
#include <QString>
#include <QWidget>

namespace telesoft::ui {

/// Something the palette (Ctrl+K) can run while the panel exists.
struct PanelAction {
  QString id;     // "jobs.pause"
  QString title;  // "Pause the run"
  QString icon;
  QKeySequence shortcut;  // active while the panel is shown
  std::function<void()> run;
  std::function<bool()> enabled = [] { return true; };
};

/// A page of the workbench. It brings its own Page scaffold (page.h) as its content.
class Panel : public QWidget {
  Q_OBJECT

 public:
  using QWidget::QWidget;
  /// Shows the object with this id ("" for the page itself). Called each time it is navigated to.
  virtual void open(const QString& subject) { Q_UNUSED(subject) }
  [[nodiscard]] virtual std::vector<PanelAction> actions() { return {}; }
  /// Rich text for the F1 side sheet: what the page is for, what its words mean, its keys.
  [[nodiscard]] virtual QString help() const { return {}; }

 Q_SIGNALS:
  /// Asks the shell to show another panel: "jobs" with a job's id, "compare" with an evaluation's.
  void navigationRequested(const QString& panel, const QString& subject);
  /// A wizard is done or was closed: back to where the user came from.
  void closed();
  /// Other actions() are enabled than before.
  void actionsChanged();
};

/// How the shell makes a panel, at its first showing.
struct PanelEntry {
  QString id;     // "jobs"
  QString title;  // "Jobs"
  QString icon;   // "jobs"
  std::function<Panel*(QWidget* parent)> create;
  /// Pages of the journey which the panel stands under in the rail: "data" for the import wizard.
  QString railPage;
};

}  // namespace telesoft::ui
