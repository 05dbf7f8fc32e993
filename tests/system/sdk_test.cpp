// The clients of resources/clients against a living server: JavaScript and Python, as they are
// shipped.
#include "telesoft/base/os/paths.h"
#include "telesoft/client/client.h"
#include "telesoft/protocol/release.h"
#include "telesoft/protocol/split.h"

#include "support/must.h"
#include "support/test_case.h"
#include "system/workspace_guard.h"

namespace {

using namespace telesoft;
using namespace telesoft::tests;

class SdkTest : public QObject {
  Q_OBJECT
 private slots:
  void initTestCase();
  void client_reachesEveryCall_data();
  void client_reachesEveryCall();

 private:
  WorkspaceGuard workspace_;
  QString model_;
};

/// A tiny model on the demonstration's texts, evaluated and in staging.
void SdkTest::initTestCase() {
  const auto base = QString::fromStdString(base::cacheFolder().string()) +
                    "/models/telesoft-diagnostic-v2/model.safetensors";
  if (!QFile::exists(base)) {
    QSKIP("the base model is not in the cache: run installer/run.sh");
  }
  const QString demo = qEnvironmentVariable("TELESOFT_RESOURCES") + "/demo/text/";
  const auto id = [](const Ran& ran) {
    if (ran.exitStatus != 0) {
      qFatal("a step failed: %s%s", ran.out.c_str(), ran.err.c_str());
    }
    return QString::fromStdString(ran.document().value("id", ""));
  };
  const QString dataset = id(workspace_.telesoft(
      {"import", demo + "medical_definitions.csv", "--recipe", demo + "recipe.json"}));
  const QString split = id(workspace_.telesoft({"split", dataset, "--max-train-rows", "200"}));
  const client::Client api(must(client::findServer(workspace_.path())));
  QString test;
  for (const auto& part :
       must(api.get<protocol::Split>("/v1/splits/" + split.toStdString())).parts) {
    if (part.part == "test") {
      test = QString::fromStdString(part.datasetId);
    }
  }
  const Ran job = workspace_.telesoft(
      {"train", "--split", split, "--base-model", "telesoft-diagnostic-v2", "--epochs", "1"},
      300 * 1000);
  QVERIFY2(job.exitStatus == 0, job.err.c_str());
  model_ = QString::fromStdString(job.document()["resultModel"].value("id", ""));
  const Ran evaluated = workspace_.telesoft({"evaluate", model_, "--test", test}, 300 * 1000);
  QVERIFY2(evaluated.exitStatus == 0, (evaluated.out + evaluated.err).c_str());
  must(api.post<protocol::Deployment>(
      "/v1/deployments", protocol::DeploymentRequest{model_.toStdString(), "staging", 100, {}}));
}

void SdkTest::client_reachesEveryCall_data() {
  QTest::addColumn<QString>("program");
  QTest::addColumn<QString>("client");
  QTest::addColumn<QString>("story");
  QTest::newRow("JavaScript") << "node"
                              << "telesoft.mjs"
                              << "sdk_story.mjs";
  QTest::newRow("Python") << "python3"
                          << "telesoft.py"
                          << "sdk_story.py";
}
void SdkTest::client_reachesEveryCall() {
  QFETCH(QString, program);
  QFETCH(QString, client);
  QFETCH(QString, story);
  const auto address = must(client::findServer(workspace_.path()));
  QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
  environment.insert("CLIENT", qEnvironmentVariable("TELESOFT_RESOURCES") + "/clients/" + client);
  environment.insert("URL", QStringLiteral("http://127.0.0.1:%1").arg(address.port.c_str()));
  environment.insert("TOKEN", QString::fromStdString(address.token));
  environment.insert("MODEL", model_);
  environment.insert("NOTE", "an operation to remove the appendix");
  QProcess process;
  process.setProcessEnvironment(environment);
  process.start(program,
                {QString::fromStdString((sourceFolder() / "tests/system").string()) + "/" + story});
  QVERIFY2(process.waitForFinished(120000), qPrintable(process.errorString()));
  QVERIFY2(process.exitCode() == 0, process.readAllStandardError().constData());
  QCOMPARE(process.readAllStandardOutput().trimmed(), QByteArray("ok"));
}

TELESOFT_TEST(SdkTest)

}  // namespace

#include "sdk_test.moc"
