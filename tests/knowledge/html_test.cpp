#include "telesoft/knowledge/read/html.h"

#include "support/must.h"
#include "support/test_case.h"

namespace {

using namespace telesoft;
using namespace telesoft::tests;
using knowledge::Block;
using knowledge::ReadDocument;

std::string allText(const ReadDocument& document) {
  std::string out;
  for (const Block& block : document.blocks) {
    out += block.text + "\n";
  }
  return out;
}

class HtmlTest : public QObject {
  Q_OBJECT
 private slots:
  void html_givesHeadingsParagraphsAndTables();
  void html_dropsWhatIsNotShown_data();
  void html_dropsWhatIsNotShown();
  void html_readsBrokenPages_data();
  void html_readsBrokenPages();
  void html_readsEncodings_data();
  void html_readsEncodings();
  void html_refuses_data();
  void html_refuses();
};

void HtmlTest::html_givesHeadingsParagraphsAndTables() {
  const ReadDocument document = must(knowledge::readHtml(
      "<!DOCTYPE html><html><head><title>Renal &amp; dosing</title></head><body>"
      "<h1>Gentamicin</h1><p>Give <b>5 mg/kg</b>\n once daily.</p><ul><li>one</li><li>two</li></ul>"
      "<table><caption>Table 2 Doses</caption><thead><tr><th>CrCl</th><th>Dose</th></tr></thead>"
      "<tr><td>&lt; 30</td><td>3 mg/kg</td></tr></table></body></html>"));
  QCOMPARE(document.title, std::string("Renal & dosing"));
  QCOMPARE(document.blocks.size(), size_t{6});
  QCOMPARE(document.blocks[0].kind, Block::Kind::Heading);
  QCOMPARE(document.blocks[1].text, std::string("Give 5 mg/kg once daily."));
  QCOMPARE(document.blocks[4].kind, Block::Kind::Caption);
  QCOMPARE(document.blocks[5].text, std::string("CrCl | Dose\n< 30 | 3 mg/kg"));
}

void HtmlTest::html_dropsWhatIsNotShown_data() {
  QTest::addColumn<QByteArray>("page");
  QTest::newRow("script") << QByteArray("<script>document.write('unseen')</script>");
  QTest::newRow("script never closed") << QByteArray("<script>unseen");
  QTest::newRow("style") << QByteArray("<style>p { content: 'unseen' }</style>");
  QTest::newRow("comment") << QByteArray("<!-- unseen -->");
  QTest::newRow("hidden") << QByteArray("<p hidden>unseen</p>");
  QTest::newRow("display none") << QByteArray("<p style='color: red; DISPLAY : none'>unseen</p>");
  QTest::newRow("aria") << QByteArray("<p aria-hidden=true>unseen</p>");
  QTest::newRow("template") << QByteArray("<template><p>unseen</p></template>");
  QTest::newRow("attribute") << QByteArray("<p title=unseen onclick='unseen()'></p>");
  QTest::newRow("iframe") << QByteArray("<iframe src='http://127.0.0.1:9/'>unseen</iframe>");
  QTest::newRow("external entity")
      << QByteArray("<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/hostname'>]><p>&e;</p>");
}

void HtmlTest::html_dropsWhatIsNotShown() {
  QFETCH(QByteArray, page);
  const auto text = allText(must(knowledge::readHtml("<p>seen</p>" + page.toStdString())));
  QVERIFY(text.find("seen") == 0);
  QVERIFY2(text.find("unseen") == std::string::npos, text.c_str());
}

void HtmlTest::html_readsBrokenPages_data() {
  QTest::addColumn<QByteArray>("page");
  QTest::newRow("nothing closed") << QByteArray("<html><body><p>dose");
  QTest::newRow("cut in a tag") << QByteArray("<p>dose</p><p cla");
  QTest::newRow("wrong order") << QByteArray("<b><i><p>dose</b></i>");
  QTest::newRow("endless attribute")
      << QByteArray("<p class='") + QByteArray(300000, 'x') + "'>dose";
}

void HtmlTest::html_readsBrokenPages() {
  QFETCH(QByteArray, page);
  const auto document = knowledge::readHtml(page.toStdString());
  QVERIFY(document.has_value());
  QVERIFY(allText(*document).find("dose") != std::string::npos);
}

void HtmlTest::html_readsEncodings_data() {
  QTest::addColumn<QByteArray>("page");
  QTest::addColumn<bool>("warned");
  QTest::newRow("UTF-8") << QByteArray("<p>caf\xc3\xa9</p>") << false;
  QTest::newRow("UTF-8 that claims to be another")
      << QByteArray("<meta charset=iso-8859-1><p>caf\xc3\xa9</p>") << false;
  QTest::newRow("declared") << QByteArray("<meta charset=\"iso-8859-1\"><p>caf\xe9</p>") << false;
  QTest::newRow("not declared") << QByteArray("<p>caf\xe9</p>") << true;
  QTest::newRow("claims UTF-8") << QByteArray("<meta charset=utf-8><p>caf\xe9</p>") << true;
  QTest::newRow("unknown name") << QByteArray("<meta charset=klingon><p>caf\xe9</p>") << true;
  const std::u16string wide = u"\xfeff<p>caf\xe9</p>";
  QTest::newRow("UTF-16") << QByteArray(reinterpret_cast<const char*>(wide.data()),
                                        static_cast<qsizetype>(wide.size() * 2))
                          << false;
}

void HtmlTest::html_readsEncodings() {
  QFETCH(QByteArray, page);
  QFETCH(bool, warned);
  const ReadDocument document = must(knowledge::readHtml(page.toStdString()));
  QCOMPARE(allText(document), std::string("caf\xc3\xa9\n"));
  QCOMPARE(!document.warnings.empty(), warned);
}

void HtmlTest::html_refuses_data() {
  QTest::addColumn<QByteArray>("page");
  QTest::addColumn<QString>("says");
  QTest::newRow("empty") << QByteArray() << "no text";
  QTest::newRow("script only") << QByteArray("<script>1</script>") << "no text";
  QTest::newRow("NUL") << QByteArray("<p>a\0b</p>", 10) << "NUL";
  QTest::newRow("too deep") << QByteArray("<div>").repeated(100000) + "x"
                            << "nested";
  QTest::newRow("too deep in a table") << QByteArray("<table><tr><td>").repeated(300) + "x"
                                       << "nested";
}

void HtmlTest::html_refuses() {
  QFETCH(QByteArray, page);
  QFETCH(QString, says);
  const auto document = knowledge::readHtml(page.toStdString());
  QVERIFY(!document);
  QCOMPARE(document.error().code, base::ErrorCode::InvalidInput);
  QVERIFY2(document.error().message.find(says.toStdString()) != std::string::npos,
           document.error().message.c_str());
}

TELESOFT_TEST(HtmlTest)

}  // namespace

#include "html_test.moc"
