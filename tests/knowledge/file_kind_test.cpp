#include "telesoft/knowledge/read/file_kind.h"

#include "support/test_case.h"

namespace {

using namespace telesoft;

class FileKindTest : public QObject {
  Q_OBJECT
 private slots:
  void kind_isToldByContent_data();
  void kind_isToldByContent();
  void kind_refusesByName();
};

void FileKindTest::kind_isToldByContent_data() {
  QTest::addColumn<QByteArray>("head");
  QTest::addColumn<QString>("kind");
  const auto row = [](const char* name, const QByteArray& head, const char* kind) {
    QTest::newRow(name) << head << kind;
  };
  row("pdf", "%PDF-1.7\n", "pdf");
  row("pdf behind a mail's head", "From: x\n\n%PDF-1.7\n", "pdf");
  row("html", "<!DOCTYPE html><p>a", "html");
  row("html after a mark", "\xef\xbb\xbf\n <HTML>", "html");
  row("a fragment", "<h1>A</h1>", "html");
  row("csv", "drug,dose\nA,1\nB,2\n", "csv");
  row("semicolons", "drug;dose;unit\nA;1;mg\n", "csv");
  row("quoted csv", "\"drug\",\"text\"\n\"A\",\"one, two\nthree\"\n", "csv");
  row("headings", "# Title\n\nText, with commas, in it.\n", "markdown");
  row("markdown table", "a | b\n--|--\n1 | 2\n", "markdown");
  row("front matter", "---\ntitle: A\n---\n\nText.\n", "markdown");
  row("links", "See [the policy](x.md).\n", "markdown");
  row("prose", "Give it twice, then stop.\nWait for an hour, or two.\n", "text");
  row("one line", "Only one line, with a comma", "text");
  row("number sign", "#5 of the list\n", "text");
  row("less than", "< 30 ml/min: half the dose\n", "text");
}

void FileKindTest::kind_isToldByContent() {
  QFETCH(QByteArray, head);
  QFETCH(QString, kind);
  const auto found = knowledge::fileKind(head.toStdString());
  QVERIFY(found.has_value());
  QCOMPARE(*found, kind.toStdString());
}

void FileKindTest::kind_refusesByName() {
  const auto found = knowledge::fileKind(std::string("\x1f\x8b\x08\0", 4));
  QVERIFY(!found);
  QCOMPARE(found.error().code, base::ErrorCode::Unsupported);
  QVERIFY(found.error().message.find("gzip") != std::string::npos);
}

TELESOFT_TEST(FileKindTest)

}  // namespace

#include "file_kind_test.moc"
