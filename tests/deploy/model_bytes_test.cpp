#include "telesoft/deploy/release/model_bytes.h"

#include <filesystem>

#include <QFile>

#include <fcntl.h>
#include <sys/stat.h>

#include "telesoft/base/hash.h"

#include "support/fake_clock.h"
#include "support/must.h"
#include "support/temp_folder.h"
#include "support/test_case.h"

namespace {

using namespace telesoft;
using namespace telesoft::tests;
using namespace std::chrono_literals;

class ModelBytesTest : public QObject {
  Q_OBJECT
 private slots:
  void hashOf_isTheFoldersHash();
  void hashOf_seesAChangeThatKeepsSizeAndTime();
  void hashOf_seesNewRenamedAndRemovedFiles();
  void hashOf_tellsWhatIsNotThere();
};

void ModelBytesTest::hashOf_isTheFoldersHash() {
  const TempFolder folder;
  const FakeClock clock;
  deploy::ModelBytes bytes(clock);
  must(base::writeFileWhole(folder / "model.safetensors", "weights"));
  std::filesystem::create_directory(folder / "more");
  must(base::writeFileWhole(folder / "more/config.json", "{}"));
  const std::string expected =
      base::sha256Hex("model.safetensors\n" + base::sha256Hex("weights") + "\nmore/config.json\n" +
                      base::sha256Hex("{}") + "\n");
  QCOMPARE(must(bytes.hashOf(folder.path())), expected);
  QCOMPARE(must(bytes.hashOf(folder.path())), expected);
}

void ModelBytesTest::hashOf_seesAChangeThatKeepsSizeAndTime() {
  const TempFolder folder;
  const FakeClock clock;
  deploy::ModelBytes bytes(clock);
  const base::Path file = folder / "model.safetensors";
  must(base::writeFileWhole(file, "weights"));
  const std::string before = must(bytes.hashOf(folder.path()));
  struct stat info {};
  QCOMPARE(::stat(file.c_str(), &info), 0);
  {
    QFile open(QString::fromStdString(file.string()));
    QVERIFY(open.open(QIODevice::ReadWrite));
    QCOMPARE(open.write("WEIGHTS"), 7);
  }
  const timespec times[2] = {info.st_atim, info.st_mtim};
  QCOMPARE(::utimensat(AT_FDCWD, file.c_str(), times, 0), 0);
  QVERIFY(must(bytes.hashOf(folder.path())) != before);
}

void ModelBytesTest::hashOf_seesNewRenamedAndRemovedFiles() {
  const TempFolder folder;
  const FakeClock clock;
  deploy::ModelBytes bytes(clock);
  must(base::writeFileWhole(folder / "a", "1"));
  const std::string one = must(bytes.hashOf(folder.path()));
  must(base::writeFileWhole(folder / "b", "2"));
  const std::string two = must(bytes.hashOf(folder.path()));
  QVERIFY(two != one);
  std::filesystem::rename(folder / "b", folder / "c");
  QVERIFY(must(bytes.hashOf(folder.path())) != two);
  std::filesystem::remove(folder / "c");
  QCOMPARE(must(bytes.hashOf(folder.path())), one);
}

void ModelBytesTest::hashOf_tellsWhatIsNotThere() {
  const TempFolder folder;
  const FakeClock clock;
  deploy::ModelBytes bytes(clock);
  QCOMPARE(bytes.hashOf(folder / "none").error().code, base::ErrorCode::NotFound);
  must(base::writeFileWhole(folder / "a", "1"));
  std::filesystem::create_symlink(folder / "a", folder / "link");
  QCOMPARE(bytes.hashOf(folder.path()).error().code, base::ErrorCode::Corrupt);
}

TELESOFT_TEST(ModelBytesTest)

}  // namespace

#include "model_bytes_test.moc"
