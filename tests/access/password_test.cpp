#include "telesoft/access/password.h"

#include <chrono>

#include <sodium.h>

#include "support/must.h"
#include "support/test_case.h"

namespace {

using namespace telesoft;
using namespace telesoft::access;

class PasswordTest : public QObject {
  Q_OBJECT
 private slots:
  void checkNewPassword_data();
  void checkNewPassword();
  void checkNewPassword_neverRepeatsThePassword();
  void hashPassword_isArgon2idOfTheSizeThatItSays();
  void passwordFits_onlyItsOwn();
  void passwordFits_readsWhatLibsodiumWrote();
  void nobodysHash_takesAsLongAsSomebodys();
};

void PasswordTest::checkNewPassword_data() {
  QTest::addColumn<QByteArray>("password");
  QTest::addColumn<bool>("good");
  QTest::newRow("words") << QByteArray("quiet river amber 71") << true;
  QTest::newRow("12 characters") << QByteArray("k7#mP2vX9qLw") << true;
  QTest::newRow("12 characters of two bytes") << QByteArray("äöüßéèñçøåæœ") << true;
  QTest::newRow("11 characters") << QByteArray("k7#mP2vX9qL") << false;
  QTest::newRow("11 characters, 22 bytes") << QByteArray("äöüßéèñçøåæ") << false;
  QTest::newRow("empty") << QByteArray() << false;
  QTest::newRow("the name") << QByteArray("xx-Dr.Okafor-77") << false;
  QTest::newRow("commonest and digits") << QByteArray("Password1234") << false;
  QTest::newRow("commonest in signs") << QByteArray("!!qwertyuiop!!99") << false;
  QTest::newRow("famous words") << QByteArray("correct horse battery staple") << false;
  QTest::newRow("digits only") << QByteArray("482915037264") << false;
  QTest::newRow("few characters") << QByteArray("abcabcabcabcabcabc") << false;
  QTest::newRow("too long") << QByteArray(1025, 'x').replace(0, 10, "abcdefghij") << false;
  QTest::newRow("no UTF-8") << QByteArray("abcdefghijkl\xff") << false;
}

void PasswordTest::checkNewPassword() {
  QFETCH(QByteArray, password);
  QFETCH(bool, good);
  const auto checked = access::checkNewPassword(password.toStdString(), "dr.okafor");
  QCOMPARE(checked.has_value(), good);
  if (!good) {
    QCOMPARE(checked.error().code, base::ErrorCode::InvalidInput);
    QVERIFY(!checked.error().hint.empty());
  }
}

void PasswordTest::checkNewPassword_neverRepeatsThePassword() {
  const auto checked = access::checkNewPassword("zebrazebra", "okafor");
  QVERIFY(!checked.has_value());
  QVERIFY(checked.error().message.find("zebra") == std::string::npos);
}

void PasswordTest::hashPassword_isArgon2idOfTheSizeThatItSays() {
  const std::string one = tests::must(hashPassword("quiet river amber 71"));
  const std::string two = tests::must(hashPassword("quiet river amber 71"));
  QVERIFY2(one.rfind("$argon2id$v=19$m=65536,t=2,p=1$", 0) == 0, one.c_str());
  QVERIFY(one != two);  // each has a salt of its own
  QCOMPARE(nobodysHash().size(), one.size());
  QCOMPARE(nobodysHash().substr(0, 31), one.substr(0, 31));
}

void PasswordTest::passwordFits_onlyItsOwn() {
  const std::string hash = tests::must(hashPassword("quiet river amber 71"));
  QVERIFY(passwordFits(hash, "quiet river amber 71"));
  for (const char* other :
       {"", "quiet river amber 7", "quiet river amber 711", "Quiet river amber 71"}) {
    QVERIFY2(!passwordFits(hash, other), other);
  }
  QVERIFY(!passwordFits("", "quiet river amber 71"));
  QVERIFY(!passwordFits("$argon2id$broken", "quiet river amber 71"));
  QVERIFY(!passwordFits(std::string(500, '$'), "quiet river amber 71"));
  QVERIFY(!passwordFits(nobodysHash(), "quiet river amber 71"));
}

void PasswordTest::passwordFits_readsWhatLibsodiumWrote() {
  QVERIFY(sodium_init() >= 0);
  char text[crypto_pwhash_STRBYTES];
  QCOMPARE(crypto_pwhash_str(text, "written elsewhere", 17, 1, crypto_pwhash_MEMLIMIT_MIN), 0);
  QVERIFY(passwordFits(text, "written elsewhere"));
}

void PasswordTest::nobodysHash_takesAsLongAsSomebodys() {
  using Clock = std::chrono::steady_clock;
  const std::string hash = tests::must(hashPassword("quiet river amber 71"));
  const auto fastest = [](const std::string& of) {
    auto best = Clock::duration::max();
    for (int i = 0; i < 5; ++i) {
      const auto began = Clock::now();
      static_cast<void>(passwordFits(of, "wrong"));
      best = std::min(best, Clock::now() - began);
    }
    return std::chrono::duration<double>(best).count();
  };
  const double known = fastest(hash);
  const double unknown = fastest(nobodysHash());
  QVERIFY2(unknown > 0.7 * known && unknown < 1.4 * known,
           qPrintable(QStringLiteral("%1 s and %2 s").arg(known).arg(unknown)));
}

TELESOFT_TEST(PasswordTest)

}  // namespace

#include "password_test.moc"
