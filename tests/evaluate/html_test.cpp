#include "telesoft/evaluate/report/html.h"

#include "support/test_case.h"

namespace {

using namespace telesoft::evaluate;

class HtmlTest : public QObject {
  Q_OBJECT
 private slots:
  void text_standsForItself();
  void table_hasHeadAndRows();
  void section_escapesItsWords();
  void style_hasLightDarkAndPrint();
};

void HtmlTest::text_standsForItself() {
  QCOMPARE(escapeHtml("<b a=\"1\" c='2'>&</b>"),
           std::string("&lt;b a=&quot;1&quot; c=&#39;2&#39;&gt;&amp;&lt;/b&gt;"));
  QCOMPARE(escapeHtml("Ödem\n\x01"), std::string("Ödem\n"));
}

void HtmlTest::table_hasHeadAndRows() {
  const std::string table = renderTable({{"a", "b"}, {{"x", "1"}, {"y", "2"}}});
  QVERIFY(table.find("<th scope=\"row\">y</th><td>2</td>") != std::string::npos);
  QVERIFY(table.find("<th scope=\"col\">b</th>") != std::string::npos);
}

void HtmlTest::section_escapesItsWords() {
  const std::string text = section("A & B", "<i>", "<p>body</p>");
  QVERIFY(text.find("<h2>A &amp; B</h2>") != std::string::npos);
  QVERIFY(text.find("&lt;i&gt;") != std::string::npos);
  QVERIFY(text.find("<p>body</p>") != std::string::npos);
}

void HtmlTest::style_hasLightDarkAndPrint() {
  QVERIFY(styleSheet().find("prefers-color-scheme: dark") != std::string_view::npos);
  QVERIFY(styleSheet().find("@media print") != std::string_view::npos);
  QVERIFY(styleSheet().find("url(") == std::string_view::npos);
  QVERIFY(styleSheet().find("@import") == std::string_view::npos);
}

TELESOFT_TEST(HtmlTest)

}  // namespace

#include "html_test.moc"
