#include "telesoft/data/read/csv_parser.h"

#include "data/data_support.h"
#include "support/test_case.h"

namespace {

using namespace telesoft;
using namespace telesoft::tests;

class CsvParserTest : public QObject {
  Q_OBJECT
 private slots:
  void records_areCutAsRfc4180Says_data();
  void records_areCutAsRfc4180Says();
  void brokenQuotes_areNamedByLine_data();
  void brokenQuotes_areNamedByLine();
  void longFields_areRefused();
  void sink_endsTheReading();
};

struct Parsed {
  Rows rows;
  std::vector<std::int64_t> lines;
};

/// Fed in pieces of `step` bytes, so that every state is met at a border.
base::Result<Parsed> parse(std::string_view text, size_t step, char delimiter = ',') {
  Parsed out;
  data::CsvParser parser(delimiter, [&](std::int64_t line, std::vector<std::string>&& fields) {
    out.rows.push_back(std::move(fields));
    out.lines.push_back(line);
    return base::Result<data::Reading>(data::Reading::GoOn);
  });
  for (size_t at = 0; at < text.size(); at += step) {
    TELESOFT_CHECK(parser.feed(text.substr(at, step)));
  }
  TELESOFT_CHECK(parser.finish());
  return out;
}

void CsvParserTest::records_areCutAsRfc4180Says_data() {
  QTest::addColumn<QByteArray>("text");
  QTest::addColumn<QString>("rows");
  QTest::addColumn<int>("lastLine");
  // RFC 4180 section 2, rules 1 to 7.
  QTest::newRow("rule 1") << QByteArray("aaa,bbb,ccc\r\nzzz,yyy,xxx\r\n")
                          << "aaa|bbb|ccc/zzz|yyy|xxx" << 2;
  QTest::newRow("rule 2: no final newline")
      << QByteArray("aaa,bbb\r\nzzz,yyy") << "aaa|bbb/zzz|yyy" << 2;
  QTest::newRow("rule 4: spaces are part") << QByteArray(" a , b \n") << " a | b " << 1;
  QTest::newRow("rule 5") << QByteArray("\"aaa\",\"bbb\"\r\nzzz,yyy") << "aaa|bbb/zzz|yyy" << 2;
  QTest::newRow("rule 6: line break")
      << QByteArray("\"a\r\nb\",c\r\nd,e\r\n") << "a\r\nb|c/d|e" << 3;
  QTest::newRow("rule 6: comma") << QByteArray("\"a,b\",c\n") << "a,b|c" << 1;
  QTest::newRow("rule 7: doubled quote") << QByteArray("\"b\"\"bb\",c\n") << "b\"bb|c" << 1;
  QTest::newRow("only doubled quotes") << QByteArray("\"\"\"\"\n") << "\"" << 1;
  QTest::newRow("empty quoted") << QByteArray("\"\",x\n") << "|x" << 1;
  QTest::newRow("empty fields") << QByteArray(",,\n") << "||" << 1;
  QTest::newRow("last field empty") << QByteArray("a,") << "a|" << 1;
  QTest::newRow("last quoted field empty") << QByteArray("a,\"\"") << "a|" << 1;
  QTest::newRow("bare CR ends lines") << QByteArray("a,b\rc,d\r") << "a|b/c|d" << 2;
  QTest::newRow("mixed line ends") << QByteArray("a\nb\r\nc\rd") << "a/b/c/d" << 4;
  QTest::newRow("empty lines are skipped") << QByteArray("a,b\n\n\r\nc,d\n") << "a|b/c|d" << 4;
  QTest::newRow("quote inside a plain field") << QByteArray("5\" tall,x\n") << "5\" tall|x" << 1;
  QTest::newRow("UTF-8") << QByteArray("\xC3\xA4,\xF0\x9F\x98\x80\n")
                         << QString::fromUtf8("\xC3\xA4|\xF0\x9F\x98\x80") << 1;
}

void CsvParserTest::records_areCutAsRfc4180Says() {
  QFETCH(QByteArray, text);
  QFETCH(QString, rows);
  QFETCH(int, lastLine);
  for (const size_t step : {size_t{1}, size_t{2}, size_t{3}, size_t{1000}}) {
    const auto parsed = parse(viewOf(text), step);
    QVERIFY2(parsed.has_value(), qPrintable(QString::number(step)));
    QCOMPARE(shown(parsed->rows), rows);
    QCOMPARE(static_cast<int>(parsed->lines.back()), lastLine);
  }
}

void CsvParserTest::brokenQuotes_areNamedByLine_data() {
  QTest::addColumn<QByteArray>("text");
  QTest::addColumn<QString>("part");
  QTest::newRow("never closed") << QByteArray("a,b\nc,d\n\"e\nf,g\n") << "line 3: the quote";
  QTest::newRow("letters after it") << QByteArray("a\n\"b\"x,c\n") << "line 2: the quote";
  QTest::newRow("second quote field") << QByteArray("\"a\nb\",\"c\n") << "line 2: the quote";
}

void CsvParserTest::brokenQuotes_areNamedByLine() {
  QFETCH(QByteArray, text);
  QFETCH(QString, part);
  for (const size_t step : {size_t{1}, size_t{1000}}) {
    const auto parsed = parse(viewOf(text), step);
    QVERIFY(!parsed);
    QCOMPARE(parsed.error().code, base::ErrorCode::InvalidInput);
    QVERIFY2(shown(parsed.error().message).startsWith(part), parsed.error().message.c_str());
    QVERIFY(!parsed.error().hint.empty());
  }
}

void CsvParserTest::longFields_areRefused() {
  const std::string longText(17U << 20U, 'x');
  const auto plain = parse("a\n" + longText, 1U << 20U);
  QVERIFY(!plain);
  QVERIFY(
      shown(plain.error().message).startsWith(QLatin1String("line 2 has a field of over 16 MiB")));
  const auto quoted = parse("a\nb\n\"" + longText, 1U << 20U);
  QVERIFY(!quoted);
  QVERIFY(shown(quoted.error().message).startsWith(QLatin1String("line 3: the quote")));
  const auto many = parse(std::string(100'002, ','), 1U << 20U);
  QVERIFY(!many);
  QVERIFY(shown(many.error().message).contains(QLatin1String("100,000 fields")));
}

void CsvParserTest::sink_endsTheReading() {
  int seen = 0;
  data::CsvParser parser(',', [&](std::int64_t, std::vector<std::string>&&) {
    return base::Result<data::Reading>(++seen == 2 ? data::Reading::Enough : data::Reading::GoOn);
  });
  const auto read = parser.feed("a\nb\nc\nd\n");
  QVERIFY(read.has_value());
  QVERIFY(*read == data::Reading::Enough);
  QCOMPARE(seen, 2);
}

TELESOFT_TEST(CsvParserTest)

}  // namespace

#include "csv_parser_test.moc"
