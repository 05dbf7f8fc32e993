#include "telesoft/store/signature.h"

#include "support/test_case.h"

namespace {

using namespace telesoft;
using store::isSigned;
using store::SigningKey;

class SignatureTest : public QObject {
  Q_OBJECT
 private slots:
  void signature_isThatOfRfc8032();
  void signature_holdsForOneTextAndOneKey();
};

/// RFC 8032, section 7.1, test 1: the empty message.
void SignatureTest::signature_isThatOfRfc8032() {
  const QByteArray seed =
      QByteArray::fromHex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");
  const SigningKey key = SigningKey::fromSeed(seed.toStdString());
  QCOMPARE(key.publicKey(),
           std::string("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"));
  QCOMPARE(key.sign(""),
           std::string("e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590"
                       "a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"));
}

void SignatureTest::signature_holdsForOneTextAndOneKey() {
  const SigningKey key(std::string(32, 'k'), "splits"), other(std::string(32, 'k'), "else");
  const std::string signature = key.sign("parts");
  QVERIFY(isSigned("parts", key.publicKey(), signature));
  QVERIFY(!isSigned("part", key.publicKey(), signature));
  QVERIFY(!isSigned("parts", other.publicKey(), signature));
  QVERIFY(!isSigned("parts", key.publicKey(), ""));
  QVERIFY(!isSigned("parts", "", signature));
  QVERIFY(!isSigned("parts", key.publicKey(), std::string(128, 'x')));
}

TELESOFT_TEST(SignatureTest)

}  // namespace

#include "signature_test.moc"
