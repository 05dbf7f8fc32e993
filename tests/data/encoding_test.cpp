#include "telesoft/data/read/encoding.h"

#include "data/data_support.h"
#include "support/test_case.h"

namespace {

using namespace telesoft;
using namespace telesoft::tests;
using data::Encoding;

class EncodingTest : public QObject {
  Q_OBJECT
 private slots:
  void encoding_isFound_data();
  void encoding_isFound();
  void mixedEncodings_areRefusedWithTheLine();
  void conversion_survivesCutsAnywhere_data();
  void conversion_survivesCutsAnywhere();
  void windows1252_coversItsOwnLetters();
  void brokenUtf16_isRefused_data();
  void brokenUtf16_isRefused();
  void utf8_isFoundAcrossPieces();
};

using namespace std::string_view_literals;

void EncodingTest::encoding_isFound_data() {
  QTest::addColumn<QByteArray>("bytes");
  QTest::addColumn<QString>("name");
  QTest::addColumn<int>("skip");
  QTest::newRow("ascii") << QByteArray("a,b\n1,2\n") << "UTF-8" << 0;
  QTest::newRow("utf-8") << QByteArray("M\xC3\xBCller\n") << "UTF-8" << 0;
  QTest::newRow("utf-8 with mark") << QByteArray(
                                          "\xEF\xBB\xBF"
                                          "a,b\n")
                                   << "UTF-8" << 3;
  QTest::newRow("windows-1252") << QByteArray("M\xFCller \x80 5\n") << "Windows-1252" << 0;
  QTest::newRow("utf-16le with mark") << QByteArray(
                                             "\xFF\xFE"
                                             "a\0,\0b\0",
                                             8)
                                      << "UTF-16LE" << 2;
  QTest::newRow("utf-16be with mark") << QByteArray("\xFE\xFF\0a\0,\0b", 8) << "UTF-16BE" << 2;
  QTest::newRow("utf-16le without") << QByteArray("a\0,\0b\0\n\0", 8) << "UTF-16LE" << 0;
  QTest::newRow("utf-16be without") << QByteArray("\0a\0,\0b\0\n", 8) << "UTF-16BE" << 0;
}

void EncodingTest::encoding_isFound() {
  QFETCH(QByteArray, bytes);
  QFETCH(QString, name);
  QFETCH(int, skip);
  const TempFolder folder;
  const auto found = data::findEncoding(writeBytes(folder, viewOf(bytes)), 0, {});
  QVERIFY(found.has_value());
  QCOMPARE(shown(std::string(data::nameOf(found->encoding))), name);
  QCOMPARE(static_cast<int>(found->skip), skip);
  QCOMPARE(found->warnings.empty(), name == QLatin1String("UTF-8"));
}

void EncodingTest::mixedEncodings_areRefusedWithTheLine() {
  const TempFolder folder;
  const auto found = data::findEncoding(
      writeBytes(folder, "name\nM\xC3\xBCller\nJos\xC3\xA9\nM\xFCller\n"), 0, {});
  QVERIFY(!found);
  QCOMPARE(found.error().code, base::ErrorCode::InvalidInput);
  QVERIFY2(shown(found.error().message).startsWith(QLatin1String("line 4 is not valid UTF-8")),
           found.error().message.c_str());
}

void EncodingTest::conversion_survivesCutsAnywhere_data() {
  QTest::addColumn<int>("encoding");
  QTest::addColumn<QByteArray>("bytes");
  // U+00E4, U+20AC, U+1F600
  QTest::newRow("utf-16le") << static_cast<int>(Encoding::Utf16Le)
                            << QByteArray("\xE4\x00\xAC\x20\x3D\xD8\x00\xDE", 8);
  QTest::newRow("utf-16be") << static_cast<int>(Encoding::Utf16Be)
                            << QByteArray("\x00\xE4\x20\xAC\xD8\x3D\xDE\x00", 8);
  QTest::newRow("utf-8") << static_cast<int>(Encoding::Utf8)
                         << QByteArray("\xC3\xA4\xE2\x82\xAC\xF0\x9F\x98\x80");
}

void EncodingTest::conversion_survivesCutsAnywhere() {
  QFETCH(int, encoding);
  QFETCH(QByteArray, bytes);
  for (size_t step = 1; step <= 8; ++step) {
    data::Utf8Converter converter(static_cast<Encoding>(encoding));
    std::string out;
    for (size_t at = 0; at < static_cast<size_t>(bytes.size()); at += step) {
      QVERIFY(converter.convert(viewOf(bytes).substr(at, step), out).has_value());
    }
    QVERIFY(converter.finish().has_value());
    QCOMPARE(shown(out), QString::fromUtf8("\xC3\xA4\xE2\x82\xAC\xF0\x9F\x98\x80"));
  }
}

void EncodingTest::windows1252_coversItsOwnLetters() {
  data::Utf8Converter converter(Encoding::Windows1252);
  std::string out;
  QVERIFY(converter.convert("\x80\x85\x93\x94\x96\xB5\xDF\xFF", out).has_value());
  // The WHATWG index: euro, ellipsis, quotes, dash; then Latin-1.
  QCOMPARE(shown(out), QString::fromUcs4(U"\u20AC\u2026\u201C\u201D\u2013\u00B5\u00DF\u00FF"));
}

void EncodingTest::brokenUtf16_isRefused_data() {
  QTest::addColumn<QByteArray>("bytes");
  QTest::newRow("second surrogate first") << QByteArray("\x00\xDE\x61\x00", 4);
  QTest::newRow("first surrogate alone") << QByteArray("\x3D\xD8\x61\x00", 4);
  QTest::newRow("ends inside a pair") << QByteArray("\x61\x00\x3D\xD8", 4);
  QTest::newRow("odd number of bytes") << QByteArray("\x61\x00\x62", 3);
}

void EncodingTest::brokenUtf16_isRefused() {
  QFETCH(QByteArray, bytes);
  data::Utf8Converter converter(Encoding::Utf16Le);
  std::string out;
  const auto converted = converter.convert(viewOf(bytes), out);
  const base::Status all = converted ? converter.finish() : converted;
  QVERIFY(!all);
  QCOMPARE(all.error().code, base::ErrorCode::InvalidInput);
}

/// Letters of two bytes at every odd place: one of them is cut by each border of 1 MiB.
void EncodingTest::utf8_isFoundAcrossPieces() {
  const TempFolder folder;
  std::string text = "x";
  while (text.size() < (3U << 20U)) {
    text += "\xC3\xA4";
  }
  const base::Path file = writeBytes(folder, text);
  const auto found = data::findEncoding(file, 0, {});
  QVERIFY(found.has_value());
  QCOMPARE(shown(std::string(data::nameOf(found->encoding))), QStringLiteral("UTF-8"));
  const auto begun = data::findEncoding(file, 1U << 20U, {});
  QVERIFY(begun.has_value());
  QCOMPARE(shown(std::string(data::nameOf(begun->encoding))), QStringLiteral("UTF-8"));
}

TELESOFT_TEST(EncodingTest)

}  // namespace

#include "encoding_test.moc"
