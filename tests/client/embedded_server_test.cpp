#include "telesoft/client/embedded_server.h"

#include "telesoft/base/os/files.h"
#include "telesoft/base/os/lock_file.h"

#include "support/temp_folder.h"
#include "support/test_case.h"

namespace {

using namespace telesoft;

class EmbeddedServerTest : public QObject {
  Q_OBJECT
 private slots:
  void findServer_isNotFooledByTheFileOfADeadServer();
  void findServer_saysWhenTheLockIsHeldButNobodyAnswers();
};

const char* const kInfo =
    R"({"format":"telesoft.server","version":1,"url":"http://127.0.0.1:1","token":"t","processId":1})";

void EmbeddedServerTest::findServer_isNotFooledByTheFileOfADeadServer() {
  const tests::TempFolder workspace;
  QVERIFY(base::writeFileWhole(workspace / "server.json", kInfo).has_value());
  QVERIFY(
      base::writeFileWhole(workspace / "server.lock", "").has_value());  // nobody holds it: killed
  const auto found = client::findServer(workspace.path());
  QVERIFY(!found.has_value());
  QCOMPARE(found.error().code, base::ErrorCode::NotFound);
}

void EmbeddedServerTest::findServer_saysWhenTheLockIsHeldButNobodyAnswers() {
  const tests::TempFolder workspace;
  QVERIFY(base::writeFileWhole(workspace / "server.json", kInfo).has_value());
  const auto lock = base::LockFile::acquire(workspace / "server.lock");
  QVERIFY(lock.has_value());
  const auto found = client::findServer(workspace.path());
  QVERIFY(!found.has_value());
  QCOMPARE(found.error().code, base::ErrorCode::Unavailable);
}

TELESOFT_TEST(EmbeddedServerTest)

}  // namespace

#include "embedded_server_test.moc"
