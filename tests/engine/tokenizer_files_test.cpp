#include "telesoft/engine/io/tokenizer_files.h"

#include "telesoft/base/json.h"

#include "support/temp_folder.h"
#include "support/test_case.h"

namespace telesoft::engine {

namespace {

using base::ErrorCode;
using base::json;
using tests::TempFolder;

json goodTokenizer() {
  return json::parse(R"({
    "version": "1.0", "truncation": {"max_length": 128}, "padding": null,
    "added_tokens": [{"id": 1, "content": "[CLS]", "special": true, "normalized": false}],
    "normalizer": {"type": "BertNormalizer", "clean_text": true, "handle_chinese_chars": false,
                   "strip_accents": null, "lowercase": false},
    "pre_tokenizer": {"type": "BertPreTokenizer"},
    "post_processor": {"type": "BertProcessing", "sep": ["[SEP]", 2], "cls": ["[CLS]", 1]},
    "model": {"type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##",
              "max_input_chars_per_word": 50,
              "vocab": {"[PAD]": 0, "[CLS]": 1, "[SEP]": 2, "[UNK]": 3, "a": 4}}})");
}

void put(const base::Path& file, const std::string& text) {
  QVERIFY(base::writeFileWhole(file, text));
}

}  // namespace

class TokenizerFilesTest : public QObject {
  Q_OBJECT
 private slots:
  void json_isReadWhole();
  void json_isRefused_data();
  void json_isRefused();
  void vocab_takesItsCaseFromTheConfig();
  void vocab_lastOfTwoLinesCounts();
  void folder_withoutEitherFileIsNotFound();
};

void TokenizerFilesTest::json_isReadWhole() {
  const TempFolder folder;
  put(folder / "tokenizer.json", goodTokenizer().dump());
  const auto files = readTokenizerFolder(folder.path());
  QVERIFY(files.has_value());
  QCOMPARE(files->vocabulary.size(), std::size_t{5});
  QCOMPARE(files->addedTokens.size(), std::size_t{1});
  QCOMPARE(files->classToken, std::string("[CLS]"));
  QCOMPARE(files->separator, std::string("[SEP]"));
  QCOMPARE(files->maxWordChars, 50);
  QVERIFY(!files->normalization.lowercase && !files->normalization.stripAccents);
  QVERIFY(files->normalization.cleanText && !files->normalization.isolateChinese);
}

void TokenizerFilesTest::json_isRefused_data() {
  QTest::addColumn<QString>("place");
  QTest::addColumn<QString>("value");
  QTest::addColumn<int>("code");
  QTest::addColumn<QString>("wanted");
  const auto row = [](const char* place, const char* value, ErrorCode code, const char* wanted) {
    QTest::addRow("%s %s", place, value) << QString::fromUtf8(place) << QString::fromUtf8(value)
                                         << static_cast<int>(code) << QString::fromUtf8(wanted);
  };
  row("/model/type", "\"BPE\"", ErrorCode::Unsupported, "its model is BPE");
  row("/model", "null", ErrorCode::Unsupported, "its model is missing");
  row("/model/vocab", "[]", ErrorCode::Unsupported, "vocabulary");
  row("/model/vocab/a", "-1", ErrorCode::Corrupt, "an id outside");
  row("/model/vocab/a", "\"4\"", ErrorCode::Corrupt, "not a whole number");
  row("/normalizer", "null", ErrorCode::Unsupported, "BertNormalizer");
  row("/normalizer/type", "7", ErrorCode::Unsupported, "BertNormalizer");
  row("/pre_tokenizer/type", "\"ByteLevel\"", ErrorCode::Unsupported, "BertPreTokenizer");
  row("/post_processor", "null", ErrorCode::Unsupported, "framed");
  row("/post_processor/type", "\"TemplateProcessing\"", ErrorCode::Unsupported, "framed");
  row("/added_tokens/0/lstrip", "true", ErrorCode::Unsupported, "added token");
  row("/added_tokens/0/id", "\"1\"", ErrorCode::InvalidInput, "added_tokens[0].id");
}

void TokenizerFilesTest::json_isRefused() {
  QFETCH(QString, place);
  QFETCH(QString, value);
  QFETCH(int, code);
  QFETCH(QString, wanted);
  const TempFolder folder;
  json document = goodTokenizer();
  document[json::json_pointer(place.toStdString())] = json::parse(value.toStdString());
  put(folder / "tokenizer.json", document.dump());
  const auto files = readTokenizerFolder(folder.path());
  QVERIFY(!files.has_value());
  QCOMPARE(static_cast<int>(files.error().code), code);
  const QString message = QString::fromStdString(files.error().text());
  QVERIFY2(message.contains(wanted), qPrintable(message));
}

void TokenizerFilesTest::vocab_takesItsCaseFromTheConfig() {
  const TempFolder folder;
  put(folder / "vocab.txt", "[PAD]\r\n[UNK]\r\n[CLS]\n[SEP]\nWord\n");
  const auto plain = readTokenizerFolder(folder.path());
  QVERIFY(plain && plain->normalization.lowercase && plain->normalization.stripAccents);
  QCOMPARE(plain->vocabulary.size(), std::size_t{5});
  QCOMPARE(plain->addedTokens.size(), std::size_t{4});
  put(folder / "tokenizer_config.json", R"({"do_lower_case": false, "strip_accents": true})");
  const auto cased = readTokenizerFolder(folder.path());
  QVERIFY(cased && !cased->normalization.lowercase && cased->normalization.stripAccents);
}

void TokenizerFilesTest::vocab_lastOfTwoLinesCounts() {
  const TempFolder folder;
  put(folder / "vocab.txt", "a\nb\na\n");
  const auto files = readVocabFile(folder / "vocab.txt", true);
  QVERIFY(files.has_value());
  QVERIFY(
      (files->vocabulary == std::vector<std::pair<std::string, std::int32_t>>{{"a", 2}, {"b", 1}}));
  put(folder / "vocab.txt", std::string("a\n\0b\n", 5));
  const auto zero = readVocabFile(folder / "vocab.txt", true);
  QVERIFY(!zero && zero.error().code == ErrorCode::Corrupt);
}

void TokenizerFilesTest::folder_withoutEitherFileIsNotFound() {
  const TempFolder folder;
  const auto files = readTokenizerFolder(folder.path());
  QVERIFY(!files && files.error().code == ErrorCode::NotFound);
}

}  // namespace telesoft::engine

using telesoft::engine::TokenizerFilesTest;
TELESOFT_TEST(TokenizerFilesTest)
#include "tokenizer_files_test.moc"
