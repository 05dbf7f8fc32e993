#include "telesoft/data/read/csv_dialect.h"

#include "data/data_support.h"
#include "support/test_case.h"

namespace {

using namespace telesoft;
using namespace telesoft::tests;

class CsvDialectTest : public QObject {
  Q_OBJECT
 private slots:
  void delimiter_isTheOneThatCutsEvenly_data();
  void delimiter_isTheOneThatCutsEvenly();
  void header_isToldFromData_data();
  void header_isToldFromData();
  void names_areMadeWhole();
};

void CsvDialectTest::delimiter_isTheOneThatCutsEvenly_data() {
  QTest::addColumn<QByteArray>("text");
  QTest::addColumn<QString>("delimiter");
  QTest::newRow("comma") << QByteArray("a,b,c\n1,2,3\n4,5,6\n") << ",";
  QTest::newRow("semicolon with decimal commas")
      << QByteArray("a;b;c\n1,5;2,5;3\n4,1;5,2;6\n") << ";";
  QTest::newRow("tab with commas in texts")
      << QByteArray("id\tnote\n1\tone, two, three\n2\tfour\n") << "\t";
  QTest::newRow("pipe") << QByteArray("a|b\n1|2\n3|4\n") << "|";
  QTest::newRow("one column") << QByteArray("a\n1\n2\n") << ",";
  QTest::newRow("delimiters inside quotes") << QByteArray("a,b\n\"x;y;z\",1\n\"u;v;w\",2\n") << ",";
}

void CsvDialectTest::delimiter_isTheOneThatCutsEvenly() {
  QFETCH(QByteArray, text);
  QFETCH(QString, delimiter);
  QCOMPARE(QString(QLatin1Char(data::findDelimiter(viewOf(text)))), delimiter);
}

void CsvDialectTest::header_isToldFromData_data() {
  QTest::addColumn<QByteArray>("lines");
  QTest::addColumn<bool>("present");
  QTest::newRow("names over numbers") << QByteArray("age,sex\n61,1\n52,2\n") << true;
  QTest::newRow("numbers over numbers") << QByteArray("61,1\n52,2\n70,1\n") << false;
  QTest::newRow("names over texts")
      << QByteArray("note,label\nsome words,yes\nother words,no\n") << true;
  QTest::newRow("the label repeats below")
      << QByteArray("words,yes\nmore,no\nothers,yes\nlast,yes\n") << false;
  QTest::newRow("dates over dates") << QByteArray("2024-01-02,5\n2024-02-03,6\n") << false;
  QTest::newRow("names only") << QByteArray("id,text,label\n") << true;
}

void CsvDialectTest::header_isToldFromData() {
  QFETCH(QByteArray, lines);
  QFETCH(bool, present);
  Rows records;
  for (const QByteArray& line : lines.trimmed().split('\n')) {
    records.emplace_back();
    for (const QByteArray& field : line.split(',')) {
      records.back().push_back(field.toStdString());
    }
  }
  const data::Header header = data::findHeader(records);
  QCOMPARE(header.present, present);
  QCOMPARE(header.names.size(), records.front().size());
  QCOMPARE(header.warnings.empty(), present);
  QCOMPARE(shown(header.names[0]), present ? shown(records[0][0]) : QStringLiteral("column_1"));
}

void CsvDialectTest::names_areMadeWhole() {
  const data::Header header = data::namesMadeUnique({" a ", "", "a", "a_2", "a"});
  QCOMPARE(shown(header.names), QStringLiteral("a|column_2|a_2|a_2_2|a_3"));
  QCOMPARE(header.warnings.size(), size_t{4});
}

TELESOFT_TEST(CsvDialectTest)

}  // namespace

#include "csv_dialect_test.moc"
