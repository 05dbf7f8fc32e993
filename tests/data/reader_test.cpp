#include "telesoft/data/reader.h"

#include "data/data_support.h"
#include "support/test_case.h"

namespace {

using namespace telesoft;
using namespace telesoft::tests;

class ReaderTest : public QObject {
  Q_OBJECT
 private slots:
  void sameTable_inEveryEncodingAndDelimiter_data();
  void sameTable_inEveryEncodingAndDelimiter();
  void badFiles_areRefused_data();
  void badFiles_areRefused();
  void maxRows_endsEarly();
  void sinkError_endsTheReading();
  void headlessFile_getsColumnNames();
  void realFiles_haveTheirKnownSizes_data();
  void realFiles_haveTheirKnownSizes();
};

const char kTable[] =
    "name;note;n\r\nM\xC3\xBCller;\"two\r\nlines; \"\"quoted\"\"\";1\r\nJos\xC3\xA9;plain;2";

QByteArray utf16(const char* utf8, bool bigEndian) {
  const QString text = QString::fromUtf8(utf8);
  QByteArray out = bigEndian ? QByteArray("\xFE\xFF") : QByteArray("\xFF\xFE");
  for (const QChar c : text) {
    const char low = static_cast<char>(c.unicode() & 0xFFU),
               high = static_cast<char>(c.unicode() >> 8U);
    out += bigEndian ? high : low;
    out += bigEndian ? low : high;
  }
  return out;
}

void ReaderTest::sameTable_inEveryEncodingAndDelimiter_data() {
  QTest::addColumn<QByteArray>("bytes");
  QTest::addColumn<QString>("encoding");
  QTest::newRow("UTF-8") << QByteArray(kTable) << "UTF-8";
  QTest::newRow("with mark") << QByteArray("\xEF\xBB\xBF") + kTable << "UTF-8";
  QTest::newRow("UTF-16LE") << utf16(kTable, false) << "UTF-16LE";
  QTest::newRow("UTF-16BE") << utf16(kTable, true) << "UTF-16BE";
  QTest::newRow("Windows-1252") << QString::fromUtf8(kTable).toLatin1() << "Windows-1252";
  QTest::newRow("final newline") << QByteArray(kTable) + "\r\n"
                                 << "UTF-8";
}

void ReaderTest::sameTable_inEveryEncodingAndDelimiter() {
  QFETCH(QByteArray, bytes);
  QFETCH(QString, encoding);
  const auto read = readBytes(viewOf(bytes));
  QVERIFY2(read.has_value(), read ? "" : read.error().message.c_str());
  QCOMPARE(shown(read->report.encoding), encoding);
  QCOMPARE(shown(read->report.delimiter), QStringLiteral(";"));
  QCOMPARE(shown(read->columns), QStringLiteral("name|note|n"));
  QCOMPARE(shown(read->rows),
           QString::fromUtf8("M\xC3\xBCller|two\r\nlines; \"quoted\"|1/Jos\xC3\xA9|plain|2"));
  QCOMPARE(read->report.bytes, std::int64_t{bytes.size()});
}

void ReaderTest::badFiles_areRefused_data() {
  QTest::addColumn<QByteArray>("bytes");
  QTest::addColumn<int>("code");
  QTest::addColumn<QString>("part");
  const int invalid = static_cast<int>(base::ErrorCode::InvalidInput);
  QTest::newRow("empty") << QByteArray() << invalid << "empty";
  QTest::newRow("blank lines") << QByteArray("\n\n\r\n") << invalid
                               << "no rows and no column names";
  QTest::newRow("too few fields") << QByteArray("a,b\n1,2\n3\n") << invalid
                                  << "line 3 has 1 fields where 2 are expected";
  QTest::newRow("too many fields")
      << QByteArray("a,b\n1,2\n\n3,4,5\n") << invalid << "line 4 has 3 fields where 2";
  QTest::newRow("broken quote") << QByteArray("a,b\n1,\"2\n3,4\n") << invalid
                                << "line 2: the quote";
  QTest::newRow("mixed encodings")
      << QByteArray("a,b\n\xC3\xA4\xC3\xB6,1\nx\xE4,2\n") << invalid << "line 3 is not valid UTF-8";
  QTest::newRow("cut UTF-16") << utf16("a,b\n1,2", false).chopped(1) << invalid << "ends inside";
  QTest::newRow("xlsx") << QByteArray("PK\x03\x04 xl/workbook.xml")
                        << static_cast<int>(base::ErrorCode::Unsupported) << "Excel workbook";
}

void ReaderTest::badFiles_areRefused() {
  QFETCH(QByteArray, bytes);
  QFETCH(int, code);
  QFETCH(QString, part);
  const auto read = readBytes(viewOf(bytes));
  QVERIFY(!read);
  QCOMPARE(static_cast<int>(read.error().code), code);
  QVERIFY2(shown(read.error().message).contains(part), read.error().message.c_str());
  QVERIFY(!read.error().hint.empty());
}

void ReaderTest::maxRows_endsEarly() {
  const TempFolder folder;
  std::string text = "a,b\n";
  for (int i = 0; i < 1000; ++i) {
    text += "x" + std::to_string(i) + ",y\n";
  }
  const base::Path file = writeBytes(folder, text + "\"never closed");
  data::ReadOptions options;
  options.maxRows = 500;
  const auto read = readAll(file, options);
  QVERIFY(read.has_value());
  QCOMPARE(read->rows.size(), size_t{500});
  options.maxRows = 1;
  QCOMPARE(readAll(file, options)->rows.size(), size_t{1});
}

void ReaderTest::sinkError_endsTheReading() {
  const TempFolder folder;
  int rows = 0;
  const auto read = data::readFileRows(
      writeBytes(folder, "a,b\nx,1\ny,2\nz,3\n"), {}, [](const auto&) { return base::Status(); },
      [&](std::int64_t number, std::vector<std::string>&&) {
        ++rows;
        return number == 2 ? base::Status(base::fail(base::ErrorCode::OutOfResources, "full"))
                           : base::Status();
      });
  QVERIFY(!read);
  QCOMPARE(read.error().code, base::ErrorCode::OutOfResources);
  QCOMPARE(rows, 2);
}

void ReaderTest::headlessFile_getsColumnNames() {
  const auto read = readBytes("61,1,2.5\n52,2,3.5\n44,1,1.5\n");
  QVERIFY(read.has_value());
  QVERIFY(!read->report.header);
  QCOMPARE(shown(read->columns), QStringLiteral("column_1|column_2|column_3"));
  QCOMPARE(read->rows.size(), size_t{3});
  QCOMPARE(read->report.warnings.size(), size_t{1});
}

/// Rows as the data's own README gives them.
void ReaderTest::realFiles_haveTheirKnownSizes_data() {
  QTest::addColumn<QString>("name");
  QTest::addColumn<int>("rows");
  QTest::newRow("rotterdam") << "pkg/tabular/survival_rotterdam.csv" << 2982;
  QTest::newRow("gbsg") << "pkg/tabular/survival_gbsg.csv" << 686;
  QTest::newRow("flchain") << "pkg/tabular/survival_flchain.csv" << 7874;
  QTest::newRow("nafld1") << "pkg/tabular/survival_nafld1.csv" << 17549;
  QTest::newRow("wordnet") << "pkg/text/wordnet_medical_definitions_en.csv" << 4447;
  QTest::newRow("symptoms") << "public/text/symptom2disease.csv" << 1200;
}

void ReaderTest::realFiles_haveTheirKnownSizes() {
  QFETCH(QString, name);
  QFETCH(int, rows);
  const base::Path file = realData(name.toStdString());
  if (file.empty()) {
    QSKIP("the real data is not beside the source tree");
  }
  const auto read = readAll(file);
  QVERIFY2(read.has_value(), read ? "" : read.error().message.c_str());
  QCOMPARE(static_cast<int>(read->report.rows), rows);
  QVERIFY(read->report.header);
}

TELESOFT_TEST(ReaderTest)

}  // namespace

#include "reader_test.moc"
