#include "telesoft/data/read/text_source.h"

#include "data/data_support.h"
#include "support/test_case.h"

namespace {

using namespace telesoft;
using namespace telesoft::tests;

class TextSourceTest : public QObject {
  Q_OBJECT
 private slots:
  void files_areRefusedByWhatTheyAre();
  void pieces_makeUpTheWholeText();
  void reading_stopsWhenAsked();
};

void TextSourceTest::files_areRefusedByWhatTheyAre() {
  const TempFolder folder;
  QCOMPARE(data::sizeOfFile(folder / "none.csv").error().code, base::ErrorCode::NotFound);
  QCOMPARE(data::sizeOfFile(folder.path()).error().code, base::ErrorCode::InvalidInput);
  QCOMPARE(data::sizeOfFile("/dev/null").error().code, base::ErrorCode::InvalidInput);
  const auto empty = data::sizeOfFile(writeBytes(folder, ""));
  QVERIFY(shown(empty.error().message).contains(QLatin1String("empty")));
  QCOMPARE(*data::sizeOfFile(writeBytes(folder, "abc")), std::uint64_t{3});
  QCOMPARE(shown(*data::headOf(folder / "data.csv")), QStringLiteral("abc"));
}

void TextSourceTest::pieces_makeUpTheWholeText() {
  const TempFolder folder;
  std::string text = "\xEF\xBB\xBF";
  for (int i = 0; text.size() < (5U << 19U); ++i) {
    text += std::to_string(i) + "\xC3\xA4\n";
  }
  data::TextFile file;
  file.path = writeBytes(folder, text);
  file.bytes = text.size();
  file.encoding.skip = 3;
  std::string read;
  int pieces = 0;
  double last = 0;
  const base::Stop stop({}, [&](const base::Progress& now) { last = now.fraction; });
  const auto whole = data::forEachPiece(
      file,
      [&](std::string_view piece) {
        read += piece;
        ++pieces;
        return base::Result<data::Reading>(data::Reading::GoOn);
      },
      stop);
  QVERIFY(whole.has_value() && *whole);
  QVERIFY(read == text.substr(3));
  QCOMPARE(pieces, 3);
  QCOMPARE(last, 1.0);
}

void TextSourceTest::reading_stopsWhenAsked() {
  const TempFolder folder;
  data::TextFile file;
  file.path = writeBytes(folder, std::string(3U << 20U, 'x'));
  file.bytes = 3U << 20U;
  std::stop_source source;
  int pieces = 0;
  const auto stopped = data::forEachPiece(
      file,
      [&](std::string_view) {
        ++pieces;
        source.request_stop();
        return base::Result<data::Reading>(data::Reading::GoOn);
      },
      base::Stop(source.get_token()));
  QVERIFY(!stopped);
  QCOMPARE(stopped.error().code, base::ErrorCode::Cancelled);
  QCOMPARE(pieces, 1);
  const auto enough = data::forEachPiece(
      file, [](std::string_view) { return base::Result<data::Reading>(data::Reading::Enough); },
      {});
  QVERIFY(enough.has_value() && !*enough);
}

TELESOFT_TEST(TextSourceTest)

}  // namespace

#include "text_source_test.moc"
