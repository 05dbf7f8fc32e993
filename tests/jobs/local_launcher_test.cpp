#include "telesoft/jobs/launch/local_launcher.h"

#include <csignal>

#include <sys/stat.h>
#include <unistd.h>

#include "telesoft/base/os/lock_file.h"
#include "telesoft/base/os/subprocess.h"

#include "jobs/jobs_fixture.h"

namespace {

using namespace telesoft;
using namespace telesoft::jobs;
using namespace telesoft::tests;

class LocalLauncherTest : public QObject {
  Q_OBJECT
 private slots:
  void init();
  void launch_saysWhenThereIsNoEngine();
  void launch_takesTheProgramOfTheEnvironment();
  void launch_startsASessionOfItsOwnWithAPrivateLog();
  void isAlive_seesTheLockOfAnEngineThatAnotherServerStarted();
  void isAlive_isNotFooledByAnotherProgramOfThatId();
  void isAlive_endsWithTheEngine();
  void kill_endsOnlyTheEngineOfTheRun();

 private:
  /// A program that writes to both outputs and waits.
  base::Path program();
  TempFolder folder_;
  std::unique_ptr<JobsFixture> fixture_;
  base::SystemClock clock_;
};

void LocalLauncherTest::init() {
  fixture_ = std::make_unique<JobsFixture>(clock_);
}

base::Path LocalLauncherTest::program() {
  const base::Path file = folder_ / "engine.sh";
  must(base::writeFileWhole(file,
                            "#!/bin/sh\necho out; echo err >&2\nexec 1>&- 2>&-\n"
                            "while :; do sleep 0.05; done\n",
                            0700));
  return file;
}

bool endsSoon(LocalLauncher& launcher, const RunDirectory& run, std::int64_t id) {
  for (int i = 0; i < 500 && launcher.isAlive(run, id); ++i) {
    QTest::qWait(10);
  }
  return !launcher.isAlive(run, id);
}

void LocalLauncherTest::launch_saysWhenThereIsNoEngine() {
  LocalLauncher none(folder_ / "no-such-engine");
  const auto started = none.launch(fixture_->makeRun("job_1"));
  QCOMPARE(started.error().code, base::ErrorCode::Unavailable);
  QVERIFY(!started.error().hint.empty());
}

void LocalLauncherTest::launch_takesTheProgramOfTheEnvironment() {
  const RunDirectory run = fixture_->makeRun("job_1");
  qputenv("TELESOFT_ENGINE_PROGRAM", QByteArray::fromStdString(program().string()));
  LocalLauncher launcher;
  const auto started = launcher.launch(run);
  qunsetenv("TELESOFT_ENGINE_PROGRAM");
  QVERIFY(started.has_value());
  launcher.kill(run, *started);
  QVERIFY(endsSoon(launcher, run, *started));
}

void LocalLauncherTest::launch_startsASessionOfItsOwnWithAPrivateLog() {
  const RunDirectory run = fixture_->makeRun("job_1");
  LocalLauncher launcher(program());
  const std::int64_t id = must(launcher.launch(run));
  QVERIFY(launcher.isAlive(run, id));
  QVERIFY(::getsid(static_cast<pid_t>(id)) != ::getsid(0));
  for (int i = 0; i < 500 && base::readFile(run.logFile()).value_or("").size() < 8; ++i) {
    QTest::qWait(10);
  }
  QCOMPARE(base::readFile(run.logFile()).value_or(""), std::string("out\nerr\n"));
  struct stat info {};
  QCOMPARE(::stat(run.logFile().c_str(), &info), 0);
  QCOMPARE(info.st_mode & 0777U, 0600U);
  launcher.kill(run, id);
  QVERIFY(endsSoon(launcher, run, id));
}

void LocalLauncherTest::isAlive_seesTheLockOfAnEngineThatAnotherServerStarted() {
  const RunDirectory run = fixture_->makeRun("job_1");
  LocalLauncher launcher(program());
  QVERIFY(!launcher.isAlive(run, 0));
  {
    const auto lock = must(base::LockFile::acquire(run.lockFile()));
    QVERIFY(launcher.isAlive(run, 0));
  }
  QVERIFY(!launcher.isAlive(run, 0));
}

void LocalLauncherTest::isAlive_isNotFooledByAnotherProgramOfThatId() {
  const RunDirectory run = fixture_->makeRun("job_1");
  LocalLauncher launcher(program());
  QVERIFY(!launcher.isAlive(run, ::getpid()));
  QVERIFY(!launcher.isAlive(run, -1));
}

void LocalLauncherTest::isAlive_endsWithTheEngine() {
  const RunDirectory run = fixture_->makeRun("job_1");
  LocalLauncher launcher(program());
  const std::int64_t id = must(launcher.launch(run));
  QVERIFY(launcher.isAlive(run, id));
  QCOMPARE(::kill(static_cast<pid_t>(id), SIGKILL), 0);
  QVERIFY(endsSoon(launcher, run, id));
}

void LocalLauncherTest::kill_endsOnlyTheEngineOfTheRun() {
  const RunDirectory first = fixture_->makeRun("job_1");
  const RunDirectory second = fixture_->makeRun("job_2");
  LocalLauncher launcher(program());
  const std::int64_t id = must(launcher.launch(first));
  launcher.kill(second, id);  // the id is of another run's engine
  QVERIFY(launcher.isAlive(first, id));
  protocol::RunStatus status;
  status.processId = id;
  writeStatus(first, status);
  launcher.kill(first, 0);  // known by the status alone
  QVERIFY(endsSoon(launcher, first, id));
}

TELESOFT_TEST(LocalLauncherTest)

}  // namespace

#include "local_launcher_test.moc"
