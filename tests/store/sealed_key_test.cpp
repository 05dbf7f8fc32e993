#include "telesoft/store/sealed_key.h"

#include "telesoft/base/json.h"

#include "support/must.h"
#include "support/test_case.h"

namespace {

using namespace telesoft;
using namespace telesoft::store;
using base::ErrorCode;
using telesoft::tests::must;

const std::string kKey = "0123456789abcdef0123456789abcdef";

class SealedKeyTest : public QObject {
  Q_OBJECT
 private slots:
  void key_comesBackWithItsPassphraseOnly();
  void alteredText_isRefused_data();
  void alteredText_isRefused();
};

void SealedKeyTest::key_comesBackWithItsPassphraseOnly() {
  const std::string sealed = must(sealKey(kKey, "correct horse battery"));
  QVERIFY(sealed.find(kKey) == std::string::npos);
  QCOMPARE(must(unsealKey(sealed, "correct horse battery")), kKey);
  const auto wrong = unsealKey(sealed, "correct horse batterz");
  QVERIFY(!wrong);
  QVERIFY(wrong.error().code == ErrorCode::Unauthenticated);
}

void SealedKeyTest::alteredText_isRefused_data() {
  QTest::addColumn<QString>("key");
  QTest::addColumn<QString>("value");
  QTest::newRow("another format") << "format"
                                  << "\"telesoft.other\"";
  QTest::newRow("a newer version") << "version"
                                   << "2";
  QTest::newRow("all the memory there is") << "memory"
                                           << "1099511627776";
  QTest::newRow("endless passes") << "passes"
                                  << "4000000000";
  QTest::newRow("no salt") << "salt"
                           << "\"\"";
  QTest::newRow("salt that is no hexadecimal") << "salt"
                                               << "\"zz\"";
  QTest::newRow("a short cipher text") << "cipher"
                                       << "\"00\"";
}
void SealedKeyTest::alteredText_isRefused() {
  QFETCH(QString, key);
  QFETCH(QString, value);
  static const base::json whole = must(base::parseJson(must(sealKey(kKey, "a passphrase"))));
  base::json altered = whole;
  altered[key.toStdString()] = must(base::parseJson(value.toStdString()));
  const auto opened = unsealKey(altered.dump(), "a passphrase");
  QVERIFY(!opened);
  QVERIFY(opened.error().code == ErrorCode::Corrupt);
}

TELESOFT_TEST(SealedKeyTest)

}  // namespace

#include "sealed_key_test.moc"
