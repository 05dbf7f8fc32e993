// installer/fetch.py under bad conditions: no network, a file that is not the pinned one, a cut
// download, no disk.
#include <QDir>
#include <QFile>
#include <QTcpServer>

#include "telesoft/base/hash.h"
#include "telesoft/base/os/files.h"

#include "support/program.h"
#include "support/temp_folder.h"
#include "support/test_case.h"

namespace {

using namespace telesoft;
using namespace telesoft::tests;

class FetchTest : public QObject {
  Q_OBJECT
 private slots:
  void init();
  void cleanup();
  void fetch_saysWhenThereIsNoNetwork();
  void fetch_takesAVerifiedDownloadThatIsThere();
  void fetch_refusesAFileThatIsNotThePinnedOne();
  void fetch_saysHowMuchRoomIsMissing();

 private:
  /// Pins one wheel with one member; its room need is `needs` bytes.
  void pin(const std::string& sha256, double needs);
  Ran fetch() {
    return runProgram("python3",
                      {QString::fromStdString((sourceFolder() / "installer/fetch.py").string()),
                       "--pins", QString::fromStdString((*folder_ / "pins.json").string())},
                      120000);
  }
  std::unique_ptr<TempFolder> folder_;
};

void FetchTest::init() {
  folder_ = std::make_unique<TempFolder>();
  qputenv("TELESOFT_CACHE", QByteArray::fromStdString((*folder_ / "cache").string()));
  QTcpServer nobody;  // a loopback port where nothing listens any more
  nobody.listen(QHostAddress::LocalHost);
  qputenv("PIP_INDEX_URL",
          "http://127.0.0.1:" + QByteArray::number(nobody.serverPort()) + "/simple");
}

void FetchTest::cleanup() {
  qunsetenv("TELESOFT_CACHE");
  qunsetenv("PIP_INDEX_URL");
}

void FetchTest::pin(const std::string& sha256, double needs) {
  const base::json pins = {{"sets",
                            {{{"name", "test set"},
                              {"into", "set"},
                              {"needsBytes", needs},
                              {"files",
                               {{{"package", "p"},
                                 {"filename", "p.whl"},
                                 {"sha256", sha256},
                                 {"keep", {{{"from", "a.txt"}, {"to", "a.txt"}}}}}}}}}}};
  QVERIFY(base::writeFileWhole(*folder_ / "pins.json", pins.dump()).has_value());
}

void FetchTest::fetch_saysWhenThereIsNoNetwork() {
  pin(std::string(64, '0'), 1);
  const Ran ran = fetch();
  QCOMPARE(ran.exitStatus, 9);
  QVERIFY2(ran.err.find("check the network") != std::string::npos, ran.err.c_str());
}

void FetchTest::fetch_takesAVerifiedDownloadThatIsThere() {
  const auto wheel = *folder_ / "cache/downloads/p.whl";
  QVERIFY(QDir().mkpath(QString::fromStdString(wheel.parent_path().string())));
  const Ran zipped =
      runProgram("python3", {"-c",
                             "import sys,zipfile; z=zipfile.ZipFile(sys.argv[1],'w'); "
                             "z.writestr('a.txt','hello'); z.close()",
                             QString::fromStdString(wheel.string())});
  QCOMPARE(zipped.exitStatus, 0);
  pin(*base::sha256HexOfFile(wheel), 1);
  const Ran ran = fetch();
  QVERIFY2(ran.exitStatus == 0, ran.err.c_str());
  const auto content = base::readFile(*folder_ / "cache/set/a.txt");
  QVERIFY(content.has_value());
  QCOMPARE(*content, std::string("hello"));
  QCOMPARE(fetch().exitStatus, 0);  // again: there already, no network asked
}

void FetchTest::fetch_refusesAFileThatIsNotThePinnedOne() {
  const auto wheel = *folder_ / "cache/downloads/p.whl";
  QVERIFY(QDir().mkpath(QString::fromStdString(wheel.parent_path().string())));
  QVERIFY(base::writeFileWhole(wheel, "not a wheel").has_value());
  pin(std::string(64, '0'), 1);
  QCOMPARE(fetch().exitStatus, 9);  // the wrong file is not used; the right one cannot be had
  QVERIFY(!std::filesystem::exists(*folder_ / "cache/set"));
}

void FetchTest::fetch_saysHowMuchRoomIsMissing() {
  pin(std::string(64, '0'), 1e15);
  const Ran ran = fetch();
  QCOMPARE(ran.exitStatus, 12);
  QVERIFY2(ran.err.find("free some space") != std::string::npos, ran.err.c_str());
}

TELESOFT_TEST(FetchTest)

}  // namespace

#include "fetch_test.moc"
