// telesoft-workbench: the desktop program, a client of the workspace server and nothing else.
#include <cstdio>

#include <QApplication>
#include <QSettings>
#include <QSslConfiguration>

#include "telesoft/ui/models/workspace.h"
#include "telesoft/ui/shell/all_panels.h"
#include "telesoft/ui/shell/main_window.h"
#include "telesoft/ui/theme/theme.h"
#include "telesoft/ui/widgets/accessible.h"

#include "first_paint.h"
#include "options.h"

using namespace telesoft;

namespace {

ui::ThemeMode themeOf(const QSettings& settings) {
  const int mode = settings.value(QStringLiteral("theme"), 0).toInt();
  return mode >= 0 && mode <= 2 ? static_cast<ui::ThemeMode>(mode) : ui::ThemeMode::System;
}

/// Beside those that this machine trusts.
void trustAuthority(const QString& file) {
  if (!file.isEmpty()) {
    QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
    if (!configuration.addCaCertificates(file)) {
      std::fprintf(stderr, "the certificate authority cannot be read: give a PEM file with --ca\n");
    }
    QSslConfiguration::setDefaultConfiguration(configuration);
  }
}

}  // namespace

int main(int argc, char** argv) {
  QCoreApplication::setOrganizationName(QStringLiteral("Telesoft"));
  QCoreApplication::setApplicationName(QStringLiteral("Workbench"));
  QCoreApplication::setApplicationVersion(QStringLiteral(TELESOFT_VERSION));
  if (workbench::asksForWords(argc, argv)) {  // answered without a display
    const QCoreApplication plain(argc, argv);
    static_cast<void>(workbench::parseOptions(QCoreApplication::arguments()));
  }
  QApplication application(argc, argv);
  const workbench::Options options = workbench::parseOptions(QCoreApplication::arguments());
  QSettings settings;
  ui::installTheme(application, themeOf(settings));
  ui::installAccessibility();

  ui::Workspace workspace(options.workspace);
  workspace.connection().setServerProgram(options.serverProgram);
  if (!options.server.isEmpty()) {
    trustAuthority(options.authority);
    workspace.connection().setRemote(QUrl(options.server));
  }
  ui::MainWindow window(workspace, ui::allPanels(workspace), settings);
  // The window first, then the network.
  workbench::FirstPaint painted(window, [&] {
    if (options.measureStart) {
      std::printf("%.0f\n", workbench::millisecondsSinceStart());
      QCoreApplication::quit();
    } else {
      workspace.connection().open();
    }
  });
  window.show();
  return QApplication::exec();
}
