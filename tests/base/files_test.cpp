#include "telesoft/base/os/files.h"

#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include "support/temp_folder.h"
#include "support/test_case.h"

namespace {

using namespace telesoft::base;
using telesoft::tests::TempFolder;

size_t entries(const Path& folder) {
  return static_cast<size_t>(std::distance(std::filesystem::directory_iterator(folder),
                                           std::filesystem::directory_iterator()));
}

class FilesTest : public QObject {
  Q_OBJECT
 private slots:
  void writeFileWhole_replacesTheContentAndSetsTheMode();
  void writeFileWhole_leavesTheOldContentWhenItFailsHalfWay();
  void writeFileWhole_leavesTheOldContentOnAFullDisk();
  void readFile_namesWhatIsWrong();
  void makePrivateFolder_isForItsOwnerOnly();
  void lineAppender_cutsOffATornLine();
  void lineAppender_cutsOffATornOnlyLine();
};

void FilesTest::writeFileWhole_replacesTheContentAndSetsTheMode() {
  const TempFolder folder;
  QVERIFY(writeFileWhole(folder / "a", "one").has_value());
  QVERIFY(writeFileWhole(folder / "a", "two").has_value());
  QCOMPARE(readFile(folder / "a").value_or(""), std::string("two"));
  struct stat info {};
  QCOMPARE(::stat((folder / "a").c_str(), &info), 0);
  QCOMPARE(info.st_mode & 0777U, 0600U);
  QCOMPARE(entries(folder.path()), size_t{1});
}

void FilesTest::writeFileWhole_leavesTheOldContentWhenItFailsHalfWay() {
  const TempFolder folder;
  QVERIFY(writeFileWhole(folder / "a", "old").has_value());
  const Status status = writeFileWhole(folder / "a", [](const Sink& sink) -> Status {
    TELESOFT_CHECK(sink("half"));
    return fail(ErrorCode::Cancelled, "stopped");
  });
  QVERIFY(!status.has_value());
  QCOMPARE(status.error().code, ErrorCode::Cancelled);
  QCOMPARE(readFile(folder / "a").value_or(""), std::string("old"));
  QCOMPARE(entries(folder.path()), size_t{1});  // no temporary left
}

void FilesTest::writeFileWhole_leavesTheOldContentOnAFullDisk() {
  const TempFolder folder;
  if (::mount("none", folder.path().c_str(), "tmpfs", 0, "size=64k") != 0) {
    QSKIP("mounting a small file system needs root");
  }
  const Status small = writeFileWhole(folder / "a", "old");
  const Status big = writeFileWhole(folder / "a", std::string(1U << 20U, 'x'));
  const std::string content = readFile(folder / "a").value_or("");
  const size_t left = entries(folder.path());
  ::umount(folder.path().c_str());
  QVERIFY(small.has_value());
  QVERIFY(!big.has_value());
  QCOMPARE(big.error().code, ErrorCode::OutOfResources);
  QCOMPARE(content, std::string("old"));
  QCOMPARE(left, size_t{1});
}

void FilesTest::readFile_namesWhatIsWrong() {
  const TempFolder folder;
  QCOMPARE(readFile(folder / "none").error().code, ErrorCode::NotFound);
  QCOMPARE(readFile(folder.path()).error().code, ErrorCode::InvalidInput);
  QVERIFY(writeFileWhole(folder / "a", "12345").has_value());
  QCOMPARE(readFile(folder / "a", 4).error().code, ErrorCode::OutOfResources);
  QCOMPARE(readFile(folder / "a", 5).value_or(""), std::string("12345"));
}

void FilesTest::makePrivateFolder_isForItsOwnerOnly() {
  const TempFolder folder;
  const Path deep = folder / "a" / "b";
  QVERIFY(makePrivateFolder(deep).has_value());
  QVERIFY(makePrivateFolder(deep).has_value());  // again
  QVERIFY(writeFileWhole(deep / "file", "").has_value());
  const auto inFile = makePrivateFolder(deep / "file" / "folder");
  QVERIFY(!inFile.has_value());
  QVERIFY(inFile.error().code == ErrorCode::InvalidInput);
  QVERIFY(!inFile.error().hint.empty());
  struct stat info {};
  QCOMPARE(::stat(deep.c_str(), &info), 0);
  QCOMPARE(info.st_mode & 0777U, 0700U);
}

void FilesTest::lineAppender_cutsOffATornLine() {
  const TempFolder folder;
  QVERIFY(writeFileWhole(folder / "log", "one\ntwo\nthr").has_value());
  auto appender = LineAppender::open(folder / "log");
  QVERIFY(appender.has_value());
  QVERIFY(appender->append("three").has_value());
  QVERIFY(appender->sync().has_value());
  QCOMPARE(readFile(folder / "log").value_or(""), std::string("one\ntwo\nthree\n"));
}

void FilesTest::lineAppender_cutsOffATornOnlyLine() {
  const TempFolder folder;
  QVERIFY(writeFileWhole(folder / "log", "torn").has_value());
  auto appender = LineAppender::open(folder / "log");
  QVERIFY(appender.has_value());
  QVERIFY(appender->append("whole").has_value());
  QCOMPARE(readFile(folder / "log").value_or(""), std::string("whole\n"));
}

TELESOFT_TEST(FilesTest)

}  // namespace

#include "files_test.moc"
