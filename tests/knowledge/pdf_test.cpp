#include "telesoft/knowledge/read/pdf.h"

#include "knowledge/small_pdf.h"
#include "support/must.h"
#include "support/test_case.h"

namespace {

using namespace telesoft;
using namespace telesoft::tests;
using knowledge::Block;
using knowledge::ReadDocument;

class PdfTest : public QObject {
  Q_OBJECT
 private slots:
  void pdf_givesHeadingsParagraphsAndPages();
  void pdf_refusesWhatItCannotRead_data();
  void pdf_refusesWhatItCannotRead();
  void pdf_withoutTextSaysThatItIsAScan();
  void pdf_ofTooManyPagesIsRefused();
};

void PdfTest::pdf_givesHeadingsParagraphsAndPages() {
  const ReadDocument document = must(knowledge::readPdf(pdfOfPages(
      {{{"Vancomycin", 20},
        {"Loading dose", 15, 30},
        {"Give 25 mg per kg of actual body weight over two", 11, 20},
        {"hours as a loading dose in sepsis."}},
       {{"Renal impairment", 15}, {"Lengthen the interval and take a trough level.", 11, 20}}})));
  QCOMPARE(document.blocks.size(), size_t{5});
  QCOMPARE(document.blocks[0].text, std::string("Vancomycin"));
  QCOMPARE(document.blocks[0].level, 1);
  QCOMPARE(document.blocks[1].level, 2);
  QCOMPARE(
      document.blocks[2].text,
      std::string("Give 25 mg per kg of actual body weight over two hours as a loading dose in "
                  "sepsis."));
  QCOMPARE(document.blocks[2].page, 1);
  QCOMPARE(document.blocks[3].kind, Block::Kind::Heading);
  QCOMPARE(document.blocks[4].page, 2);
}

void PdfTest::pdf_refusesWhatItCannotRead_data() {
  QTest::addColumn<QByteArray>("bytes");
  QTest::addColumn<QString>("says");
  const std::string whole = pdfOfPages({{{"Some text stands here"}}});
  QTest::newRow("empty") << QByteArray() << "damaged";
  QTest::newRow("only its mark") << QByteArray("%PDF-1.7\n") << "damaged";
  QTest::newRow("noise") << QByteArray("%PDF-1.7\n") + QByteArray(5000, '\x9c') << "damaged";
  QTest::newRow("an endless count of objects")
      << QByteArray(
             "%PDF-1.4\nxref\n0 4294967295\ntrailer << /Size 4294967295 /Root 1 0 R >>\n"
             "startxref\n9\n%%EOF")
      << "damaged";
  QTest::newRow("its own parent") << QByteArray::fromStdString(
                                         pdfOf({"<< /Type /Catalog /Pages 2 0 R >>",
                                                "<< /Type /Pages /Count 1 /Kids [2 0 R] >>"}))
                                  << "no text";
  const std::string secret(32, 'x');
  QTest::newRow("password")
      << QByteArray::fromStdString(
             pdfOfPages({{{"secret"}}},
                        "/ID [(0123456789abcdef) (0123456789abcdef)] /Encrypt << /Filter "
                        "/Standard /V 1 /R 2 /P -4 /O (" +
                            secret + ") /U (" + secret + ") >>"))
      << "password";
  Q_UNUSED(whole)
}

void PdfTest::pdf_refusesWhatItCannotRead() {
  QFETCH(QByteArray, bytes);
  QFETCH(QString, says);
  const auto document = knowledge::readPdf(bytes.toStdString());
  QVERIFY(!document);
  QCOMPARE(document.error().code, base::ErrorCode::InvalidInput);
  QVERIFY2(document.error().message.find(says.toStdString()) != std::string::npos,
           document.error().message.c_str());
  QVERIFY(!document.error().hint.empty());
}

void PdfTest::pdf_withoutTextSaysThatItIsAScan() {
  const auto document = knowledge::readPdf(pdfOf(pdfObjects({pdfStream("0 0 100 100 re f")})));
  QVERIFY(!document);
  QVERIFY(document.error().hint.find("OCR") != std::string::npos);
}

void PdfTest::pdf_ofTooManyPagesIsRefused() {
  const auto document =
      knowledge::readPdf(pdfOf(pdfObjects(std::vector<std::string>(5001, pdfStream("BT ET")))));
  QVERIFY(!document);
  QVERIFY(document.error().message.find("5,000 pages") != std::string::npos);
}

TELESOFT_TEST(PdfTest)

}  // namespace

#include "pdf_test.moc"
