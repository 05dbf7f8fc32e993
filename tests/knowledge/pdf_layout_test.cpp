#include "telesoft/knowledge/read/pdf_layout.h"

#include "support/test_case.h"

namespace {

using namespace telesoft;
using namespace telesoft::knowledge;

/// A line of 11 points unless said otherwise, 14 below the one before.
PrintedLine line(const std::string& text, int page, int row, double size = 11) {
  const double top = 60 + 14.0 * row;
  return {text, 72, top, top + size, size, false, false, page};
}

PrintedWord word(const std::string& text, double left, double right, double top = 100) {
  return {text, left, right, top, top + 11, 11, false};
}

class PdfLayoutTest : public QObject {
  Q_OBJECT
 private slots:
  void lines_areMadeOfWordsAtOneHeight();
  void lines_showWideGapsAsColumns();
  void layout_dropsRunningTitlesAndPageNumbers();
  void layout_joinsWordsThatWereCut();
  void layout_makesATableOfRows();
  void layout_ranksHeadingsBySize();
  void layout_takesABoldLineAloneForAHeading();
  void layout_dropsATableOfContents();
};

void PdfLayoutTest::lines_areMadeOfWordsAtOneHeight() {
  const auto lines = printedLines({word("Give", 72, 95), word("500", 98, 115),
                                   word("mg.", 118, 130), word("Then", 72, 95, 114)},
                                  3);
  QCOMPARE(lines.size(), size_t{2});
  QCOMPARE(lines[0].text, std::string("Give 500 mg."));
  QCOMPARE(lines[0].page, 3);
  QVERIFY(!lines[0].columns);
}

void PdfLayoutTest::lines_showWideGapsAsColumns() {
  const auto lines = printedLines({word("Age", 72, 90), word("Dose", 200, 225)}, 1);
  QCOMPARE(lines[0].text, std::string("Age | Dose"));
  QVERIFY(lines[0].columns);
}

void PdfLayoutTest::layout_dropsRunningTitlesAndPageNumbers() {
  std::vector<PrintedLine> lines;
  for (int page = 1; page <= 4; ++page) {
    lines.push_back(line("Antibiotic policy 2026", page, 0));
    lines.push_back(
        line("The text of page " + std::string(1, static_cast<char>('a' + page)) + " is here.",
             page, 4));
    lines.push_back(line("Page " + std::to_string(page), page, 40));
  }
  const auto blocks = layoutBlocks(lines);
  for (const Block& block : blocks) {
    QVERIFY2(block.text.find("policy") == std::string::npos, block.text.c_str());
    QVERIFY2(block.text.find("Page") == std::string::npos, block.text.c_str());
  }
  QVERIFY(!blocks.empty());
}

void PdfLayoutTest::layout_joinsWordsThatWereCut() {
  const auto blocks =
      layoutBlocks({line("Check the creati-", 1, 0), line("nine clearance before a dose.", 1, 1)});
  QCOMPARE(blocks.size(), size_t{1});
  QCOMPARE(blocks[0].text, std::string("Check the creatinine clearance before a dose."));
}

void PdfLayoutTest::layout_makesATableOfRows() {
  auto head = line("Age | Dose", 1, 2), row = line("Child | 10 mg", 1, 3);
  head.columns = row.columns = true;
  const auto blocks = layoutBlocks({line("Table 1 Doses by age", 1, 0), head, row});
  QCOMPARE(blocks.size(), size_t{2});
  QCOMPARE(blocks[0].kind, Block::Kind::Caption);
  QCOMPARE(blocks[1].kind, Block::Kind::Table);
  QCOMPARE(blocks[1].text, std::string("Age | Dose\nChild | 10 mg"));
}

void PdfLayoutTest::layout_ranksHeadingsBySize() {
  const std::string body =
      "Most of the words of this document stand in this size, as one sees here.";
  const auto blocks =
      layoutBlocks({line("Guideline", 1, 0, 24), line(body, 1, 3), line("Dosing", 1, 6, 16),
                    line(body, 1, 9), line("A sentence in large type, which ends.", 1, 12, 16)});
  QCOMPARE(blocks[0].level, 1);
  QCOMPARE(blocks[2].text, std::string("Dosing"));
  QCOMPARE(blocks[2].level, 2);
  QCOMPARE(blocks[4].kind, Block::Kind::Paragraph);
}

void PdfLayoutTest::layout_takesABoldLineAloneForAHeading() {
  auto bold = line("Renal impairment", 1, 3);
  bold.bold = true;
  const auto blocks = layoutBlocks({line("Words of the body before it.", 1, 0), bold,
                                    line("Words of the body behind it.", 1, 4)});
  QCOMPARE(blocks.size(), size_t{3});
  QCOMPARE(blocks[1].kind, Block::Kind::Heading);
}

void PdfLayoutTest::layout_dropsATableOfContents() {
  const auto blocks = layoutBlocks(
      {line("1 Dosing . . . . . . . . . . 12", 1, 0), line("Give it twice a day.", 1, 3)});
  QCOMPARE(blocks.size(), size_t{1});
}

TELESOFT_TEST(PdfLayoutTest)

}  // namespace

#include "pdf_layout_test.moc"
