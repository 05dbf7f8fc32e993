#include "telesoft/store/backup.h"

#include <fstream>
#include <thread>

#include "store/store_fixture.h"

namespace {

using namespace telesoft;
using namespace telesoft::store;
using namespace telesoft::tests;
using base::ErrorCode;
using base::Path;

const std::string kPassphrase = "a long passphrase";

void write(const Path& file, const std::string& text) {
  std::filesystem::create_directories(file.parent_path());
  std::ofstream(file, std::ios::binary) << text;
}

std::string read(const Path& file) {
  return must(base::readFile(file));
}

class BackupTest : public QObject {
  Q_OBJECT
 private slots:
  void init();
  void restored_isTheSameWorkspace();
  void backup_holdsNothingInTheClear();
  void backup_whileTheWorkspaceChanges();
  void restore_refusesWhatWasAltered_data();
  void restore_refusesWhatWasAltered();
  void restore_refusesAWrongPassphrase();
  void restore_leavesNothingWhereItFails();
  void restore_overAWorkspaceIsRefused();
  void backup_refusesAShortPassphraseAndAFolderThatIsThere();
  void backup_thatIsCancelledLeavesNothing();

 private:
  [[nodiscard]] Path backup() const { return *folder_ / "backup"; }
  [[nodiscard]] Path target() const { return *folder_ / "restored"; }
  protocol::Backup make() { return must(backUp(*workspace_, {backup(), kPassphrase})); }
  [[nodiscard]] base::Result<protocol::RestoreReport> restoreIt(
      const std::string& passphrase = kPassphrase) const {
    return restore({backup(), target(), passphrase}, clock_);
  }

  FakeClock clock_;
  std::unique_ptr<TempFolder> folder_;
  std::unique_ptr<Workspace> workspace_;
  std::string blob_;
};

void BackupTest::init() {
  workspace_.reset();
  folder_ = std::make_unique<TempFolder>();
  workspace_ = must(Workspace::create(*folder_ / "workspace", clock_));
  blob_ = must(workspace_->blobs().put("the patient's own words"));
  write(workspace_->modelsFolder() / "md_1" / "model.safetensors", std::string(3000000, 'w'));
  write(workspace_->runsFolder() / "job_1" / "events.jsonl", "{}\n");
  write(workspace_->runsFolder() / "job_1" / "data" / "train.jsonl", "the patient's own words");
  write(workspace_->runsFolder() / "job_1" / "checkpoints" / "last" / "state.json", "{}");
  must(workspace_->database().write([](Transaction& transaction) {
    return transaction.audit({"tester", "dataset.import", "ds_1"});
  }));
}

void BackupTest::restored_isTheSameWorkspace() {
  const protocol::Backup made = make();
  QCOMPARE(made.auditEntries, std::int64_t(2));
  QCOMPARE(made.files, std::int64_t(4));  // database, blob, weights, events
  const protocol::RestoreReport report = must(restoreIt());
  QVERIFY(report.filesIntact && report.databaseIntact && report.auditIntact);
  QCOMPARE(report.auditEntries, std::int64_t(2));
  const auto again = must(Workspace::open(target(), clock_));
  QCOMPARE(must(again->blobs().get(blob_)), std::string("the patient's own words"));
  QCOMPARE(read(again->modelsFolder() / "md_1" / "model.safetensors").size(), size_t(3000000));
  QCOMPARE(read(again->runsFolder() / "job_1" / "events.jsonl"), std::string("{}\n"));
  const auto verified = must(
      again->database().read([](const Snapshot& snapshot) { return AuditLog::verify(snapshot); }));
  QVERIFY(verified.intact);
  QCOMPARE(verified.entries, std::int64_t(3));  // and that it was restored
}

void BackupTest::backup_holdsNothingInTheClear() {
  make();
  int files = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(backup())) {
    if (entry.is_regular_file()) {
      ++files;
      QVERIFY2(read(entry.path()).find("the patient's own words") == std::string::npos,
               entry.path().c_str());
    }
  }
  QVERIFY(files >= 6);
  const std::string key = read(workspace_->folder() / "key");
  QVERIFY(read(backup() / "key.sealed").find(key) == std::string::npos);
}

void BackupTest::backup_whileTheWorkspaceChanges() {
  std::jthread writer([this](const std::stop_token& stop) {
    while (!stop.stop_requested()) {
      must(workspace_->database().write([](Transaction& transaction) {
        return transaction.audit({"tester", "dataset.import", "ds_2"});
      }));
    }
  });
  const protocol::Backup made = make();
  writer.request_stop();
  writer.join();
  const protocol::RestoreReport report = must(restoreIt());
  QCOMPARE(report.auditEntries, made.auditEntries);
}

void BackupTest::restore_refusesWhatWasAltered_data() {
  QTest::addColumn<QString>("file");
  for (const char* file : {"backup.json", "files.jsonl", "key.sealed", "data/workspace.db",
                           "data/models/md_1/model.safetensors"}) {
    QTest::newRow(file) << file;
  }
}
void BackupTest::restore_refusesWhatWasAltered() {
  QFETCH(QString, file);
  make();
  const Path path = backup() / file.toStdString();
  std::string content = read(path);
  const size_t at =
      file == QLatin1String("backup.json") ? content.find("auditHash") + 15 : content.size() / 2;
  content[at] = content[at] == '1' ? '2' : '1';
  write(path, content);
  const auto done = restoreIt();
  QVERIFY(!done);
  QVERIFY(!std::filesystem::exists(target()));
}

void BackupTest::restore_refusesAWrongPassphrase() {
  make();
  const auto done = restoreIt("another passphrase");
  QVERIFY(!done);
  QVERIFY(done.error().code == ErrorCode::Unauthenticated);
}

void BackupTest::restore_leavesNothingWhereItFails() {
  make();
  std::filesystem::remove(backup() / "data" / "models" / "md_1" / "model.safetensors");
  const auto done = restoreIt();
  QVERIFY(!done);
  QVERIFY(done.error().code == ErrorCode::Corrupt);
  QVERIFY(done.error().text().find("models") != std::string::npos);
  for (const auto& entry : std::filesystem::directory_iterator(folder_->path())) {
    QVERIFY2(entry.path().filename() == "workspace" || entry.path().filename() == "backup",
             entry.path().c_str());
  }
}

void BackupTest::restore_overAWorkspaceIsRefused() {
  make();
  must(restoreIt());
  const auto again = restoreIt();
  QVERIFY(!again);
  QVERIFY(again.error().code == ErrorCode::AlreadyExists);
}

void BackupTest::backup_refusesAShortPassphraseAndAFolderThatIsThere() {
  const auto weak = backUp(*workspace_, {backup(), "short"});
  QVERIFY(!weak && weak.error().code == ErrorCode::InvalidInput);
  const auto relative = backUp(*workspace_, {"backup", kPassphrase});
  QVERIFY(!relative && relative.error().code == ErrorCode::InvalidInput);
  make();
  const auto twice = backUp(*workspace_, {backup(), kPassphrase});
  QVERIFY(!twice && twice.error().code == ErrorCode::AlreadyExists);
}

void BackupTest::backup_thatIsCancelledLeavesNothing() {
  std::stop_source source;
  source.request_stop();
  const auto done = backUp(*workspace_, {backup(), kPassphrase}, base::Stop(source.get_token()));
  QVERIFY(!done && done.error().code == ErrorCode::Cancelled);
  QVERIFY(!std::filesystem::exists(backup()));
  QVERIFY(!std::filesystem::exists(backup().string() + ".partial"));
}

TELESOFT_TEST(BackupTest)

}  // namespace

#include "backup_test.moc"
