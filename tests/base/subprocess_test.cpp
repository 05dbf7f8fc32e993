#include "telesoft/base/os/subprocess.h"

#include <csignal>

#include <QCoreApplication>

#include <unistd.h>

#include "telesoft/base/os/files.h"

#include "support/temp_folder.h"
#include "support/test_case.h"

namespace {

using namespace telesoft::base;

class SubprocessTest : public QObject {
  Q_OBJECT
 private slots:
  void runToEnd_givesTheExitStatusAndTheOutput();
  void run_saysWhenTheProgramIsMissing();
  void startDetached_isNoChildAndCanBeSeenEnding();
  void run_passesOnNoOpenFile();
};

Command shell(const std::string& script) {
  Command command;
  command.program = "/bin/sh";
  command.arguments = {"-c", script};
  return command;
}

void SubprocessTest::runToEnd_givesTheExitStatusAndTheOutput() {
  const telesoft::tests::TempFolder folder;
  Command command = shell("echo \"$GIVEN\"; echo err >&2; exit 3");
  command.environment = {"GIVEN=hello"};
  command.standardOutput = folder / "out";
  command.standardError = folder / "err";
  const auto finished = runToEnd(command);
  QVERIFY(finished.has_value());
  QCOMPARE(finished->exitStatus, 3);
  QCOMPARE(readFile(folder / "out").value_or(""), std::string("hello\n"));
  QCOMPARE(readFile(folder / "err").value_or(""), std::string("err\n"));
  const auto killed = runToEnd(shell("kill -9 $$"));
  QVERIFY(killed.has_value());
  QCOMPARE(killed->exitStatus, 128 + SIGKILL);
}

void SubprocessTest::run_saysWhenTheProgramIsMissing() {
  Command command;
  command.program = "/nowhere/engine";
  QCOMPARE(runToEnd(command).error().code, ErrorCode::NotFound);
  QCOMPARE(startDetached(command).error().code, ErrorCode::NotFound);
}

void SubprocessTest::startDetached_isNoChildAndCanBeSeenEnding() {
  const auto id = startDetached(shell("sleep 60"));
  QVERIFY(id.has_value());
  QVERIFY(isRunning(*id));
  const auto stat = readFile("/proc/" + std::to_string(*id) + "/stat");
  QVERIFY(stat.has_value());
  const std::string parent = stat->substr(stat->rfind(')') + 4);
  QVERIFY(parent.rfind(std::to_string(QCoreApplication::applicationPid()) + " ", 0) != 0);
  QCOMPARE(::kill(*id, SIGKILL), 0);
  QTRY_VERIFY(!isRunning(*id));
}

void SubprocessTest::run_passesOnNoOpenFile() {
  const int open = ::dup2(STDERR_FILENO, 77);  // as a library may leave it: without O_CLOEXEC
  QCOMPARE(open, 77);
  const auto finished = runToEnd(shell("if [ -e /proc/$$/fd/77 ]; then exit 1; fi"));
  ::close(open);
  QVERIFY(finished.has_value());
  QCOMPARE(finished->exitStatus, 0);
}

TELESOFT_TEST(SubprocessTest)

}  // namespace

#include "subprocess_test.moc"
