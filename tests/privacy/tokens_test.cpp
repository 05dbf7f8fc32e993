#include "telesoft/privacy/detect/tokens.h"

#include "support/test_case.h"

namespace {

using namespace telesoft::privacy;

class TokensTest : public QObject {
  Q_OBJECT
 private slots:
  void words_haveTheirForm();
  void sentences_startWhereTheyDo();
  void lowerWord_knowsForeignLetters();
};

void TokensTest::words_haveTheirForm() {
  const std::string text = "O'Brien's Tay-Sachs McDonald USA J. \xC3\x85sa";
  const auto words = wordsOf(text);
  QCOMPARE(words.size(), size_t(7));
  QCOMPARE(text.substr(words[0].begin, words[0].size()), std::string("O'Brien"));
  QVERIFY(words[0].possessive);
  QCOMPARE(text.substr(words[2].begin, words[2].size()), std::string("Sachs"));
  QCOMPARE(int(words[3].kind), int(WordCase::Capital));
  QCOMPARE(int(words[4].kind), int(WordCase::Upper));
  QVERIFY(words[5].initial);
  QCOMPARE(text.substr(words[6].begin, words[6].size()), std::string("\xC3\x85sa"));
  QVERIFY(words[6].capital());
}

void TokensTest::sentences_startWhereTheyDo() {
  const auto words = wordsOf("Dr. Smith came. He left:\nnow");
  QCOMPARE(words.size(), size_t(6));
  const bool expected[] = {true, false, false, true, false, true};
  for (size_t i = 0; i < words.size(); ++i) {
    QCOMPARE(words[i].starts, expected[i]);
  }
}

void TokensTest::lowerWord_knowsForeignLetters() {
  QCOMPARE(lowerWord("\xC3\x85SA \xCE\xA9"), std::string("\xC3\xA5sa \xCF\x89"));
}

}  // namespace

TELESOFT_TEST(TokensTest)
#include "tokens_test.moc"
