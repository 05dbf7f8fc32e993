#include "telesoft/store/workspace.h"

#include <sys/stat.h>
#include <unistd.h>

#include "telesoft/store/audit_log.h"

#include "support/fake_clock.h"
#include "support/must.h"
#include "support/temp_folder.h"
#include "support/test_case.h"

namespace {

using namespace telesoft;
using namespace telesoft::store;
using namespace telesoft::tests;
using base::ErrorCode;

unsigned modeOf(const base::Path& path) {
  struct stat info {};
  return ::stat(path.c_str(), &info) == 0 ? info.st_mode & 07777U : 0;
}

class WorkspaceTest : public QObject {
  Q_OBJECT
 private slots:
  void create_makesAPrivateLayout();
  void create_isAudited();
  void create_refusesWhatIsThere();
  void create_goesOnAfterAKilledAttempt();
  void create_refusesADatabaseWithoutItsKey();
  void open_saysWhatIsMissing();
  void open_refusesADamagedKey();
  void open_tightensALooseKey();
  void open_refusesAnotherUsersKey();
  void open_isForOneAtATime();
  void keys_areTheSameEachTimeAndDifferByPurpose();
  void openOrCreate_doesWhatIsNeeded();
  void blobs_areReadAfterReopening();

 private:
  FakeClock clock_;
};

void WorkspaceTest::create_makesAPrivateLayout() {
  const TempFolder folder;
  const base::Path at = folder / "deep/w";
  QVERIFY(!Workspace::isWorkspace(at));
  const auto workspace = must(Workspace::create(at, clock_));
  QVERIFY(Workspace::isWorkspace(at));
  for (const base::Path& path :
       {at, workspace->runsFolder(), workspace->modelsFolder(), workspace->evaluationsFolder(),
        workspace->logsFolder(), at / "blobs"}) {
    QVERIFY2(modeOf(path) == 0700U, path.c_str());
  }
  for (const char* file : {"key", "workspace.db", "workspace.db-wal", "workspace.db.lock"}) {
    QVERIFY2(modeOf(at / file) == 0600U, file);
  }
}

void WorkspaceTest::create_isAudited() {
  const TempFolder folder;
  const auto workspace = must(Workspace::create(folder / "w", clock_));
  const auto page = must(workspace->database().read(
      [](const Snapshot& snapshot) { return AuditLog::page(snapshot, 0, 10); }));
  QCOMPARE(page.entries.size(), size_t{1});
  QCOMPARE(page.entries[0].action, std::string("workspace.create"));
}

void WorkspaceTest::create_refusesWhatIsThere() {
  const TempFolder folder;
  must(Workspace::create(folder / "w", clock_));
  QCOMPARE(Workspace::create(folder / "w", clock_).error().code, ErrorCode::AlreadyExists);
  must(base::makePrivateFolder(folder / "full"));
  must(base::writeFileWhole(folder / "full/letter.txt", "hello"));
  QCOMPARE(Workspace::create(folder / "full", clock_).error().code, ErrorCode::Conflict);
  QVERIFY(!std::filesystem::exists(folder / "full/key"));
}

void WorkspaceTest::create_goesOnAfterAKilledAttempt() {
  const TempFolder folder;
  must(base::makePrivateFolder(folder / "w/blobs"));
  must(base::writeFileWhole(folder / "w/key", std::string(32, 'k')));
  must(base::writeFileWhole(folder / "w/.key.0123.tmp", "half"));
  const auto workspace = must(Workspace::create(folder / "w", clock_));
  QCOMPARE(must(base::readFile(folder / "w/key")), std::string(32, 'k'));
}

void WorkspaceTest::create_refusesADatabaseWithoutItsKey() {
  const TempFolder folder;
  must(Workspace::create(folder / "w", clock_)).reset();
  std::filesystem::remove(folder / "w/key");
  QCOMPARE(Workspace::create(folder / "w", clock_).error().code, ErrorCode::Corrupt);
  QCOMPARE(Workspace::open(folder / "w", clock_).error().code, ErrorCode::Corrupt);
  QVERIFY(!std::filesystem::exists(folder / "w/key"));  // a new key would hide the loss
}

void WorkspaceTest::open_saysWhatIsMissing() {
  const TempFolder folder;
  const auto opened = Workspace::open(folder / "none", clock_);
  QCOMPARE(opened.error().code, ErrorCode::NotFound);
  QVERIFY(opened.error().hint.find("telesoft init") != std::string::npos);
}

void WorkspaceTest::open_refusesADamagedKey() {
  const TempFolder folder;
  must(Workspace::create(folder / "w", clock_)).reset();
  must(base::writeFileWhole(folder / "w/key", std::string(31, 'k')));
  QCOMPARE(Workspace::open(folder / "w", clock_).error().code, ErrorCode::Corrupt);
}

void WorkspaceTest::open_tightensALooseKey() {
  const TempFolder folder;
  must(Workspace::create(folder / "w", clock_)).reset();
  QCOMPARE(::chmod((folder / "w/key").c_str(), 0644), 0);
  QCOMPARE(::chmod((folder / "w").c_str(), 0755), 0);
  must(Workspace::open(folder / "w", clock_)).reset();
  QCOMPARE(modeOf(folder / "w/key"), 0600U);
  QCOMPARE(modeOf(folder / "w"), 0700U);
}

void WorkspaceTest::open_refusesAnotherUsersKey() {
  const TempFolder folder;
  must(Workspace::create(folder / "w", clock_)).reset();
  if (::chown((folder / "w/key").c_str(), 12345, 12345) != 0) {
    QSKIP("giving a file away needs root");
  }
  QCOMPARE(Workspace::open(folder / "w", clock_).error().code, ErrorCode::PermissionDenied);
}

void WorkspaceTest::open_isForOneAtATime() {
  const TempFolder folder;
  auto first = must(Workspace::create(folder / "w", clock_));
  QCOMPARE(Workspace::open(folder / "w", clock_).error().code, ErrorCode::Conflict);
  first.reset();
  QVERIFY(Workspace::open(folder / "w", clock_).has_value());
}

void WorkspaceTest::keys_areTheSameEachTimeAndDifferByPurpose() {
  const TempFolder folder;
  auto workspace = must(Workspace::create(folder / "w", clock_));
  const std::string blobs = workspace->key(Workspace::KeyPurpose::Blobs);
  const std::string audit = workspace->key(Workspace::KeyPurpose::Audit);
  const std::string privacy = workspace->key(Workspace::KeyPurpose::Privacy);
  QCOMPARE(blobs.size(), size_t{32});
  QVERIFY(blobs != audit && audit != privacy && blobs != privacy);
  QVERIFY(must(base::readFile(folder / "w/key")) != blobs);
  workspace.reset();
  QCOMPARE(must(Workspace::open(folder / "w", clock_))->key(Workspace::KeyPurpose::Blobs), blobs);
  const auto other = must(Workspace::create(folder / "v", clock_));
  QVERIFY(other->key(Workspace::KeyPurpose::Blobs) != blobs);
}

void WorkspaceTest::openOrCreate_doesWhatIsNeeded() {
  const TempFolder folder;
  must(Workspace::openOrCreate(folder / "w", clock_)).reset();
  const auto again = must(Workspace::openOrCreate(folder / "w", clock_));
  const auto page = must(again->database().read(
      [](const Snapshot& snapshot) { return AuditLog::page(snapshot, 0, 10); }));
  QCOMPARE(page.total, std::int64_t{1});  // made once
}

void WorkspaceTest::blobs_areReadAfterReopening() {
  const TempFolder folder;
  auto workspace = must(Workspace::create(folder / "w", clock_));
  const std::string id = must(workspace->blobs().put("rows"));
  workspace.reset();
  QCOMPARE(must(must(Workspace::open(folder / "w", clock_))->blobs().get(id)), std::string("rows"));
}

TELESOFT_TEST(WorkspaceTest)

}  // namespace

#include "workspace_test.moc"
