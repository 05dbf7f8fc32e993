#include "telesoft/store/seal.h"

#include "support/must.h"
#include "support/test_case.h"

namespace {

using namespace telesoft;
using namespace telesoft::store;
using telesoft::tests::must;

const std::string kKey(32, 'k');

class SealTest : public QObject {
  Q_OBJECT
 private slots:
  void keyedHash_isHmacSha256();
  void seal_comesBack_data();
  void seal_comesBack();
  void seal_isNeverTwiceTheSame();
  void unseal_refusesWhatWasAltered();
  void unseal_refusesAnotherSubjectOrKey();
};

/// RFC 4231, test case 2, with the key padded to 32 bytes by zeros, which HMAC does itself.
void SealTest::keyedHash_isHmacSha256() {
  std::string key = "Jefe";
  key.resize(32, '\0');
  QCOMPARE(keyedHash(key, "what do ya want for nothing?"),
           std::string("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"));
}

void SealTest::seal_comesBack_data() {
  QTest::addColumn<QByteArray>("text");
  QTest::newRow("empty") << QByteArray();
  QTest::newRow("short") << QByteArray("a note");
  QTest::newRow("bytes") << QByteArray("\0\xff\n\"", 4);
  QTest::newRow("long") << QByteArray(100000, 'x');
}
void SealTest::seal_comesBack() {
  QFETCH(QByteArray, text);
  const std::string plain = text.toStdString();
  const std::string sealed = sealText(kKey, "rc_1", plain);
  QVERIFY(plain.empty() || sealed.find(plain) == std::string::npos);
  QCOMPARE(must(unsealText(kKey, "rc_1", sealed)), plain);
}

void SealTest::seal_isNeverTwiceTheSame() {
  QVERIFY(sealText(kKey, "rc_1", "a") != sealText(kKey, "rc_1", "a"));
}

void SealTest::unseal_refusesWhatWasAltered() {
  const std::string sealed = sealText(kKey, "rc_1", "a note");
  for (size_t i = 0; i < sealed.size(); ++i) {
    std::string altered = sealed;
    altered[i] = altered[i] == 'A' ? 'B' : 'A';
    const auto opened = unsealText(kKey, "rc_1", altered);
    if (i + 1 < sealed.size()) {  // the last character holds bits that count for nothing
      QVERIFY2(!opened, qPrintable(QString::number(i)));
      QVERIFY(opened.error().code == base::ErrorCode::Corrupt);
    }
  }
  QVERIFY(!unsealText(kKey, "rc_1", sealed.substr(0, sealed.size() - 4)));
  QVERIFY(!unsealText(kKey, "rc_1", ""));
}

void SealTest::unseal_refusesAnotherSubjectOrKey() {
  const std::string sealed = sealText(kKey, "rc_1", "a note");
  QVERIFY(!unsealText(kKey, "rc_2", sealed));
  QVERIFY(!unsealText(std::string(32, 'l'), "rc_1", sealed));
}

TELESOFT_TEST(SealTest)

}  // namespace

#include "seal_test.moc"
