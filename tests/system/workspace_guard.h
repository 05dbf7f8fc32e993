// A temporary workspace whose private server is stopped when the test ends.
#pragma once

#include <csignal>

#include <QTest>

#include "telesoft/base/os/files.h"
#include "telesoft/client/embedded_server.h"
#include "telesoft/protocol/server.h"

#include "support/program.h"
#include "support/temp_folder.h"

namespace telesoft::tests {

class WorkspaceGuard {
 public:
  ~WorkspaceGuard() {
    if (const int id = serverProcess(); id > 0 && client::findServer(path())) {
      ::kill(id, SIGTERM);
      for (int i = 0; i < 100 && client::findServer(path()); ++i) {
        QTest::qWait(50);
      }
    }
  }
  [[nodiscard]] std::filesystem::path path() const { return folder_ / "workspace"; }
  [[nodiscard]] QStringList with(QStringList arguments) const {
    return arguments + QStringList{QStringLiteral("--json"), QStringLiteral("--workspace"),
                                   QString::fromStdString(path().string())};
  }
  [[nodiscard]] Ran telesoft(const QStringList& arguments, int limitMs = 60000) const {
    return runProgram(programPath(QStringLiteral("telesoft")), with(arguments), limitMs);
  }
  [[nodiscard]] int serverProcess() const {
    const auto text = base::readFile(path() / "server.json");
    if (!text) {
      return 0;
    }
    const auto parsed = base::parseJson(*text);
    return parsed ? parsed->value("processId", 0) : 0;
  }

 private:
  TempFolder folder_;
};

}  // namespace telesoft::tests
