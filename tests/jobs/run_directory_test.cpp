#include "telesoft/jobs/run_directory.h"

#include <sys/stat.h>

#include "jobs/jobs_fixture.h"

namespace {

using namespace telesoft;
using namespace telesoft::jobs;
using namespace telesoft::tests;
using base::ErrorCode;

std::size_t entries(const base::Path& folder) {
  return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(folder),
                                                std::filesystem::directory_iterator()));
}

base::Result<RunDirectory> make(const base::Path& runs, const std::string& job) {
  return RunDirectory::create(runs, base::JobId(job), JobsFixture::spec(),
                              [](const base::Path& folder) {
                                return base::writeFileWhole(folder / "train.jsonl", "{}\n");
                              });
}

class RunDirectoryTest : public QObject {
  Q_OBJECT
 private slots:
  void create_makesAllThatTheEngineNeeds();
  void create_leavesNothingWhereItFails();
  void create_refusesASecondOne();
  void create_goesOnAfterAKilledAttempt();
  void removeOrphans_keepsKnownRunsOnly();
  void status_isNothingUntilTheEngineWritesOne();
  void result_isCorruptWhereMissingOrBroken();
  void request_writesOnlyWhatIsNew();
  void logTail_hasLastLinesWithoutData();
};

void RunDirectoryTest::create_makesAllThatTheEngineNeeds() {
  const TempFolder folder;
  const auto run = make(folder.path(), "job_1");
  QVERIFY(run.has_value());
  QCOMPARE(run->folder(), folder / "job_1");
  QCOMPARE(base::readFile(run->folder() / "data/train.jsonl").value_or(""), std::string("{}\n"));
  QVERIFY(std::filesystem::is_directory(run->folder() / "checkpoints"));
  QCOMPARE(must(run->spec()).runId, std::string("job_1"));
  const auto control = base::parseJson(base::readFile(run->folder() / "control.json").value_or(""));
  QVERIFY(control.has_value());
  QCOMPARE(control->at("request").get<std::string>(), std::string("none"));
  struct stat info {};
  QCOMPARE(::stat(run->folder().c_str(), &info), 0);
  QCOMPARE(info.st_mode & 0777U, 0700U);
  QCOMPARE(entries(folder.path()), size_t{1});
}

void RunDirectoryTest::create_leavesNothingWhereItFails() {
  const TempFolder folder;
  protocol::RunSpec wrong = JobsFixture::spec();
  wrong.hyperparameters.learningRate = -1;
  const auto invalid = RunDirectory::create(folder.path(), base::JobId("job_1"), wrong,
                                            [](const base::Path&) { return base::Status(); });
  QCOMPARE(invalid.error().code, ErrorCode::InvalidInput);
  const auto full =
      RunDirectory::create(folder.path(), base::JobId("job_1"), JobsFixture::spec(),
                           [](const base::Path& data) -> base::Status {
                             TELESOFT_CHECK(base::writeFileWhole(data / "train.jsonl", "{}"));
                             return base::fail(ErrorCode::OutOfResources, "the disk is full");
                           });
  QCOMPARE(full.error().code, ErrorCode::OutOfResources);
  QCOMPARE(entries(folder.path()), size_t{0});
}

void RunDirectoryTest::create_refusesASecondOne() {
  const TempFolder folder;
  QVERIFY(make(folder.path(), "job_1").has_value());
  QCOMPARE(make(folder.path(), "job_1").error().code, ErrorCode::AlreadyExists);
}

void RunDirectoryTest::create_goesOnAfterAKilledAttempt() {
  const TempFolder folder;
  must(base::makePrivateFolder(folder / ".job_1.tmp/data"));
  must(base::writeFileWhole(folder / ".job_1.tmp/data/old.jsonl", "old"));
  const auto run = make(folder.path(), "job_1");
  QVERIFY(run.has_value());
  QVERIFY(!std::filesystem::exists(run->folder() / "data/old.jsonl"));
  QCOMPARE(entries(folder.path()), size_t{1});
}

void RunDirectoryTest::removeOrphans_keepsKnownRunsOnly() {
  const TempFolder folder;
  QVERIFY(make(folder.path(), "job_1").has_value());
  QVERIFY(make(folder.path(), "job_2").has_value());
  must(base::makePrivateFolder(folder / ".job_3.tmp/data"));
  QCOMPARE(must(RunDirectory::removeOrphans(folder.path(), {"job_1"})), std::int64_t{2});
  QCOMPARE(entries(folder.path()), size_t{1});
  QVERIFY(std::filesystem::exists(folder / "job_1/spec.json"));
  QCOMPARE(must(RunDirectory::removeOrphans(folder.path(), {"job_1"})), std::int64_t{0});
}

void RunDirectoryTest::status_isNothingUntilTheEngineWritesOne() {
  const TempFolder folder;
  const RunDirectory run = must(make(folder.path(), "job_1"));
  const auto none = run.status();
  QVERIFY(none.has_value() && !none->has_value());
  protocol::RunStatus written;
  written.state = protocol::RunState::Running;
  written.step = 7;
  writeStatus(run, written);
  const auto some = must(run.status());
  QVERIFY(some.has_value());
  QCOMPARE(some->step, std::int64_t{7});
  QVERIFY(std::isnan(some->secondsLeft));
  must(base::writeFileWhole(run.folder() / "status.json", "{\"state\":"));
  QVERIFY(!run.status().has_value());
}

void RunDirectoryTest::result_isCorruptWhereMissingOrBroken() {
  const TempFolder folder;
  const RunDirectory run = must(make(folder.path(), "job_1"));
  QCOMPARE(run.result().error().code, ErrorCode::Corrupt);
  must(base::writeFileWhole(run.folder() / "result.json", "{}"));
  QCOMPARE(run.result().error().code, ErrorCode::Corrupt);
  writeModelResult(run);
  const auto result = must(run.result());
  QCOMPARE(run.modelFolder(result), run.folder() / "model");
}

void RunDirectoryTest::request_writesOnlyWhatIsNew() {
  const TempFolder folder;
  const RunDirectory run = must(make(folder.path(), "job_1"));
  const base::Path control = run.folder() / "control.json";
  const auto inode = [&] {
    struct stat info {};
    return ::stat(control.c_str(), &info) == 0 ? info.st_ino : 0;
  };
  const auto before = inode();
  must(run.request(store::RunRequest::None));
  QCOMPARE(inode(), before);
  must(run.request(store::RunRequest::Cancel));
  QVERIFY(base::readFile(control).value_or("").find("\"cancel\"") != std::string::npos);
  must(base::writeFileWhole(control, "torn"));
  must(run.request(store::RunRequest::Cancel));
  QVERIFY(base::readFile(control).value_or("").find("\"cancel\"") != std::string::npos);
}

void RunDirectoryTest::logTail_hasLastLinesWithoutData() {
  const TempFolder folder;
  const RunDirectory run = must(make(folder.path(), "job_1"));
  QCOMPARE(run.logTail(), std::string());
  std::string text;
  for (int i = 0; i < 500; ++i) {
    text += "an early line\n";
  }
  text += "two\nthree\n\nstopped at row 17: \"Maria Muster\" born 19450312 in 'ward 3\n";
  text += "cannot read /home/a.person/notes.csv\n";
  appendText(run.logFile(), text);
  QCOMPARE(run.logTail(), std::string("two\nthree\nstopped at row 17: [...] born [...] in [...]\n"
                                      "cannot read [...]"));
}

TELESOFT_TEST(RunDirectoryTest)

}  // namespace

#include "run_directory_test.moc"
