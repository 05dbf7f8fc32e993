#include "telesoft/engine/serve/word_weights.h"

#include <algorithm>
#include <cmath>

#include "telesoft/engine/io/tokenizer_files.h"

#include "support/test_case.h"

namespace telesoft::engine {

namespace {

/// w0 ... w299 are words of one token each; 4 of the first ids are the special tokens.
constexpr std::int32_t kFirst = 4;
WordPiece numbered() {
  TokenizerFiles files;
  files.vocabulary = {{"[PAD]", 0}, {"[UNK]", 1}, {"[CLS]", 2}, {"[SEP]", 3}};
  for (std::int32_t i = 0; i < 300; ++i) {
    files.vocabulary.emplace_back("w" + std::to_string(i), kFirst + i);
  }
  files.vocabulary.emplace_back("##ab", 400);
  files.vocabulary.emplace_back(",", 401);
  return WordPiece::fromFiles(std::move(files)).value();
}

std::string textOf(int words) {
  std::string out;
  for (int i = 0; i < words; ++i) {
    out += (i > 0 ? " w" : "w") + std::to_string(i);
  }
  return out;
}

/// A model whose probability of class 1 is the sum of its words' weights; counts what it is asked.
struct Additive {
  std::vector<double> weight = std::vector<double>(300, 0.0);
  std::vector<size_t> asked;
  double probability(const std::vector<std::int32_t>& tokens) const {
    double sum = 0.5;
    for (const std::int32_t id : tokens) {
      const auto word = static_cast<size_t>(id - kFirst);
      sum += id >= kFirst && word < weight.size() ? weight[word] : 0;
    }
    return sum;
  }
  WordWeights explain(const std::string& text, size_t maxLength = 256) {
    const WordPiece tokenizer = numbered();
    const double p = probability(tokenizer.encode(text, maxLength).ids);
    const auto ask = [this](const std::vector<std::vector<std::int32_t>>& variants) {
      asked.push_back(variants.size());
      Probabilities out;
      for (const auto& one : variants) {
        out.push_back({1 - probability(one), probability(one)});
      }
      return base::Result<Probabilities>(out);
    };
    return weighWords({{text, {1 - p, p}}}, {tokenizer, maxLength, ask}).value()[0];
  }
};

bool near(double a, double b) {
  return std::abs(a - b) < 1e-12;
}

}  // namespace

class WordWeightsTest : public QObject {
  Q_OBJECT
 private slots:
  void words_standWhereTheTextHasThem() {
    const WordPiece tokenizer = numbered();
    const std::string text = "  w1ab, (w2)\n-- w3\xC2\xA0w4";
    const auto words = wordsOf(text, tokenizer, 256);
    std::vector<std::string> names;
    for (const TextWord& word : words) {
      names.push_back(text.substr(word.start, word.end - word.start));
    }
    QCOMPARE(names, (std::vector<std::string>{"w1ab", "w2", "w3", "w4"}));
    QCOMPARE(words[0].firstToken, 1U);
    QCOMPARE(words[0].endToken, 4U);  // w1 ##ab ,
    const auto ids = tokenizer.encode(text).ids;
    QCOMPARE(words[3].endToken, ids.size() - 1);
    QCOMPARE(ids[words[2].firstToken], kFirst + 3);
  }

  void words_ofChineseAreSigns() {
    const auto words = wordsOf("w1\xE7\x97\x9B\xE7\x97\x87", numbered(), 256);
    QCOMPARE(words.size(), 3U);
    QCOMPARE(words[2].start, 5U);
  }

  void words_endAtTheWindow() {
    const auto words = wordsOf(textOf(20), numbered(), 12);
    QCOMPARE(words.size(), 10U);
    QCOMPARE(words.back().endToken, 11U);
  }

  void weights_areTheChangesOfTheProbability() {
    Additive model;
    model.weight[2] = 0.2;
    model.weight[4] = -0.1;
    model.weight[0] = 0.05;
    const std::string text = textOf(6) + ".";
    const WordWeights got = model.explain(text);
    QCOMPARE(got.method, std::string("leave one word out"));
    QCOMPARE(model.asked, (std::vector<size_t>{6, 0}));
    QCOMPARE(got.contributions.size(), 6U);
    QCOMPARE(got.contributions[0].name, std::string("w2"));
    QVERIFY(near(got.contributions[0].weight, 0.2));
    QCOMPARE(got.contributions[1].name, std::string("w4"));
    QVERIFY(near(got.contributions[1].weight, -0.1));
    for (const auto& one : got.contributions) {
      QCOMPARE(
          text.substr(static_cast<size_t>(one.start), static_cast<size_t>(one.end - one.start)),
          one.name);
    }
  }

  /// 100 words in runs of six or seven: two of them fit into the 16 variants that are left.
  void longText_isRefinedWhereItIsStrong() {
    Additive model;
    model.weight[50] = 0.3;
    model.weight[97] = 0.1;
    model.weight[10] = 0.01;
    const WordWeights got = model.explain(textOf(100));
    QCOMPARE(got.method,
             std::string("leave one word out; 100 words in 16 runs, the strongest 2 word by word"));
    QCOMPARE(model.asked.size(), 2U);
    QCOMPARE(model.asked[0], 16U);
    QVERIFY(model.asked[1] <= 16);
    QCOMPARE(got.contributions[0].name, std::string("w50"));
    QVERIFY(near(got.contributions[0].weight, 0.3));
    QCOMPARE(got.contributions[1].name, std::string("w97"));
    QVERIFY(got.contributions[2].name.find("w10 ") != std::string::npos);  // still a run
    std::string rest;  // every word is in one contribution
    auto byPlace = got.contributions;
    std::sort(byPlace.begin(), byPlace.end(),
              [](const auto& a, const auto& b) { return a.start < b.start; });
    for (const auto& one : byPlace) {
      rest += (rest.empty() ? "" : " ") + one.name;
    }
    QCOMPARE(rest, textOf(100));
  }

  void veryLongText_isRefinedInParts() {
    Additive model;
    model.weight[150] = 0.3;
    const WordWeights got = model.explain(textOf(290), 512);
    QVERIFY2(got.method.ends_with("the strongest in 16 parts"), got.method.c_str());
    QCOMPARE(model.asked, (std::vector<size_t>{16, 16}));
    QVERIFY(got.contributions[0].name.find("w150") != std::string::npos);
    QVERIFY(near(got.contributions[0].weight, 0.3));
  }

  void cutText_hasWeightsWithinTheWindowOnly() {
    Additive model;
    model.weight[3] = 0.1;
    const WordWeights got = model.explain(textOf(30), 12);
    QCOMPARE(got.method, std::string("leave one word out, of the first 12 tokens"));
    QCOMPARE(got.contributions.size(), 10U);
    QCOMPARE(got.contributions[0].name, std::string("w3"));
  }

  void emptyText_hasNoWeights() {
    QVERIFY(Additive().explain("").contributions.empty());
    QVERIFY(Additive().explain(" ... -- ").contributions.empty());
  }
};

TELESOFT_TEST(WordWeightsTest)

}  // namespace telesoft::engine

#include "word_weights_test.moc"
