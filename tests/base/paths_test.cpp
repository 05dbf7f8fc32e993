#include "telesoft/base/os/paths.h"

#include "telesoft/base/os/files.h"

#include "support/temp_folder.h"
#include "support/test_case.h"

namespace {

using namespace telesoft::base;

class PathsTest : public QObject {
  Q_OBJECT
 private slots:
  void cleanup();
  void resources_areTakenFromTheEnvironmentFirst();
  void cacheAndWorkspace_followTheEnvironment();
  void sisterProgram_saysWhichOneIsMissing();
  void engineProgram_isTheGivenTheNamedOrTheSister();
};

void PathsTest::cleanup() {
  qputenv("TELESOFT_RESOURCES",
          QByteArray::fromStdString((telesoft::tests::sourceFolder() / "resources").string()));
  qunsetenv("TELESOFT_CACHE");
  qunsetenv("TELESOFT_WORKSPACE");
}

void PathsTest::resources_areTakenFromTheEnvironmentFirst() {
  const telesoft::tests::TempFolder folder;
  QVERIFY(writeFileWhole(folder / "base_models.json", "{}").has_value());
  qputenv("TELESOFT_RESOURCES", QByteArray::fromStdString(folder.path().string()));
  const auto found = resourcesFolder();
  QVERIFY(found.has_value());
  QCOMPARE(found->string(), folder.path().string());
}

void PathsTest::cacheAndWorkspace_followTheEnvironment() {
  qputenv("TELESOFT_CACHE", "/tmp/c");
  qputenv("TELESOFT_WORKSPACE", "/tmp/w");
  QCOMPARE(cacheFolder().string(), std::string("/tmp/c"));
  QCOMPARE(defaultWorkspace().string(), std::string("/tmp/w"));
  qunsetenv("TELESOFT_WORKSPACE");
  QCOMPARE(defaultWorkspace().filename().string(), std::string("Telesoft"));
}

void PathsTest::sisterProgram_saysWhichOneIsMissing() {
  const auto missing = sisterProgram("telesoft-nothing");
  QVERIFY(!missing.has_value());
  QCOMPARE(missing.error().code, ErrorCode::NotFound);
  QVERIFY2(missing.error().message.find("telesoft-nothing") != std::string::npos,
           missing.error().message.c_str());
  QVERIFY(sisterProgram("test_base").has_value());
}

void PathsTest::engineProgram_isTheGivenTheNamedOrTheSister() {
  qputenv("TELESOFT_ENGINE_PROGRAM", "/opt/engine");
  QCOMPARE(engineProgram("/given")->string(), std::string("/given"));
  QCOMPARE(engineProgram()->string(), std::string("/opt/engine"));
  qunsetenv("TELESOFT_ENGINE_PROGRAM");
  const auto beside = engineProgram();
  if (beside) {  // where the engine is built
    QCOMPARE(beside->filename().string(), std::string("telesoft-engine"));
  } else {
    QCOMPARE(beside.error().code, ErrorCode::Unavailable);
  }
}

TELESOFT_TEST(PathsTest)

}  // namespace

#include "paths_test.moc"
