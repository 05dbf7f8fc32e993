#include "telesoft/access/token.h"

#include <set>

#include <sys/stat.h>
#include <unistd.h>

#include "support/temp_folder.h"
#include "support/test_case.h"

namespace {

using namespace telesoft;
using namespace telesoft::access;
using telesoft::tests::TempFolder;

unsigned modeOf(const base::Path& file) {
  struct stat info {};
  return ::lstat(file.c_str(), &info) == 0 ? info.st_mode & 07777U : 0;
}

class TokenTest : public QObject {
  Q_OBJECT
 private slots:
  void newToken_isATokenAndNeverTheSame();
  void isToken_refusesEverythingElse();
  void hashOfToken_isSha256();
  void equalInConstantTime_saysWhatEqualsSays_data();
  void equalInConstantTime_saysWhatEqualsSays();
  void embeddedToken_isKeptForItsOwnerOnly();
  void embeddedToken_isMadeAnewWhereOthersCouldReadIt();
  void embeddedToken_isMadeAnewWhereItIsNoToken();
  void embeddedToken_followsNoLink();
};

void TokenTest::newToken_isATokenAndNeverTheSame() {
  std::set<std::string> seen;
  for (int i = 0; i < 200; ++i) {
    const std::string token = newToken();
    QVERIFY(isToken(token));
    QVERIFY(seen.insert(token).second);
  }
}

void TokenTest::isToken_refusesEverythingElse() {
  const std::string token(64, 'a');
  QVERIFY(isToken(token));
  for (const std::string& other :
       {std::string(), token.substr(1), token + "a", token.substr(1) + "g", token.substr(1) + "A",
        token.substr(1) + '\n', token.substr(1) + '\0'}) {
    QVERIFY(!isToken(other));
  }
}

void TokenTest::hashOfToken_isSha256() {
  // FIPS 180-4, example "abc".
  QCOMPARE(hashOfToken("abc"),
           std::string("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
}

void TokenTest::equalInConstantTime_saysWhatEqualsSays_data() {
  QTest::addColumn<QByteArray>("left");
  QTest::addColumn<QByteArray>("right");
  QTest::newRow("empty") << QByteArray() << QByteArray();
  QTest::newRow("equal") << QByteArray("0123") << QByteArray("0123");
  QTest::newRow("first differs") << QByteArray("x123") << QByteArray("0123");
  QTest::newRow("last differs") << QByteArray("012x") << QByteArray("0123");
  QTest::newRow("one bit") << QByteArray("\x80", 1) << QByteArray("\x00", 1);
  QTest::newRow("shorter") << QByteArray("012") << QByteArray("0123");
  QTest::newRow("nul bytes") << QByteArray("a\0b", 3) << QByteArray("a\0c", 3);
}

void TokenTest::equalInConstantTime_saysWhatEqualsSays() {
  QFETCH(QByteArray, left);
  QFETCH(QByteArray, right);
  QCOMPARE(equalInConstantTime(left.toStdString(), right.toStdString()), left == right);
  QCOMPARE(equalInConstantTime(right.toStdString(), left.toStdString()), left == right);
}

void TokenTest::embeddedToken_isKeptForItsOwnerOnly() {
  const TempFolder folder;
  const auto token = embeddedToken(folder.path());
  QVERIFY(token.has_value());
  QVERIFY(isToken(*token));
  QCOMPARE(modeOf(folder / "token"), 0600U);
  QCOMPARE(base::readFile(folder / "token").value_or(""), *token);
  QCOMPARE(embeddedToken(folder.path()).value_or(""), *token);
}

void TokenTest::embeddedToken_isMadeAnewWhereOthersCouldReadIt() {
  for (const unsigned mode : {0640U, 0604U, 0620U, 0602U}) {
    const TempFolder folder;
    const std::string before = embeddedToken(folder.path()).value_or("");
    QCOMPARE(::chmod((folder / "token").c_str(), mode), 0);
    const std::string after = embeddedToken(folder.path()).value_or("");
    QVERIFY(isToken(after));
    QVERIFY(after != before);
    QCOMPARE(modeOf(folder / "token"), 0600U);
  }
}

void TokenTest::embeddedToken_isMadeAnewWhereItIsNoToken() {
  for (const std::string& content : {std::string(), std::string("secret"), std::string(64, 'G')}) {
    const TempFolder folder;
    QVERIFY(base::writeFileWhole(folder / "token", content).has_value());
    const auto token = embeddedToken(folder.path());
    QVERIFY(token.has_value() && isToken(*token));
  }
}

void TokenTest::embeddedToken_followsNoLink() {
  const TempFolder folder;
  const std::string planted(64, 'a');
  QVERIFY(base::writeFileWhole(folder / "elsewhere", planted).has_value());
  QCOMPARE(::symlink((folder / "elsewhere").c_str(), (folder / "token").c_str()), 0);
  QVERIFY(embeddedToken(folder.path()).value_or(planted) != planted);
  QCOMPARE(base::readFile(folder / "elsewhere").value_or(""), planted);
  QCOMPARE(modeOf(folder / "token"), 0600U);
}

TELESOFT_TEST(TokenTest)

}  // namespace

#include "token_test.moc"
