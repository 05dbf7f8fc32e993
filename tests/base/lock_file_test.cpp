#include "telesoft/base/os/lock_file.h"

#include <csignal>

#include <sys/wait.h>
#include <unistd.h>

#include "support/temp_folder.h"
#include "support/test_case.h"

namespace {

using namespace telesoft::base;

class LockFileTest : public QObject {
  Q_OBJECT
 private slots:
  void lock_isHeldOnce();
  void lock_isLetGoByAKilledProcess();
};

void LockFileTest::lock_isHeldOnce() {
  const telesoft::tests::TempFolder folder;
  QVERIFY(!LockFile::isHeld(folder / "lock"));
  {
    const auto first = LockFile::acquire(folder / "lock");
    QVERIFY(first.has_value());
    QVERIFY(LockFile::isHeld(folder / "lock"));
    const auto second = LockFile::acquire(folder / "lock");
    QVERIFY(!second.has_value());
    QCOMPARE(second.error().code, ErrorCode::Conflict);
  }
  QVERIFY(!LockFile::isHeld(folder / "lock"));
}

void LockFileTest::lock_isLetGoByAKilledProcess() {
  const telesoft::tests::TempFolder folder;
  int ready[2];
  QCOMPARE(::pipe(ready), 0);
  const pid_t child = ::fork();
  if (child == 0) {
    const auto lock = LockFile::acquire(folder / "lock");
    const char told = lock ? 'y' : 'n';
    static_cast<void>(!::write(ready[1], &told, 1));
    while (true) {
      ::pause();
    }
  }
  char told = 0;
  QCOMPARE(::read(ready[0], &told, 1), ssize_t{1});
  QCOMPARE(told, 'y');
  QVERIFY(LockFile::isHeld(folder / "lock"));
  QCOMPARE(::kill(child, SIGKILL), 0);
  QCOMPARE(::waitpid(child, nullptr, 0), child);
  QVERIFY(!LockFile::isHeld(folder / "lock"));
  QVERIFY(LockFile::acquire(folder / "lock").has_value());
}

TELESOFT_TEST(LockFileTest)

}  // namespace

#include "lock_file_test.moc"
