#include "telesoft/engine/io/wordpiece.h"

#include <map>
#include <thread>

#include "telesoft/base/json.h"
#include "telesoft/base/os/paths.h"
#include "telesoft/base/rng.h"
#include "telesoft/base/text.h"
#include "telesoft/engine/io/tokenizer_files.h"

#include "support/temp_folder.h"
#include "support/test_case.h"

namespace telesoft::engine {

namespace {

using Ids = std::vector<std::int32_t>;

struct Golden {
  std::string mode, text;
  Ids ids;
};

std::vector<Golden> readGolden(const base::Path& file) {
  std::vector<Golden> out;
  const std::string bytes = base::readFile(file).value();
  for (const std::string& line : base::split(bytes, '\n')) {
    if (!line.empty()) {
      const auto row = base::json::parse(line);
      out.push_back({row.value("mode", "uncased"), row["text"], row["ids"].get<Ids>()});
    }
  }
  return out;
}

base::Path baseModel() {
  return base::cacheFolder() / "models/telesoft-diagnostic-v2";
}

/// A vocabulary small enough to think about.
WordPiece small() {
  TokenizerFiles files;
  const std::vector<std::string> words = {"[PAD]", "[UNK]", "[CLS]", "[SEP]", "pain", "##ful",
                                          "##s",   "p",     ".",     "中",    "##",   "##fulness"};
  for (std::size_t i = 0; i < words.size(); ++i) {
    files.vocabulary.emplace_back(words[i], static_cast<std::int32_t>(i));
  }
  files.addedTokens = {{"[SEP]", 3}};
  auto made = WordPiece::fromFiles(std::move(files));
  return *std::move(made);
}

}  // namespace

class WordPieceTest : public QObject {
  Q_OBJECT
 private slots:
  void encode_equalsTheOracleOnRandomTexts();
  void encode_equalsThePublishedGoldenFile();
  void encode_byHand_data();
  void encode_byHand();
  void encode_cutsAtTheLimit();
  void encode_takesAnyBytes();
  void encode_isSafeFromSeveralThreads();
  void tokenizer_needsItsSpecialTokens();
  void tokenizer_readsTheShippedBase();
};

/// tests/oracles/tokenizer_oracle.py fixture, tokenizers 0.23.3.
void WordPieceTest::encode_equalsTheOracleOnRandomTexts() {
  if (!std::filesystem::exists(baseModel() / "vocab.txt")) {
    QSKIP("the base model is not fetched");
  }
  std::map<std::string, WordPiece> tokenizers;
  for (const std::string mode : {"uncased", "cased", "accents"}) {
    auto files = readVocabFile(baseModel() / "vocab.txt", mode != "cased");
    QVERIFY(files.has_value());
    files->normalization.stripAccents = mode == "uncased";
    auto made = WordPiece::fromFiles(*std::move(files));
    QVERIFY(made.has_value());
    tokenizers.emplace(mode, *std::move(made));
  }
  const auto rows =
      readGolden(tests::sourceFolder() / "tests/fixtures/tokenizer/bert_random.jsonl");
  QCOMPARE(rows.size(), std::size_t{450});
  for (const Golden& row : rows) {
    QCOMPARE(tokenizers.at(row.mode).encode(row.text).ids, row.ids);
  }
}

void WordPieceTest::encode_equalsThePublishedGoldenFile() {
  const base::Path folder = tests::sourceFolder() / "../shared/data/pkg/tokenizer";
  if (!std::filesystem::exists(folder / "bert_uncased_golden.jsonl")) {
    QSKIP("../shared/data is not there");
  }
  const tests::TempFolder model;
  std::filesystem::copy_file(folder / "bert_base_uncased_tokenizer.json", model / "tokenizer.json");
  const auto fromJson = WordPiece::fromFolder(model.path());
  const auto fromVocab = WordPiece::fromVocab(folder / "bert_base_uncased_vocab.txt", true);
  QVERIFY(fromJson && fromVocab);
  const auto rows = readGolden(folder / "bert_uncased_golden.jsonl");
  QVERIFY(rows.size() > 300);
  for (const Golden& row : rows) {
    QCOMPARE(fromJson->encode(row.text).ids, row.ids);
    QCOMPARE(fromVocab->encode(row.text).ids, row.ids);
  }
}

void WordPieceTest::encode_byHand_data() {
  QTest::addColumn<QByteArray>("text");
  QTest::addColumn<QList<int>>("ids");
  QTest::newRow("nothing") << QByteArray("") << QList<int>{2, 3};
  QTest::newRow("spaces") << QByteArray(" \t\n ") << QList<int>{2, 3};
  QTest::newRow("whole word") << QByteArray("pain") << QList<int>{2, 4, 3};
  QTest::newRow("capitals and accents") << QByteArray("PÁIN") << QList<int>{2, 4, 3};
  QTest::newRow("pieces") << QByteArray("painfuls") << QList<int>{2, 4, 5, 6, 3};
  QTest::newRow("longest piece") << QByteArray("painfulness.") << QList<int>{2, 4, 11, 8, 3};
  QTest::newRow("one bad piece") << QByteArray("painfulx pain") << QList<int>{2, 1, 4, 3};
  QTest::newRow("added token") << QByteArray("pain[SEP]s") << QList<int>{2, 4, 3, 1, 3};
  QTest::newRow("added token cut") << QByteArray("[SEP") << QList<int>{2, 1, 1, 3};
  QTest::newRow("Chinese apart") << QByteArray("pain中pain") << QList<int>{2, 4, 9, 4, 3};
  QTest::newRow("joined over nothing") << QByteArray("pa\xE2\x80\x8Bin") << QList<int>{2, 4, 3};
  QTest::newRow("101 letters") << QByteArray("pain") + QByteArray(97, 's') << QList<int>{2, 1, 3};
  QTest::newRow("100 letters") << QByteArray("pain") + QByteArray(96, 's')
                               << (QList<int>{2, 4} + QList<int>(96, 6) + QList<int>{3});
}

void WordPieceTest::encode_byHand() {
  QFETCH(QByteArray, text);
  QFETCH(QList<int>, ids);
  const auto found = small().encode(text.toStdString());
  QCOMPARE(found.ids, Ids(ids.begin(), ids.end()));
  QVERIFY(!found.truncated);
}

void WordPieceTest::encode_cutsAtTheLimit() {
  const WordPiece tokenizer = small();
  const auto whole = tokenizer.encode("pain painful", 5);
  QCOMPARE(whole.ids, (Ids{2, 4, 4, 5, 3}));
  QVERIFY(!whole.truncated);
  const auto cut = tokenizer.encode("pain painful pain", 5);
  QCOMPARE(cut.ids, (Ids{2, 4, 4, 5, 3}));
  QVERIFY(cut.truncated);
  QCOMPARE(tokenizer.encode("pain painful", 4).ids, (Ids{2, 4, 4, 3}));
  QCOMPARE(tokenizer.encode("pain[SEP]", 3).ids, (Ids{2, 4, 3}));
  QCOMPARE(tokenizer.encode("pain", 1).ids, (Ids{2, 3}));
}

void WordPieceTest::encode_takesAnyBytes() {
  const WordPiece tokenizer = small();
  base::Rng rng(3, "bytes");
  for (int round = 0; round < 3000; ++round) {
    std::string text(rng.below(40), ' ');
    for (char& c : text) {
      c = static_cast<char>(rng.below(256));
    }
    const auto found = tokenizer.encode(text, 16);
    QVERIFY(found.ids.size() >= 2 && found.ids.size() <= 16);
    QCOMPARE(found.ids.front(), 2);
    QCOMPARE(found.ids.back(), 3);
  }
  TokenizerFiles raw;
  raw.normalization.cleanText = false;
  raw.vocabulary = {{"[PAD]", 0}, {"[UNK]", 1}, {"[CLS]", 2}, {"[SEP]", 3}, {"a", 4}};
  const auto unclean = WordPiece::fromFiles(std::move(raw));
  QVERIFY(unclean.has_value());
  QCOMPARE(unclean->encode(std::string_view("a a\0 \0", 6)).ids, (Ids{2, 4, 1, 1, 3}));
}

void WordPieceTest::encode_isSafeFromSeveralThreads() {
  const WordPiece tokenizer = small();
  const Ids wanted = tokenizer.encode("Painfulness. 中 PÁIN").ids;
  std::vector<std::thread> threads;
  std::array<bool, 4> same{};
  for (std::size_t i = 0; i < same.size(); ++i) {
    threads.emplace_back([&, i] {
      same[i] = true;
      for (int round = 0; round < 500; ++round) {
        same[i] = same[i] && tokenizer.encode("Painfulness. 中 PÁIN").ids == wanted;
      }
    });
  }
  for (std::thread& thread : threads) {
    thread.join();
  }
  QCOMPARE(same, (std::array<bool, 4>{true, true, true, true}));
}

void WordPieceTest::tokenizer_needsItsSpecialTokens() {
  TokenizerFiles files;
  files.vocabulary = {{"[PAD]", 0}, {"[UNK]", 1}, {"[CLS]", 2}};
  const auto made = WordPiece::fromFiles(std::move(files));
  QVERIFY(!made.has_value());
  QVERIFY(made.error().message.find("[SEP]") != std::string::npos);
}

void WordPieceTest::tokenizer_readsTheShippedBase() {
  if (!std::filesystem::exists(baseModel() / "tokenizer.json")) {
    QSKIP("the base model is not fetched");
  }
  const auto tokenizer = WordPiece::fromFolder(baseModel());
  QVERIFY(tokenizer.has_value());
  QCOMPARE(tokenizer->vocabSize(), std::size_t{30522});
  QCOMPARE(tokenizer->padId(), 0);
  QCOMPARE(tokenizer->clsId(), 101);
  QCOMPARE(tokenizer->sepId(), 102);
}

}  // namespace telesoft::engine

using telesoft::engine::WordPieceTest;
TELESOFT_TEST(WordPieceTest)
#include "wordpiece_test.moc"
