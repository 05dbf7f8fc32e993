#include "telesoft/knowledge/read/confine.h"

#include <cerrno>
#include <functional>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "support/temp_folder.h"
#include "support/test_case.h"

namespace {

using namespace telesoft;
using namespace telesoft::tests;

/// True where, in a process that is confined, the call fails with one of the codes.
bool isRefused(const std::function<bool()>& call, int code = EPERM) {
  const pid_t child = ::fork();
  if (child == 0) {
    if (!knowledge::confineThisProcess({64ULL << 30U, 5})) {
      ::_exit(2);
    }
    errno = 0;
    const bool done = call();
    ::_exit(!done && errno == code ? 0 : 1);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

class ConfineTest : public QObject {
  Q_OBJECT
 private slots:
  void initTestCase() {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    QSKIP("a sanitizer's own memory has no bounds");
#endif
  }
  void confined_canReadOnly();
  void confined_cannotReachOut();
  void confined_hasLittleMemory();
};

void ConfineTest::confined_canReadOnly() {
  const TempFolder folder;
  const std::string file = (folder / "x").string();
  QVERIFY(!isRefused([] { return ::open("/proc/self/exe", O_RDONLY | O_CLOEXEC) >= 0; }));
  QVERIFY(isRefused([&] { return ::open(file.c_str(), O_WRONLY | O_CREAT, 0600) >= 0; }));
  QVERIFY(isRefused([&] { return ::open(file.c_str(), O_RDWR) >= 0; }));
  QVERIFY(isRefused([&] { return ::unlink(file.c_str()) == 0; }));
  QVERIFY(isRefused([&] { return ::rename(file.c_str(), file.c_str()) == 0; }));
  QVERIFY(isRefused([&] { return ::mkdir((file + "d").c_str(), 0700) == 0; }));
  QVERIFY(!std::filesystem::exists(file));
}

void ConfineTest::confined_cannotReachOut() {
  QVERIFY(isRefused([] { return ::socket(AF_INET, SOCK_STREAM, 0) >= 0; }));
  QVERIFY(isRefused([] {
    char name[] = "/bin/true";
    char* arguments[] = {name, nullptr};
    char* environment[] = {nullptr};
    return ::execve(name, arguments, environment) == 0;
  }));
  QVERIFY(isRefused([] { return ::kill(::getppid(), 0) == 0; }));
}

void ConfineTest::confined_hasLittleMemory() {
  QVERIFY(isRefused(
      [] {
        void* taken = ::mmap(nullptr, 128ULL << 30U, PROT_READ,
                             MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
        return taken != MAP_FAILED;
      },
      ENOMEM));
}

TELESOFT_TEST(ConfineTest)

}  // namespace

#include "confine_test.moc"
