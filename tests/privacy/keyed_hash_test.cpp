#include "telesoft/privacy/transform/keyed_hash.h"

#include "support/test_case.h"

namespace {

using telesoft::privacy::KeyedHash;

class KeyedHashTest : public QObject {
  Q_OBJECT
 private slots:
  void draws_dependOnEveryPart();
};

void KeyedHashTest::draws_dependOnEveryPart() {
  const KeyedHash hash("key one"), same("key one"), other("key two");
  QCOMPARE(hash.draw("p", "text"), same.draw("p", "text"));
  QVERIFY(hash.draw("p", "text") != other.draw("p", "text"));
  QVERIFY(hash.draw("p", "text") != hash.draw("q", "text"));
  QVERIFY(hash.draw("p", "text") != hash.draw("p", "texts"));
  QVERIFY(hash.draw("p", "text", 0) != hash.draw("p", "text", 1));
  QVERIFY(hash.draw("ab", "c") != hash.draw("a", "bc"));
  QCOMPARE(hash.hex("p", "text", 12).size(), size_t(12));
}

}  // namespace

TELESOFT_TEST(KeyedHashTest)
#include "keyed_hash_test.moc"
