#include "telesoft/knowledge/passages.h"

#include "telesoft/base/text.h"

#include "knowledge/knowledge_fixture.h"

namespace {

using namespace telesoft;
using namespace telesoft::tests;
using knowledge::Block;
using knowledge::cutPassages;
using protocol::Passage;
using Kind = knowledge::Block::Kind;

std::string words(int count, const std::string& word = "word") {
  std::string out;
  for (int i = 0; i < count; ++i) {
    out += (i > 0 ? " " : "") + word + std::to_string(i);
  }
  return out;
}

int countOf(const std::string& text) {
  return static_cast<int>(std::count(text.begin(), text.end(), ' ') +
                          std::count(text.begin(), text.end(), '\n')) +
         1;
}

class PassagesTest : public QObject {
  Q_OBJECT
 private slots:
  void cut_keepsTheHeadingPath();
  void cut_joinsParagraphsUpToTheirSize();
  void cut_losesNoWordAndDoublesNone();
  void cut_endsAtSentences();
  void cut_keepsATableWithItsCaption();
  void cut_repeatsATablesHeadWhereItIsCut();
  void cut_takesTheLineBeforeATable();
  void cut_cutsTextWithoutSpacesBetweenCharacters();
  void cut_notesThePage();
  void cut_ofNothingIsNothing();
  void passagesOf_givesDocumentsInTheirOrder();
  void passagesOf_refusesWhatIsNotThere();
};

void PassagesTest::cut_keepsTheHeadingPath() {
  const auto passages = cutPassages({{Kind::Heading, 1, 0, "Dosing"},
                                     {Kind::Paragraph, 0, 0, "Twice a day."},
                                     {Kind::Heading, 3, 0, "Renal impairment"},
                                     {Kind::Paragraph, 0, 0, "Once a day."},
                                     {Kind::Heading, 2, 0, "Children"},
                                     {Kind::Paragraph, 0, 0, "By weight."},
                                     {Kind::Heading, 1, 0, "Harms"},
                                     {Kind::Paragraph, 0, 0, "Rash."}});
  QCOMPARE(passages.size(), size_t{4});
  QCOMPARE(passages[0].heading, std::string("Dosing"));
  QCOMPARE(passages[1].heading, std::string("Dosing > Renal impairment"));
  QCOMPARE(passages[2].heading, std::string("Dosing > Children"));
  QCOMPARE(passages[3].heading, std::string("Harms"));
  QCOMPARE(passages[3].number, 4);
}

void PassagesTest::cut_joinsParagraphsUpToTheirSize() {
  const std::vector<Block> blocks(6, {Kind::Paragraph, 0, 0, words(50)});
  const auto passages = cutPassages(blocks);
  QCOMPARE(passages.size(), size_t{3});
  for (const Passage& passage : passages) {
    QCOMPARE(countOf(passage.text), 100);
  }
}

void PassagesTest::cut_losesNoWordAndDoublesNone() {
  std::vector<Block> blocks;
  std::string all;
  for (int i = 0; i < 40; ++i) {
    blocks.push_back(
        {Kind::Paragraph, 0, 0, words(i * 37 % 500 + 1, "p" + std::to_string(i) + "w")});
    all += blocks.back().text + " ";
  }
  std::string back;
  for (const Passage& passage : cutPassages(blocks)) {
    QVERIFY(countOf(passage.text) <= 220);
    back += passage.text + " ";
  }
  std::replace(back.begin(), back.end(), '\n', ' ');
  QCOMPARE(back, all);
}

void PassagesTest::cut_endsAtSentences() {
  std::string text;
  for (int i = 0; i < 40; ++i) {
    text += words(9) + " end. ";
  }
  const auto passages = cutPassages({{Kind::Paragraph, 0, 0, text}});
  QVERIFY(passages.size() >= 2);
  for (const Passage& passage : passages) {
    QVERIFY(passage.text.substr(passage.text.size() - 4) == "end.");
  }
}

void PassagesTest::cut_keepsATableWithItsCaption() {
  const auto passages = cutPassages({{Kind::Paragraph, 0, 0, "Before it."},
                                     {Kind::Caption, 0, 0, "Table 1 Doses"},
                                     {Kind::Table, 0, 0, "age | dose\nchild | 5 mg"},
                                     {Kind::Paragraph, 0, 0, "After it."}});
  QCOMPARE(passages.size(), size_t{3});
  QCOMPARE(passages[1].text, std::string("Table 1 Doses\nage | dose\nchild | 5 mg"));
}

void PassagesTest::cut_repeatsATablesHeadWhereItIsCut() {
  std::string rows = "age | dose";
  for (int i = 0; i < 100; ++i) {
    rows += "\n" + std::to_string(i) + " | " + words(4);
  }
  const auto passages =
      cutPassages({{Kind::Caption, 0, 0, "Table 1 Doses"}, {Kind::Table, 0, 0, rows}});
  QVERIFY(passages.size() > 2);
  for (const Passage& passage : passages) {
    QVERIFY(passage.text.rfind("Table 1 Doses\nage | dose\n", 0) == 0 ||
            &passage == &passages.front());
    QVERIFY(countOf(passage.text) <= 235);
  }
}

void PassagesTest::cut_takesTheLineBeforeATable() {
  const auto passages = cutPassages({{Kind::Paragraph, 0, 0, "Some text."},
                                     {Kind::Paragraph, 0, 0, "Doses by age:"},
                                     {Kind::Table, 0, 0, "a | b\n1 | 2"}});
  QCOMPARE(passages.size(), size_t{2});
  QCOMPARE(passages[1].text, std::string("Doses by age:\na | b\n1 | 2"));
}

void PassagesTest::cut_cutsTextWithoutSpacesBetweenCharacters() {
  std::string text;
  for (int i = 0; i < 9000; ++i) {
    text += "\xc3\xa4";
  }
  std::string back;
  for (const Passage& passage : cutPassages({{Kind::Paragraph, 0, 0, text}})) {
    QVERIFY(passage.text.size() <= 4000);
    QVERIFY(base::isUtf8(passage.text));
    back += passage.text;
  }
  QCOMPARE(back, text);
}

void PassagesTest::cut_notesThePage() {
  const auto passages = cutPassages({{Kind::Paragraph, 0, 4, words(90)},
                                     {Kind::Paragraph, 0, 5, words(90)},
                                     {Kind::Table, 0, 7, "a | b\n1 | 2"}});
  QCOMPARE(passages[0].page, 4);
  QCOMPARE(passages[1].page, 5);
  QCOMPARE(passages[2].page, 7);
}

void PassagesTest::cut_ofNothingIsNothing() {
  QVERIFY(cutPassages({}).empty());
  QVERIFY(cutPassages({{Kind::Heading, 1, 0, "Alone"}, {Kind::Paragraph, 0, 0, "  "}}).empty());
}

void PassagesTest::passagesOf_givesDocumentsInTheirOrder() {
  KnowledgeFixture base;
  base.addText("kd_a", "# One\n\nFirst.\n\n# Two\n\nSecond.\n");
  base.addText("kd_b", "Third.\n");
  const auto all = must(base.read([](const store::Snapshot& snapshot) {
    return knowledge::passagesOf(snapshot, {"kd_b", "kd_a"});
  }));
  QCOMPARE(all.size(), size_t{3});
  QCOMPARE(all[0].id, std::string("kd_b-1"));
  QCOMPARE(all[2].id, std::string("kd_a-2"));
  QCOMPARE(all[2].text, std::string("Second."));
}

void PassagesTest::passagesOf_refusesWhatIsNotThere() {
  KnowledgeFixture base;
  protocol::KnowledgeDocument document;
  document.id = "kd_half";
  document.state = "importing";
  base.add(document, base.write("half.txt", "Half.\n"));
  const auto ask = [&](const std::string& id) {
    return base
        .read(
            [&](const store::Snapshot& snapshot) { return knowledge::passagesOf(snapshot, {id}); })
        .error()
        .code;
  };
  QCOMPARE(ask("kd_none"), base::ErrorCode::NotFound);
  QCOMPARE(ask("kd_half"), base::ErrorCode::Conflict);
}

TELESOFT_TEST(PassagesTest)

}  // namespace

#include "passages_test.moc"
