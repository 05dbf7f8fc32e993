#include "telesoft/knowledge/read/markdown.h"

#include "support/test_case.h"

namespace {

using namespace telesoft::knowledge;
using Kind = Block::Kind;

class MarkdownTest : public QObject {
  Q_OBJECT
 private slots:
  void markdown_findsHeadings_data();
  void markdown_findsHeadings();
  void markdown_takesMarksOff_data();
  void markdown_takesMarksOff();
  void markdown_givesParagraphsListsAndTables();
  void markdown_readsFrontMatter();
  void markdown_survivesAnything_data();
  void markdown_survivesAnything();
};

void MarkdownTest::markdown_findsHeadings_data() {
  QTest::addColumn<QByteArray>("text");
  QTest::addColumn<int>("level");
  QTest::newRow("one") << QByteArray("# Title\n") << 1;
  QTest::newRow("closed") << QByteArray("### Title ###\n") << 3;
  QTest::newRow("marks in it") << QByteArray("## **Title**\n") << 2;
  QTest::newRow("underlined twice") << QByteArray("Title\n=====\n") << 1;
  QTest::newRow("underlined") << QByteArray("Title\n---\n") << 2;
  QTest::newRow("Windows line ends") << QByteArray("# Title\r\n") << 1;
  QTest::newRow("seven") << QByteArray("####### Title\n") << 0;
  QTest::newRow("no space") << QByteArray("#Title\n") << 0;
}

void MarkdownTest::markdown_findsHeadings() {
  QFETCH(QByteArray, text);
  QFETCH(int, level);
  const ReadDocument document = readMarkdown(text.toStdString());
  QCOMPARE(document.blocks.size(), size_t{1});
  QCOMPARE(document.blocks[0].level, level);
  if (level > 0) {
    QCOMPARE(document.blocks[0].text, std::string("Title"));
    QCOMPARE(document.title, std::string("Title"));
  }
}

void MarkdownTest::markdown_takesMarksOff_data() {
  QTest::addColumn<QByteArray>("text");
  QTest::addColumn<QByteArray>("plain");
  const auto row = [](const char* text, const char* plain) {
    QTest::newRow(text) << QByteArray(text) << QByteArray(plain);
  };
  row("give **500 mg** `now`", "give 500 mg now");
  row("see [the *policy*](http://x/y) at once", "see the *policy* at once");
  row("![a chart](x.png) shows", "a chart shows");
  row("5 * 3 and a_b_c", "5 * 3 and a_b_c");
  row("under \\*no\\* circumstances", "under *no* circumstances");
  row("a <b>tag</b> goes", "a tag goes");
  row("CrCl < 30 and > 10", "CrCl < 30 and > 10");
  row("seen<!-- unseen -->", "seen");
  row("[not a link] (x)", "[not a link] (x)");
  row("> quoted\n> twice", "quoted twice");
}

void MarkdownTest::markdown_takesMarksOff() {
  QFETCH(QByteArray, text);
  QFETCH(QByteArray, plain);
  const ReadDocument document = readMarkdown(text.toStdString());
  QCOMPARE(document.blocks.size(), size_t{1});
  QCOMPARE(document.blocks[0].text, plain.toStdString());
}

void MarkdownTest::markdown_givesParagraphsListsAndTables() {
  const ReadDocument document = readMarkdown(
      "One\nparagraph.\n\n- first\n- second\n  goes on\n\n1. third\n\n***\n\n| a | b |\n|:--|--:|\n"
      "| 1 | **2** |\n\n```\ncode # no heading\n```\nafter\n");
  QCOMPARE(document.blocks.size(), size_t{7});
  QCOMPARE(document.blocks[0].text, std::string("One paragraph."));
  QCOMPARE(document.blocks[2].text, std::string("- second goes on"));
  QCOMPARE(document.blocks[4].kind, Kind::Table);
  QCOMPARE(document.blocks[4].text, std::string("a | b\n1 | 2"));
  QCOMPARE(document.blocks[5].text, std::string("code # no heading"));
  QCOMPARE(document.blocks[6].text, std::string("after"));
}

void MarkdownTest::markdown_readsFrontMatter() {
  const ReadDocument document = readMarkdown("---\ntitle: \"Sepsis\"\ndate: x\n---\n# Other\n");
  QCOMPARE(document.title, std::string("Sepsis"));
  QCOMPARE(document.blocks.size(), size_t{1});
  QCOMPARE(readMarkdown("---\ntitle: never closed\n").title, std::string());
}

void MarkdownTest::markdown_survivesAnything_data() {
  QTest::addColumn<QByteArray>("text");
  QTest::newRow("nothing") << QByteArray();
  QTest::newRow("open fence") << QByteArray("```\ncode");
  QTest::newRow("open comment") << QByteArray("a <!-- b");
  QTest::newRow("brackets") << QByteArray("[").repeated(20000);
  QTest::newRow("brackets and links") << QByteArray("[a](").repeated(5000);
  QTest::newRow("quotes") << QByteArray(">").repeated(20000);
  QTest::newRow("table at the end") << QByteArray("a|b\n-|-");
}

void MarkdownTest::markdown_survivesAnything() {
  QFETCH(QByteArray, text);
  const ReadDocument document = readMarkdown(text.toStdString());
  QVERIFY(document.blocks.size() <= 2);
}

TELESOFT_TEST(MarkdownTest)

}  // namespace

#include "markdown_test.moc"
