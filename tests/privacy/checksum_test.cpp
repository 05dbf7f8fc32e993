#include "telesoft/privacy/detect/checksum.h"

#include "support/test_case.h"

namespace {

using namespace telesoft::privacy;

class ChecksumTest : public QObject {
  Q_OBJECT
 private slots:
  void checks_agreeWithKnownNumbers_data();
  void checks_agreeWithKnownNumbers();
  void checks_refuseOneWrongDigit_data();
  void checks_refuseOneWrongDigit();
  void unknownCheck_isNull();
};

void ChecksumTest::checks_agreeWithKnownNumbers_data() {
  QTest::addColumn<QString>("check");
  QTest::addColumn<QString>("number");
  QTest::addColumn<bool>("valid");
  const auto row = [](const char* check, const char* number, bool valid) {
    QTest::newRow(qPrintable(QString("%1 %2").arg(check, number))) << check << number << valid;
  };
  // Test values of microsoft/presidio's recognizers (MIT), as published in its tests.
  for (const char* good : {"1234567893", "1245319599", "1003000126"}) {
    row("npi", good, true);
  }
  for (const char* bad : {"1111111112", "0234567893", "1234567890"}) {
    row("npi", bad, false);
  }
  for (const char* good : {"401-023-2137", "221 395 1837", "0032698674"}) {
    row("nhs", good, true);
  }
  row("nhs", "401-023-2138", false);
  row("mbi", "1EG4-TE5-MK73", true);  // also CMS's own specimen card
  row("mbi", "1SG4-TE5-MK73", false);
  row("mbi", "12G4-TE5-MK73", false);
  row("mbi", "0EG4-TE5-MK73", false);
  row("ssn", "078-05-1123", true);
  for (const char* bad :
       {"078-05-0000", "000-12-3456", "666-12-3456", "123-00-4567", "078-05-1120", "111-11-1111"}) {
    row("ssn", bad, false);
  }
  row("dea", "AB1234563", true);
  row("dea", "AB1234564", false);
  row("dea", "QB1234563", false);
  // Card schemes' published test numbers.
  for (const char* good :
       {"4111 1111 1111 1111", "378282246310005", "5555555555554444", "6011111111111117"}) {
    row("luhn", good, true);
  }
  row("luhn", "4111 1111 1111 1112", false);
  row("luhn", "0000000000000000", false);
  // The IBAN registry's examples (SWIFT).
  for (const char* good :
       {"GB29 NWBK 6016 1331 9268 19", "DE89370400440532013000", "NO9386011117947"}) {
    row("iban", good, true);
  }
  row("iban", "GB28 NWBK 6016 1331 9268 19", false);
  row("vin", "1M8GDM9AXKP042788",
      true);  // worked example of the check digit's description, 49 CFR 565.15
  row("vin", "1M8GDM9A1KP042788", false);
  row("vin", "1M8GDM9AXKPO42788", false);
  row("nanp", "(617) 555-0123", true);
  row("nanp", "117-555-0123", false);
  row("ipv4", "192.168.0.1", true);
  row("ipv4", "256.1.1.1", false);
  row("ipv4", "1.2.3", false);
}

void ChecksumTest::checks_agreeWithKnownNumbers() {
  QFETCH(QString, check);
  QFETCH(QString, number);
  QFETCH(bool, valid);
  const Check function = checkNamed(check.toStdString());
  QVERIFY(function != nullptr);
  QCOMPARE(function(number.toStdString()), valid);
}

void ChecksumTest::checks_refuseOneWrongDigit_data() {
  QTest::addColumn<QString>("check");
  QTest::addColumn<QString>("number");
  QTest::newRow("luhn") << "luhn"
                        << "4111111111111111";
  QTest::newRow("npi") << "npi"
                       << "1234567893";
  QTest::newRow("nhs") << "nhs"
                       << "4010232137";
  QTest::newRow("iban") << "iban"
                        << "DE89370400440532013000";
}

/// These four find every error in a single digit.
void ChecksumTest::checks_refuseOneWrongDigit() {
  QFETCH(QString, check);
  QFETCH(QString, number);
  const Check function = checkNamed(check.toStdString());
  QVERIFY(function(number.toStdString()));
  for (qsizetype i = 0; i < number.size(); ++i) {
    for (char digit = '0'; digit <= '9'; ++digit) {
      QString wrong = number;
      wrong[i] = QLatin1Char(digit);
      if (number[i].isDigit() && wrong != number) {
        QVERIFY2(!function(wrong.toStdString()), qPrintable(wrong));
      }
    }
  }
}

void ChecksumTest::unknownCheck_isNull() {
  QVERIFY(checkNamed("horoscope") == nullptr);
}

}  // namespace

TELESOFT_TEST(ChecksumTest)
#include "checksum_test.moc"
