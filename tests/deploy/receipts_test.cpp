#include "telesoft/deploy/gateway/receipts.h"

#include "support/must.h"
#include "support/test_case.h"

namespace {

using namespace telesoft;
using namespace telesoft::deploy;
using protocol::Receipt;

const std::string kKey(32, 's');

class ReceiptsTest : public QObject {
  Q_OBJECT
 private slots:
  void receipt_isGenuineAfterItsJson();
  void receipt_isNotGenuineOnceAltered();
  void receipt_isNotGenuineUnderAnotherKey();
};

Receipt receipt() {
  Receipt out;
  out.receipt = "rc_1";
  out.time = "2026-03-03T10:00:00.000Z";
  out.modelId = "md_1";
  out.baseModel = "base-a";
  out.modelSha256 = "ab";
  out.deploymentId = "dp_1";
  out.environment = "production";
  out.arm = "stable";
  out.subject = "cd";
  out.label = "injury";
  out.confidence = 1.0 / 3;
  out.latencyMs = 12.3456789012345;
  out.status = "answered";
  out.requestDigest = "ef";
  return out;
}

void ReceiptsTest::receipt_isGenuineAfterItsJson() {
  Receipt signedOne = receipt();
  const std::string text = signReceipt(signedOne, kKey);
  QCOMPARE(signedOne.signature.size(), size_t{64});
  const auto back = tests::must(base::fromJson<Receipt>(tests::must(base::parseJson(text))));
  QCOMPARE(back.signature, signedOne.signature);
  QVERIFY(isGenuine(back, kKey));
  Receipt read = back;
  read.valid = true;  // filled when read, and not signed
  QVERIFY(isGenuine(read, kKey));
}

void ReceiptsTest::receipt_isNotGenuineOnceAltered() {
  Receipt good = receipt();
  signReceipt(good, kKey);
  base::json document = base::toJson(good);
  int altered = 0;
  for (const auto& [name, value] : document.items()) {
    if (name == "valid") {
      continue;
    }
    base::json other = document;
    other[name] = value.is_number() ? base::json(value.get<double>() + 1e-6)
                                    : base::json(value.get<std::string>() + "x");
    QVERIFY2(!isGenuine(tests::must(base::fromJson<Receipt>(other)), kKey), name.c_str());
    ++altered;
  }
  QCOMPARE(altered, 16);
}

void ReceiptsTest::receipt_isNotGenuineUnderAnotherKey() {
  Receipt good = receipt();
  signReceipt(good, kKey);
  QVERIFY(!isGenuine(good, std::string(32, 't')));
  good.signature.clear();
  QVERIFY(!isGenuine(good, kKey));
}

TELESOFT_TEST(ReceiptsTest)

}  // namespace

#include "receipts_test.moc"
