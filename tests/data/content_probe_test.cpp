#include "telesoft/data/read/content_probe.h"

#include "data/data_support.h"
#include "support/test_case.h"

namespace {

using namespace telesoft;
using namespace telesoft::tests;

class ContentProbeTest : public QObject {
  Q_OBJECT
 private slots:
  void foreignFormats_areNamed_data();
  void foreignFormats_areNamed();
  void jsonLines_areToldFromCsv_data();
  void jsonLines_areToldFromCsv();
};

void ContentProbeTest::foreignFormats_areNamed_data() {
  QTest::addColumn<QByteArray>("head");
  QTest::addColumn<QString>("name");
  QTest::newRow("gzip") << QByteArray("\x1f\x8b\x08\x00", 4) << "a gzip archive";
  QTest::newRow("xlsx") << QByteArray("PK\x03\x04...[Content_Types].xml...xl/workbook.xml")
                        << "an Excel workbook (xlsx)";
  QTest::newRow("docx") << QByteArray("PK\x03\x04...word/document.xml") << "a Word document (docx)";
  QTest::newRow("zip") << QByteArray("PK\x03\x04...notes.csv") << "a zip archive";
  QTest::newRow("xls") << QByteArray("\xd0\xcf\x11\xe0\xa1\xb1") << "an old Excel or Word document";
  QTest::newRow("pdf") << QByteArray("%PDF-1.7\n") << "a PDF document";
  QTest::newRow("parquet") << QByteArray("PAR1\x15\x04") << "a Parquet file";
  QTest::newRow("dicom") << QByteArray(128, '\0') + "DICM"
                         << "a DICOM file";
  QTest::newRow("web page") << QByteArray("\n<!DOCTYPE html><html>") << "a web page";
  QTest::newRow("xml") << QByteArray("\xEF\xBB\xBF<?xml version=\"1.0\"?>") << "an XML document";
  QTest::newRow("json array") << QByteArray("[\n {\"a\": 1}]") << "one JSON array";
  QTest::newRow("pretty json") << QByteArray("{\n  \"a\": 1,\n  \"b\": 2\n}\n")
                               << "a JSON document over several lines";
  QTest::newRow("binary") << QByteArray("ab\0cd\0\0\0ef", 10) << "a binary file, not text";
  QTest::newRow("csv") << QByteArray("a,b\n1,2\n") << "";
  QTest::newRow("json lines") << QByteArray("{\"a\": 1}\n{\"a\": 2}\n") << "";
  QTest::newRow("utf-16") << QByteArray(
                                 "\xFF\xFE"
                                 "a\0,\0b\0",
                                 8)
                          << "";
  QTest::newRow("a list in brackets") << QByteArray("[group],b\n1,2\n") << "";
}

void ContentProbeTest::foreignFormats_areNamed() {
  QFETCH(QByteArray, head);
  QFETCH(QString, name);
  const auto found = data::foreignFormat(viewOf(head));
  QCOMPARE(found ? shown(found->name) : QString(), name);
  QVERIFY(!found || !found->hint.empty());
}

void ContentProbeTest::jsonLines_areToldFromCsv_data() {
  QTest::addColumn<QByteArray>("text");
  QTest::addColumn<bool>("json");
  QTest::newRow("objects") << QByteArray("{\"a\": 1}\n{\"a\": 2}\n") << true;
  QTest::newRow("one object, no newline") << QByteArray("{\"a\": 1}") << true;
  QTest::newRow("broken first line is still meant as JSON")
      << QByteArray("{\"a\": 1\n{\"a\": 2}\n") << true;
  QTest::newRow("csv") << QByteArray("a,b\n1,2\n") << false;
  QTest::newRow("braces in csv") << QByteArray("{a},b\n1,2\n") << false;
}

void ContentProbeTest::jsonLines_areToldFromCsv() {
  QFETCH(QByteArray, text);
  QFETCH(bool, json);
  QCOMPARE(data::looksLikeJsonLines(viewOf(text)), json);
}

TELESOFT_TEST(ContentProbeTest)

}  // namespace

#include "content_probe_test.moc"
