#include "telesoft/knowledge/read/plain_text.h"

#include "support/test_case.h"

namespace {

using namespace telesoft::knowledge;
using Kind = Block::Kind;

class PlainTextTest : public QObject {
  Q_OBJECT
 private slots:
  void oneLine_joinsSpacesAndDropsControls();
  void prose_knowsCaptions();
  void text_isCutAtEmptyLines();
  void text_findsHeadings_data();
  void text_findsHeadings();
};

void PlainTextTest::oneLine_joinsSpacesAndDropsControls() {
  QCOMPARE(oneLine("  a\t\n b\xc2\xa0 c\x01\x02 "), std::string("a b c"));
  QCOMPARE(oneLine("im\xc2\xadpair"), std::string("impair"));  // a soft hyphen
  QCOMPARE(oneLine("a\xe2\x80\x8b"
                   "b"),
           std::string("ab"));  // a space of no width
  QCOMPARE(oneLine("a\xff"
                   "b"),
           std::string("a\xef\xbf\xbd"
                       "b"));  // what is no UTF-8
}

void PlainTextTest::prose_knowsCaptions() {
  QCOMPARE(proseBlock("Table 3. Doses by age").kind, Kind::Caption);
  QCOMPARE(proseBlock("Figure 1 Algorithm").kind, Kind::Caption);
  QCOMPARE(proseBlock("Table salt is sodium chloride").kind, Kind::Paragraph);
}

void PlainTextTest::text_isCutAtEmptyLines() {
  const ReadDocument document = readPlainText("one\ntwo\r\n\r\n  \n\nthree");
  QCOMPARE(document.blocks.size(), size_t{2});
  QCOMPARE(document.blocks[0].text, std::string("one two"));
  QCOMPARE(document.blocks[1].text, std::string("three"));
  QVERIFY(readPlainText("").blocks.empty());
}

void PlainTextTest::text_findsHeadings_data() {
  QTest::addColumn<QString>("line");
  QTest::addColumn<int>("level");
  QTest::newRow("capitals") << "DOSING IN CHILDREN" << 1;
  QTest::newRow("number") << "2 Dosing" << 1;
  QTest::newRow("depth") << "2.3.1 Renal impairment" << 3;
  QTest::newRow("sentence") << "Give it twice." << 0;
  QTest::newRow("capital sentence") << "GIVE IT TWICE." << 0;
  QTest::newRow("dose") << "500 mg twice" << 0;
  QTest::newRow("letters too few") << "5 MG" << 0;
}

void PlainTextTest::text_findsHeadings() {
  QFETCH(QString, line);
  QFETCH(int, level);
  const ReadDocument document = readPlainText(line.toStdString() + "\n\nText of it.\n");
  QCOMPARE(document.blocks[0].level, level);
  QCOMPARE(document.blocks[0].kind == Kind::Heading, level > 0);
}

TELESOFT_TEST(PlainTextTest)

}  // namespace

#include "plain_text_test.moc"
