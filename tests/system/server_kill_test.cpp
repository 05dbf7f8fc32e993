// kill -9 of the server and of the engine in the middle of a run: the run goes on, nothing is lost,
// the audit verifies.
#include <csignal>

#include "telesoft/base/clock.h"
#include "telesoft/base/os/paths.h"
#include "telesoft/base/os/subprocess.h"
#include "telesoft/client/client.h"
#include "telesoft/protocol/job.h"
#include "telesoft/protocol/split.h"

#include "support/test_case.h"
#include "system/workspace_guard.h"

namespace {

using namespace telesoft;
using namespace telesoft::tests;

class ServerKillTest : public QObject {
  Q_OBJECT
 private slots:
  void run_goesOnAfterTheServerWasKilled();
  void run_goesOnAfterTheEngineWasKilled();

 private:
  /// A job on the GBSG patients, long enough to be killed in; gives its id.
  static QString startJob(const WorkspaceGuard& workspace);
  static base::json waitForStep(const WorkspaceGuard& workspace, const QString& job, int step);
  static base::json waitForEnd(const WorkspaceGuard& workspace, const QString& job);
};

QString ServerKillTest::startJob(const WorkspaceGuard& workspace) {
  const QString demo = qEnvironmentVariable("TELESOFT_RESOURCES") + "/demo/risk/";
  const Ran imported =
      workspace.telesoft({"import", demo + "gbsg.csv", "--recipe", demo + "gbsg.recipe.json"});
  const QString dataset = QString::fromStdString(imported.document().value("id", ""));
  const Ran split = workspace.telesoft({"split", dataset});
  const Ran job = workspace.telesoft({"train", "--split",
                                      QString::fromStdString(split.document().value("id", "")),
                                      "--base-model", "telesoft-risk-v1", "--approach", "scratch",
                                      "--epochs", "3000", "--patience", "0", "--no-wait"});
  return QString::fromStdString(job.document().value("id", ""));
}

base::json ServerKillTest::waitForStep(const WorkspaceGuard& workspace,
                                       const QString& job,
                                       int step) {
  base::json seen;
  for (int i = 0; i < 400; ++i) {
    seen = workspace.telesoft({"status", job}).document();
    if (seen.value("step", 0) >= step || seen.value("status", "") == "failed") {
      break;
    }
    QTest::qWait(50);
  }
  return seen;
}

base::json ServerKillTest::waitForEnd(const WorkspaceGuard& workspace, const QString& job) {
  return workspace.telesoft({"status", job, "--follow"}, 300 * 1000).document();
}

void ServerKillTest::run_goesOnAfterTheServerWasKilled() {
  const WorkspaceGuard workspace;
  const QString job = startJob(workspace);
  QVERIFY(!job.isEmpty());
  const base::json before = waitForStep(workspace, job, 50);
  QCOMPARE(QString::fromStdString(before.value("status", "")), QStringLiteral("running"));
  const int server = workspace.serverProcess();
  QVERIFY(server > 0);
  QCOMPARE(::kill(server, SIGKILL), 0);
  const base::json ended = waitForEnd(workspace, job);  // starts a new server
  QVERIFY(workspace.serverProcess() != server);
  QVERIFY2(ended.value("status", "") == "succeeded", ended.dump().c_str());
  QVERIFY(ended.value("step", 0) >= before.value("step", 0));

  const auto address = client::findServer(workspace.path());
  QVERIFY(address.has_value());
  const auto audit = client::Client(*address).post<protocol::AuditVerification>("/v1/audit/verify");
  QVERIFY(audit.has_value());
  QVERIFY(audit->intact);
  QVERIFY(audit->entries >= 3);  // import, split, job
}

void ServerKillTest::run_goesOnAfterTheEngineWasKilled() {
  const WorkspaceGuard workspace;
  const QString job = startJob(workspace);
  QVERIFY(!job.isEmpty());
  waitForStep(workspace, job, 50);
  int engine = 0;
  for (const auto& entry : std::filesystem::directory_iterator(workspace.path() / "runs")) {
    const auto text = base::readFile(entry.path() / "status.json");
    const auto status =
        text ? base::parseJson(*text) : base::Result<base::json>(base::json::object());
    engine = status ? status->value("processId", 0) : 0;
  }
  QVERIFY(engine > 0);
  QCOMPARE(::kill(engine, SIGKILL), 0);
  const base::json ended = waitForEnd(workspace, job);
  QVERIFY2(ended.value("status", "") == "succeeded", ended.dump().c_str());
}

TELESOFT_TEST(ServerKillTest)

}  // namespace

#include "server_kill_test.moc"
