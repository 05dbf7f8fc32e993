#include "telesoft/knowledge/word_query.h"

#include "support/test_case.h"

namespace {

using namespace telesoft::knowledge;
using Words = std::vector<std::string>;

class WordQueryTest : public QObject {
  Q_OBJECT
 private slots:
  void words_areSmallOnceAndWithoutStopWords();
  void words_ofStopWordsOnlyAreKept();
  void words_areBounded();
  void query_quotesWordsAndNeighbours();
  void query_ofSignsIsEmpty();
  void allWords_haveToStandThere();
};

void WordQueryTest::words_areSmallOnceAndWithoutStopWords() {
  QCOMPARE(queryWords("What is the Dose, the DOSE of co-trimoxazole?"),
           (Words{"dose", "co", "trimoxazole"}));
  QCOMPARE(queryWords("caf\xc3\xa9 \xff 5mg"), (Words{"caf\xc3\xa9", "5mg"}));
}

void WordQueryTest::words_ofStopWordsOnlyAreKept() {
  QCOMPARE(queryWords("what is it"), (Words{"what", "is", "it"}));
}

void WordQueryTest::words_areBounded() {
  std::string many;
  for (int i = 0; i < 500; ++i) {
    many += "w" + std::to_string(i) + " ";
  }
  QCOMPARE(queryWords(many).size(), size_t{64});
  QVERIFY(queryWords(std::string(65, 'a')).empty());
}

void WordQueryTest::query_quotesWordsAndNeighbours() {
  QCOMPARE(wordQuery("renal OR \"dose\""), std::string("\"renal\" OR \"dose\" OR \"renal dose\""));
  QCOMPARE(wordQuery("renal"), std::string("\"renal\""));
}

void WordQueryTest::query_ofSignsIsEmpty() {
  QCOMPARE(wordQuery("\"*^():-"), std::string());
}

void WordQueryTest::allWords_haveToStandThere() {
  QCOMPARE(allWordsQuery("metformin in type 2 diabetes"),
           std::string("\"metformin\" AND \"type\" AND \"2\" AND \"diabetes\""));
}

TELESOFT_TEST(WordQueryTest)

}  // namespace

#include "word_query_test.moc"
