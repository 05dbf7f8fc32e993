// The workbench's window before a fake server, as tests drive it.
#pragma once

#include <QApplication>
#include <QSettings>

#include "telesoft/ui/models/workspace.h"
#include "telesoft/ui/shell/all_panels.h"
#include "telesoft/ui/shell/main_window.h"
#include "telesoft/ui/theme/theme.h"
#include "telesoft/ui/widgets/accessible.h"
#include "telesoft/ui/widgets/message_bar.h"

#include "sample_workspace.h"
#include "support/temp_folder.h"
#include "support/test_case.h"

namespace telesoft::tests {

/// Theme and accessibility of the application, once.
inline void dressApplication() {
  static const bool once = [] {
    ui::installTheme(*qApp, ui::ThemeMode::Light);
    ui::installAccessibility();
    return true;
  }();
  Q_UNUSED(once)
}

struct Workbench {
  explicit Workbench(bool sample = true) : server(folder / "workspace") {
    dressApplication();
    if (sample) {
      fillSample(server);
    }
    settings.emplace(QString::fromStdString((folder / "settings.ini").string()),
                     QSettings::IniFormat);
    workspace.emplace(QString::fromStdString((folder / "workspace").string()));
    window.emplace(*workspace, ui::allPanels(*workspace), *settings);
  }
  /// Shows it, connects, and waits until the lists are read.
  [[nodiscard]] bool open() {
    window->show();
    window->activateWindow();
    workspace->connection().open();
    return QTest::qWaitForWindowActive(&*window, 5000) &&
           QTest::qWaitFor(
               [this] {
                 return workspace->datasets().readAt().isValid() &&
                        workspace->jobs().readAt().isValid() &&
                        workspace->evaluations().readAt().isValid() &&
                        workspace->models().readAt().isValid() &&
                        workspace->splits().readAt().isValid();
               },
               5000);
  }

  TempFolder folder;
  FakeServer server;
  std::optional<QSettings> settings;
  std::optional<ui::Workspace> workspace;
  std::optional<ui::MainWindow> window;
};

}  // namespace telesoft::tests
