#include "telesoft/base/text.h"

#include <limits>

#include "support/test_case.h"

namespace {

using namespace telesoft::base;

class TextTest : public QObject {
  Q_OBJECT
 private slots:
  void utf8_isCheckedAsRfc3629Says_data();
  void utf8_isCheckedAsRfc3629Says();
  void codePoints_goBothWays();
  void trimAndSplit_keepWhatIsInside();
  void nearest_findsATypo();
  void numbers_takeTheWholeText();
  void figures_areWrittenAsTheFieldDoes();
};

void TextTest::utf8_isCheckedAsRfc3629Says_data() {
  QTest::addColumn<QByteArray>("bytes");
  QTest::addColumn<int>("firstInvalid");  // -1: valid
  QTest::newRow("ascii") << QByteArray("abc") << -1;
  QTest::newRow("two bytes") << QByteArray("a\xC3\xA4") << -1;
  QTest::newRow("three bytes") << QByteArray("\xE2\x82\xAC") << -1;
  QTest::newRow("four bytes") << QByteArray("\xF0\x9F\x98\x80") << -1;
  QTest::newRow("highest") << QByteArray("\xF4\x8F\xBF\xBF") << -1;
  QTest::newRow("latin-1") << QByteArray("ab\xE4") << 2;
  QTest::newRow("overlong slash") << QByteArray("\xC0\xAF") << 0;
  QTest::newRow("overlong three") << QByteArray("\xE0\x80\xAF") << 0;
  QTest::newRow("surrogate") << QByteArray("x\xED\xA0\x80") << 1;
  QTest::newRow("above U+10FFFF") << QByteArray("\xF4\x90\x80\x80") << 0;
  QTest::newRow("cut") << QByteArray("ok\xE2\x82") << 2;
  QTest::newRow("lone continuation") << QByteArray("\x80") << 0;
}

void TextTest::utf8_isCheckedAsRfc3629Says() {
  QFETCH(QByteArray, bytes);
  QFETCH(int, firstInvalid);
  const std::string_view text(bytes.constData(), static_cast<size_t>(bytes.size()));
  const auto at = firstInvalidUtf8(text);
  QCOMPARE(at ? static_cast<int>(*at) : -1, firstInvalid);
  QCOMPARE(isUtf8(text), firstInvalid < 0);
}

void TextTest::codePoints_goBothWays() {
  for (const char32_t c : {U'a', U'\u00e4', U'\u20ac', U'\U0001F600', U'\U0010FFFF'}) {
    std::string text;
    appendUtf8(text, c);
    size_t at = 0;
    QCOMPARE(static_cast<quint32>(nextCodePoint(text, at)), static_cast<quint32>(c));
    QCOMPARE(at, text.size());
  }
  size_t at = 0;
  QCOMPARE(static_cast<quint32>(nextCodePoint("\xFFx", at)), quint32{0xFFFD});
  QCOMPARE(at, size_t{1});
}

void TextTest::trimAndSplit_keepWhatIsInside() {
  QCOMPARE(std::string(trim("  a b\t\n")), std::string("a b"));
  QCOMPARE(std::string(trim(" \t")), std::string());
  QCOMPARE(split("a,,b", ',').size(), size_t{3});
  QCOMPARE(split("", ',').size(), size_t{1});
  QCOMPARE(join({"a", "b"}, ", "), std::string("a, b"));
  QCOMPARE(lowerAscii("AbZ\xC3\x84"), std::string("abz\xC3\x84"));
}

void TextTest::nearest_findsATypo() {
  const std::vector<std::string> known = {"learningRate", "epochs", "batchSize"};
  QCOMPARE(nearest("learningrate", known), std::string("learningRate"));
  QCOMPARE(nearest("epoch", known), std::string("epochs"));
  QCOMPARE(nearest("temperature", known), std::string());
}

void TextTest::numbers_takeTheWholeText() {
  QCOMPARE(toDouble("1.5e3").value_or(0), 1500.0);
  QVERIFY(!toDouble("1.5 mg").has_value());
  QVERIFY(!toDouble("").has_value());
  QCOMPARE(toInt("-42").value_or(0), std::int64_t{-42});
  QVERIFY(!toInt("4.2").has_value());
}

void TextTest::figures_areWrittenAsTheFieldDoes() {
  QCOMPARE(withThousands(3512), std::string("3,512"));
  QCOMPARE(withThousands(-1234567), std::string("-1,234,567"));
  QCOMPARE(withThousands(12), std::string("12"));
  QCOMPARE(proportion(0.9124), std::string(".912"));
  QCOMPARE(proportion(-0.031), std::string("-.031"));
  QCOMPARE(proportion(1.0), std::string("1.000"));
  QCOMPARE(proportion(std::numeric_limits<double>::quiet_NaN()), std::string("not defined"));
}

TELESOFT_TEST(TextTest)

}  // namespace

#include "text_test.moc"
