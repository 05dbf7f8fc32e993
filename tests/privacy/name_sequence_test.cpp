#include "telesoft/privacy/detect/name_sequence.h"

#include "support/temp_folder.h"
#include "support/test_case.h"

namespace {

using namespace telesoft;
using namespace telesoft::privacy;

class NameSequenceTest : public QObject {
  Q_OBJECT
 private slots:
  void after_goesAsFarAsTheName_data();
  void after_goesAsFarAsTheName();
  void before_goesBackToTheFirstWord();
  void eponym_needsItsHead();
};

struct Read {
  explicit Read(std::string line) : text(std::move(line)) {
    static const auto lexicon = Lexicon::open(tests::sourceFolder() / "resources/names");
    words = wordsOf(text);
    lexicon->classify(text, words);
  }
  [[nodiscard]] std::string slice(size_t from, size_t to) const {
    return from >= to ? "" : text.substr(words[from].begin, words[to - 1].end - words[from].begin);
  }
  std::string text;
  std::vector<Word> words;
};

void NameSequenceTest::after_goesAsFarAsTheName_data() {
  QTest::addColumn<int>("trust");
  QTest::addColumn<QString>("text");
  QTest::addColumn<QString>("name");
  const int title = int(NameTrust::Title), strong = int(NameTrust::Strong),
            weak = int(NameTrust::Weak);
  QTest::newRow("plain") << title << "Karen Whitfield agreed"
                         << "Karen Whitfield";
  QTest::newRow("initials") << title << "J. R. Smith agreed"
                            << "J. R. Smith";
  QTest::newRow("particle") << title << "Maria van der Berg came"
                            << "Maria van der Berg";
  QTest::newRow("hyphen") << title << "Anna Smith-Jones came"
                          << "Anna Smith-Jones";
  QTest::newRow("stops at a label") << strong << "John Smith Age: 45"
                                    << "John Smith";
  QTest::newRow("last, first") << strong << "Smith, John M, aged"
                               << "Smith, John M";
  QTest::newRow("ordinary word") << strong << "Denies chest pain"
                                 << "";
  QTest::newRow("a name that is a word") << strong << "Young female"
                                         << "";
  QTest::newRow("weak, known") << weak << "Melissa today"
                               << "Melissa";
  QTest::newRow("weak, ordinary") << weak << "Nursing staff"
                                  << "";
}

void NameSequenceTest::after_goesAsFarAsTheName() {
  QFETCH(int, trust);
  QFETCH(QString, text);
  QFETCH(QString, name);
  const Read read(text.toStdString());
  const NameSequence names(read.text, read.words);
  QCOMPARE(QString::fromStdString(read.slice(0, names.after(0, NameTrust(trust)))), name);
}

void NameSequenceTest::before_goesBackToTheFirstWord() {
  const Read read("It was Roger C Kelly, MD");
  const NameSequence names(read.text, read.words);
  QCOMPARE(read.slice(names.before(4), 5), std::string("Roger C Kelly"));
}

void NameSequenceTest::eponym_needsItsHead() {
  const auto first = [](const char* text) {
    const Read read(text);
    return NameSequence(read.text, read.words).isEponymAt(0);
  };
  QVERIFY(first("Parkinson's disease"));
  QVERIFY(first("Becker muscular dystrophy"));
  QVERIFY(first("Tay-Sachs disease"));
  QVERIFY(!first("Parkinson came today"));
  QVERIFY(!first("Melissa's disease"));
}

}  // namespace

TELESOFT_TEST(NameSequenceTest)
#include "name_sequence_test.moc"
