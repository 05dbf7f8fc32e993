// cmake --install gives a tree that works where it is moved to.
#include <filesystem>

#include <QFile>

#include "support/test_case.h"
#include "system/workspace_guard.h"

namespace {

using namespace telesoft;
using namespace telesoft::tests;

class InstallTreeTest : public QObject {
  Q_OBJECT
 private slots:
  void installTree_worksAfterItWasMoved();
};

void InstallTreeTest::installTree_worksAfterItWasMoved() {
  const TempFolder folder;
  const QString first = QString::fromStdString((folder / "first").string());
  const Ran installed = runProgram(
      "cmake", {"--install", qEnvironmentVariable("TELESOFT_BINARY_DIR"), "--prefix", first},
      120000);
  QVERIFY2(installed.exitStatus == 0, installed.err.c_str());
  std::filesystem::rename(folder / "first", folder / "moved");
  const QString bin = QString::fromStdString((folder / "moved/bin/").string());

  const QByteArray resources = qgetenv("TELESOFT_RESOURCES");
  qunsetenv("TELESOFT_RESOURCES");
  const WorkspaceGuard workspace;
  const Ran engine = runProgram(bin + "telesoft-engine", {"--version"});
  const Ran libraries = runProgram("ldd", {bin + "telesoft-engine"});
  const Ran doctor = runProgram(bin + "telesoft", workspace.with({"doctor"}));
  qputenv("TELESOFT_RESOURCES", resources);

  QVERIFY2(engine.exitStatus == 0, engine.err.c_str());
  QVERIFY2(libraries.out.find((folder / "moved").string()) != std::string::npos,
           libraries.out.c_str());
  QCOMPARE(libraries.out.find("not found"), std::string::npos);
  std::string told;
  const base::json document = doctor.document();
  for (const base::json& check : document["checks"]) {
    if (check.value("check", "") == "resources") {
      told = check.value("message", "");
    }
  }
  QVERIFY2(told.find((folder / "moved/share/telesoft").string()) != std::string::npos ||
               std::filesystem::equivalent(told, folder / "moved/share/telesoft"),
           doctor.out.c_str());
}

TELESOFT_TEST(InstallTreeTest)

}  // namespace

#include "install_tree_test.moc"
