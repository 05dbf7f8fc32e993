#include "telesoft/privacy/detect/text_checks.h"

#include "support/test_case.h"

namespace {

using namespace telesoft::privacy;

class TextChecksTest : public QObject {
  Q_OBJECT
 private slots:
  void checks_tellOneFromAnother_data();
  void checks_tellOneFromAnother();
};

void TextChecksTest::checks_tellOneFromAnother_data() {
  QTest::addColumn<QString>("check");
  QTest::addColumn<QString>("text");
  QTest::addColumn<bool>("passes");
  const auto row = [](const char* check, const char* text, bool passes) {
    QTest::newRow(qPrintable(QString("%1 %2").arg(check, text))) << check << text << passes;
  };
  row("date", "3/14/2024", true);
  row("date", "13/14/2024", false);
  row("date", "may 5", false);
  row("date", "May 5", true);
  row("monthDay", "3/14", true);
  row("monthDay", "2/30", false);
  row("monthDay", "03/2024", false);
  row("compactDate", "20240314", true);
  row("compactDate", "20241314", false);
  row("over89", "90", true);
  row("over89", "89", false);
  row("phone", "617-555-0123", true);
  row("phone", "123456", false);
  row("phone", "3-14-2024", false);
  row("code", "A12", true);
  row("code", "1 week", false);
  row("code5", "A12", false);
  row("code5", "AB123", true);
}

void TextChecksTest::checks_tellOneFromAnother() {
  QFETCH(QString, check);
  QFETCH(QString, text);
  QFETCH(bool, passes);
  const Check function = textCheckNamed(check.toStdString());
  QVERIFY(function != nullptr);
  QCOMPARE(function(text.toStdString()), passes);
  QVERIFY(textCheckNamed("horoscope") == nullptr);
}

}  // namespace

TELESOFT_TEST(TextChecksTest)
#include "text_checks_test.moc"
