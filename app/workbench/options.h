// What the workbench is told on its command line.
#pragma once

#include <QString>
#include <QStringList>

namespace telesoft::workbench {

struct Options {
  QString workspace;
  QString serverProgram;  // "": `telesoft` beside this program
  QString server;         // of a team: "https://models.hospital.example:8443"; "": a private one
  QString authority;      // PEM file of the certificate authority of that server
  bool measureStart = false;
};

/// Whether the help or the version is asked for.
[[nodiscard]] bool asksForWords(int argc, char** argv);
/// Ends the program where it is asked for help or its version, or told what it does not know.
[[nodiscard]] Options parseOptions(const QStringList& arguments);

}  // namespace telesoft::workbench
