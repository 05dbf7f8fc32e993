#include "telesoft/client/session_file.h"

#include <sys/stat.h>

#include "support/must.h"
#include "support/temp_folder.h"
#include "support/test_case.h"

namespace {

using namespace telesoft;
using client::SavedSession;
using client::SessionFile;

class SessionFileTest : public QObject {
  Q_OBJECT
 private slots:
  void put_keepsOneSessionAServer();
  void file_isItsOwnersOnly();
  void find_findsNothingInABrokenFile();
  void ofUser_followsTheEnvironment();
};

void SessionFileTest::put_keepsOneSessionAServer() {
  const tests::TempFolder folder;
  const SessionFile file(folder / "telesoft/session.json");
  QVERIFY(!file.find("https://a:1").has_value());
  tests::must(file.put("https://a:1/", SavedSession{"lee", "one", "/ca.pem", "2026"}));
  tests::must(file.put("https://b:1", SavedSession{"kim", "two", "", ""}));
  tests::must(file.put("https://a:1", SavedSession{"lee", "three", "/ca.pem", "2027"}));
  QCOMPARE(file.find("https://a:1/")->token, std::string("three"));
  QCOMPARE(file.find("https://a:1")->caFile, std::string("/ca.pem"));
  QCOMPARE(file.find("https://b:1")->name, std::string("kim"));
  tests::must(file.remove("https://a:1"));
  tests::must(file.remove("https://a:1"));
  QVERIFY(!file.find("https://a:1").has_value());
  QVERIFY(file.find("https://b:1").has_value());
}

void SessionFileTest::file_isItsOwnersOnly() {
  const tests::TempFolder folder;
  tests::must(
      SessionFile(folder / "x/session.json").put("https://a:1", SavedSession{"lee", "t", "", ""}));
  struct stat info {};
  QCOMPARE(::stat((folder / "x/session.json").c_str(), &info), 0);
  QCOMPARE(info.st_mode & 0777U, 0600U);
  QCOMPARE(::stat((folder / "x").c_str(), &info), 0);
  QCOMPARE(info.st_mode & 0777U, 0700U);
}

void SessionFileTest::find_findsNothingInABrokenFile() {
  const tests::TempFolder folder;
  for (const char* content : {"", "{", "[]", R"({"format":"telesoft.session"})"}) {
    tests::must(base::writeFileWhole(folder / "session.json", content));
    const SessionFile file(folder / "session.json");
    QVERIFY2(!file.find("https://a:1").has_value(), content);
    tests::must(file.put("https://a:1", SavedSession{"lee", "t", "", ""}));
    QVERIFY2(file.find("https://a:1").has_value(), content);
  }
}

void SessionFileTest::ofUser_followsTheEnvironment() {
  const tests::TempFolder folder;
  qputenv("XDG_CONFIG_HOME", QByteArray::fromStdString(folder.path().string()));
  tests::must(SessionFile::ofUser().put("https://a:1", SavedSession{"lee", "t", "", ""}));
  qunsetenv("XDG_CONFIG_HOME");
  QVERIFY(std::filesystem::exists(folder / "telesoft/session.json"));
}

TELESOFT_TEST(SessionFileTest)

}  // namespace

#include "session_file_test.moc"
