#include "options.h"

#include <algorithm>
#include <string_view>

#include <QCommandLineParser>
#include <QDir>

#include "telesoft/base/os/paths.h"

namespace telesoft::workbench {

bool asksForWords(int argc, char** argv) {
  return std::any_of(argv + 1, argv + argc, [](const char* argument) {
    const std::string_view text(argument);
    return text == "--help" || text == "-h" || text == "--help-all" || text == "--version" ||
           text == "-v";
  });
}

Options parseOptions(const QStringList& arguments) {
  QCommandLineParser parser;
  parser.setApplicationDescription(QStringLiteral(
      "Adapts medical AI models to a hospital's own patients, on its own machines."));
  parser.addHelpOption();
  parser.addVersionOption();
  const QCommandLineOption workspace(
      QStringLiteral("workspace"),
      QStringLiteral("The workspace's folder; else $TELESOFT_WORKSPACE, else ~/Telesoft."),
      QStringLiteral("folder"));
  const QCommandLineOption server(
      QStringLiteral("server-program"),
      QStringLiteral("The server; else `telesoft` beside this program."), QStringLiteral("file"));
  const QCommandLineOption measure(
      QStringLiteral("measure-start"),
      QStringLiteral(
          "Print the milliseconds from the process' start to the first window, and end."));
  const QCommandLineOption team(QStringLiteral("server"),
                                QStringLiteral("A team's server, such as https://host:8443."),
                                QStringLiteral("address"));
  const QCommandLineOption authority(
      QStringLiteral("ca"), QStringLiteral("The certificate authority of that server, as PEM."),
      QStringLiteral("file"));
  parser.addOptions({workspace, server, measure, team, authority});
  parser.process(arguments);
  Options options;
  const QString folder = parser.isSet(workspace)
                             ? parser.value(workspace)
                             : QString::fromStdString(base::defaultWorkspace().string());
  options.server = parser.value(team);
  options.authority = parser.value(authority);
  options.workspace = options.server.isEmpty()
                          ? QDir::cleanPath(QDir::current().absoluteFilePath(folder))
                          : QString();
  options.serverProgram = parser.value(server);
  options.measureStart = parser.isSet(measure);
  return options;
}

}  // namespace telesoft::workbench
