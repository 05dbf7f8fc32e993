// Runs one of the built programs as its users do: arguments in, exit status and texts out.
#pragma once

#include <string>

#include <QProcess>
#include <QStringList>

#include "telesoft/base/json.h"

namespace telesoft::tests {

struct Ran {
  int exitStatus = -1;
  std::string out, err;
  /// Standard output as JSON; null where it is none.
  [[nodiscard]] base::json document() const {
    auto parsed = base::parseJson(out);
    return parsed ? *parsed : base::json();
  }
};

/// A program of <build>/bin.
[[nodiscard]] inline QString programPath(const QString& name) {
  return qEnvironmentVariable("TELESOFT_BINARY_DIR") + QStringLiteral("/bin/") + name;
}

[[nodiscard]] inline Ran runProgram(const QString& program,
                                    const QStringList& arguments,
                                    int limitMs = 60000) {
  QProcess process;
  process.start(program, arguments);
  Ran ran;
  if (!process.waitForFinished(limitMs)) {
    process.kill();
    process.waitForFinished(5000);
    ran.err = "did not end in time, or did not start: " + process.errorString().toStdString();
    return ran;
  }
  ran.exitStatus = process.exitStatus() == QProcess::NormalExit ? process.exitCode() : 128;
  ran.out = process.readAllStandardOutput().toStdString();
  ran.err = process.readAllStandardError().toStdString();
  return ran;
}

}  // namespace telesoft::tests
