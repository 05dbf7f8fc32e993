#include "telesoft/data/read/json_lines.h"

#include "data/data_support.h"
#include "support/test_case.h"

namespace {

using namespace telesoft;
using namespace telesoft::tests;

class JsonLinesTest : public QObject {
  Q_OBJECT
 private slots:
  void values_becomeTexts();
  void keysOfAllLines_areTheColumns();
  void badLines_areNamed_data();
  void badLines_areNamed();
  void tooManyKeys_areRefused();
};

void JsonLinesTest::values_becomeTexts() {
  const auto read = readBytes(
      "{\"a\": \"x\\ny\", \"b\": 1.50, \"c\": true, \"d\": null, \"e\": -3}\r\n"
      "\n"
      "{\"a\": \"\\u00e4\\ud83d\\ude00\", \"b\": 12345678901234567890, \"c\": false, \"d\": \"\", "
      "\"e\": 1e3}");
  QVERIFY2(read.has_value(), read ? "" : read.error().message.c_str());
  QCOMPARE(shown(read->report.fileFormat), QStringLiteral("jsonl"));
  QCOMPARE(shown(read->columns), QStringLiteral("a|b|c|d|e"));
  QCOMPARE(shown(read->rows[0]), QStringLiteral("x\ny|1.50|true||-3"));  // numbers stay as written
  QCOMPARE(shown(read->rows[1]),
           QString::fromUtf8("\xC3\xA4\xF0\x9F\x98\x80|12345678901234567890|false||1e3"));
  QCOMPARE(read->report.rows, std::int64_t{2});
}

void JsonLinesTest::keysOfAllLines_areTheColumns() {
  const auto read = readBytes("{\"a\": 1}\n{\"b\": 2}\n{\"c\": 3, \"a\": 4}\n");
  QVERIFY(read.has_value());
  QCOMPARE(shown(read->columns), QStringLiteral("a|b|c"));
  QCOMPARE(shown(read->rows), QStringLiteral("1||/|2|/4||3"));
}

void JsonLinesTest::badLines_areNamed_data() {
  QTest::addColumn<QByteArray>("bad");
  QTest::addColumn<QString>("part");
  QTest::newRow("no json") << QByteArray("{\"a\": }") << "line 2 is not JSON";
  QTest::newRow("cut") << QByteArray("{\"a\": 1") << "line 2 is not JSON";
  QTest::newRow("a list") << QByteArray("[1]") << "line 2 is a list, not an object";
  QTest::newRow("a value") << QByteArray("7") << "line 2 is a value, not an object";
  QTest::newRow("nested object") << QByteArray("{\"a\": {\"b\": 1}}")
                                 << "line 2 has an object inside \"a\"";
  QTest::newRow("nested list") << QByteArray("{\"a\": [1]}") << "line 2 has a list inside \"a\"";
  QTest::newRow("key twice") << QByteArray("{\"a\": 1, \"a\": 2}")
                             << "line 2 has the key \"a\" twice";
  QTest::newRow("two objects") << QByteArray("{\"a\": 1} {\"a\": 2}") << "line 2 is not JSON";
}

void JsonLinesTest::badLines_areNamed() {
  QFETCH(QByteArray, bad);
  QFETCH(QString, part);
  const auto read = readBytes("{\"a\": 1}\n" + bad.toStdString() + "\n{\"a\": 3}\n");
  QVERIFY(!read);
  QCOMPARE(read.error().code, base::ErrorCode::InvalidInput);
  QVERIFY2(shown(read.error().message).startsWith(part), read.error().message.c_str());
}

void JsonLinesTest::tooManyKeys_areRefused() {
  std::string text;
  for (int i = 0; i < 100'002; ++i) {
    text += "{\"k" + std::to_string(i) + "\": 1}\n";
  }
  const auto read = readBytes(text);
  QVERIFY(!read);
  QVERIFY2(shown(read.error().message).contains(QLatin1String("100,000 different keys")),
           read.error().message.c_str());
}

TELESOFT_TEST(JsonLinesTest)

}  // namespace

#include "json_lines_test.moc"
