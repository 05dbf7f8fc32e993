#include "telesoft/knowledge/import.h"

#include "telesoft/base/hash.h"

#include "knowledge/knowledge_fixture.h"
#include "knowledge/small_pdf.h"

namespace {

using namespace telesoft;
using namespace telesoft::tests;
using base::ErrorCode;
using knowledge::importDocument;

class ImportTest : public QObject {
  Q_OBJECT
 private slots:
  void import_isByContentNotByName_data();
  void import_isByContentNotByName();
  void import_refuses_data();
  void import_refuses();
  void import_ofTooMuchIsRefused();
  void import_readsWindowsLettersWithAWarning();
  void import_givesEachRowItsPassage();
  void import_isCancelled();
  void import_ofTheRealFiles_data();
  void import_ofTheRealFiles();

 private:
  base::Path write(const std::string& bytes, const std::string& name = "file.bin") {
    must(base::writeFileWhole(folder_ / name, bytes));
    return folder_ / name;
  }
  TempFolder folder_;
};

void ImportTest::import_isByContentNotByName_data() {
  QTest::addColumn<QByteArray>("bytes");
  QTest::addColumn<QString>("format");
  QTest::addColumn<QString>("heading");
  QTest::newRow("pdf") << QByteArray::fromStdString(
                              pdfOfPages({{{"Dosing", 20}, {"Give 5 mg once.", 11, 30}}}))
                       << "pdf"
                       << "Dosing";
  QTest::newRow("html") << QByteArray("<html><h1>Dosing</h1><p>Give 5 mg once.</p>") << "html"
                        << "Dosing";
  QTest::newRow("markdown") << QByteArray("# Dosing\n\nGive 5 mg once.\n") << "markdown"
                            << "Dosing";
  QTest::newRow("csv") << QByteArray("drug,dose\nAmikacin,Give 5 mg once.\n") << "csv"
                       << "Amikacin";
  QTest::newRow("text") << QByteArray("DOSING\n\nGive 5 mg once.\n") << "text"
                        << "DOSING";
}

void ImportTest::import_isByContentNotByName() {
  QFETCH(QByteArray, bytes);
  QFETCH(QString, format);
  QFETCH(QString, heading);
  const auto imported = must(importDocument(write(bytes.toStdString()), "guideline", "kd_1", {}));
  QCOMPARE(imported.format, format.toStdString());
  QCOMPARE(imported.bytes, bytes.size());
  QCOMPARE(imported.sha256, base::sha256Hex(bytes.toStdString()));
  QCOMPARE(imported.content.passages.size(), size_t{1});
  const protocol::Passage& passage = imported.content.passages[0];
  QCOMPARE(passage.id, std::string("kd_1-1"));
  QCOMPARE(passage.documentId, std::string("kd_1"));
  QCOMPARE(passage.heading, heading.toStdString());
  QVERIFY(passage.text.find("Give 5 mg once.") != std::string::npos);
  QCOMPARE(passage.page, format == "pdf" ? 1 : 0);
}

void ImportTest::import_refuses_data() {
  QTest::addColumn<QByteArray>("bytes");
  QTest::addColumn<QString>("kind");
  QTest::addColumn<ErrorCode>("code");
  const auto row = [](const char* name, const QByteArray& bytes, const char* kind,
                      ErrorCode code = ErrorCode::InvalidInput) {
    QTest::newRow(name) << bytes << kind << code;
  };
  row("empty", "", "guideline");
  row("white space", "  \n\n \t", "guideline");
  row("NUL in text", QByteArray("Give\0 it twice a day, or not at all.", 36), "guideline",
      ErrorCode::Unsupported);
  row("NUL in a table", QByteArray("drug,dose\nA\0B,5\n", 16), "formulary", ErrorCode::Unsupported);
  row("NUL further on", QByteArray("Give it twice a day. ").repeated(5000) + QByteArray(1, '\0'),
      "guideline");
  row("two encodings", "caf\xc3\xa9 na\xc3\xafve \xe9t\xc3\xa9\n", "guideline");
  row("gzip", QByteArray("\x1f\x8b\x08\0\0\0", 6), "guideline", ErrorCode::Unsupported);
  row("Word document", QByteArray("PK\x03\x04") + "word/document.xml", "guideline",
      ErrorCode::Unsupported);
  row("picture", "\x89PNG\r\n\x1a\n", "guideline", ErrorCode::Unsupported);
  row("damaged PDF", "%PDF-1.4\nrubbish", "guideline");
  row("unknown kind", "text", "recipes");
  row("a formulary that is no table", "%PDF-1.4\n", "formulary");
  row("a formulary without drugs", "price,stock\n4,5\n", "formulary");
  row("a formulary without names", "drug,dose\n,5\n", "formulary");
  row("a classification as formulary", "atc,name\nC,CARDIO\nC09,RAS\nC09A,ACE\nC09AA01,CAPTOPRIL\n",
      "formulary");
  row("pairs without a second drug", "drug_a,severity\nA,high\n", "interactions");
  row("ragged table", "drug,dose\nA,5\nB\n", "formulary");
}

void ImportTest::import_refuses() {
  QFETCH(QByteArray, bytes);
  QFETCH(QString, kind);
  QFETCH(ErrorCode, code);
  const auto imported = importDocument(write(bytes.toStdString()), kind.toStdString(), "kd_1", {});
  QVERIFY(!imported);
  QCOMPARE(imported.error().code, code);
  QVERIFY2(!imported.error().hint.empty(), imported.error().message.c_str());
}

void ImportTest::import_ofTooMuchIsRefused() {
  const auto large =
      importDocument(write(std::string((50U << 20U) + 1, 'a')), "guideline", "k", {});
  QVERIFY(large.error().message.find("50 MB") != std::string::npos);
  std::string rows = "a,b\n";
  for (int i = 0; i < 200001; ++i) {
    rows += "x,y\n";
  }
  const auto many = importDocument(write(rows), "guideline", "k", {});
  QVERIFY(many.error().message.find("200,000 passages") != std::string::npos);
}

void ImportTest::import_readsWindowsLettersWithAWarning() {
  const auto imported =
      must(importDocument(write("Sj\xf6gren's syndrome\n"), "guideline", "k", {}));
  QCOMPARE(imported.content.passages[0].text, std::string("Sj\xc3\xb6gren's syndrome"));
  QCOMPARE(imported.warnings.size(), size_t{1});
}

void ImportTest::import_givesEachRowItsPassage() {
  const auto imported = must(importDocument(
      write("drug,dose\nMetformin,500 mg\n,none\nRamipril,5 mg\n"), "formulary", "kd_9", {}));
  QCOMPARE(imported.content.passages.size(), size_t{3});
  QCOMPARE(imported.content.items.size(), size_t{2});
  QCOMPARE(imported.content.items[1].passageId, std::string("kd_9-3"));
  QCOMPARE(imported.content.passages[2].text, std::string("drug: Ramipril\ndose: 5 mg"));
  QCOMPARE(imported.warnings.size(), size_t{1});  // of the row without a name
}

void ImportTest::import_isCancelled() {
  std::stop_source source;
  source.request_stop();
  const auto imported =
      importDocument(write("# A\n\nText.\n"), "guideline", "k", base::Stop(source.get_token()));
  QCOMPARE(imported.error().code, ErrorCode::Cancelled);
}

void ImportTest::import_ofTheRealFiles_data() {
  QTest::addColumn<QString>("file");
  QTest::addColumn<QString>("kind");
  QTest::addColumn<int>("passages");
  QTest::addColumn<int>("rows");
  QTest::newRow("ATC") << "pkg/kb/atc_gnumed.csv"
                       << "drug_names" << 5469 << 5469;
  QTest::newRow("formulary") << "pkg/kb/gnumed_formulary_substances.csv"
                             << "formulary" << 658 << 658;
  QTest::newRow("EML") << "public/kb/who_eml_gnuhealth.csv"
                       << "formulary" << 442 << 442;
  QTest::newRow("antimicrobials") << "public/kb/amr_antimicrobials.csv"
                                  << "drug_names" << 497 << 497;
  QTest::newRow("dosage") << "public/kb/amr_eucast_dosage.csv"
                          << "guideline" << -1 << 0;
  QTest::newRow("interactions") << "public/kb/onc_high_priority_ddi.csv"
                                << "interactions" << 1930 << 1930;
}

void ImportTest::import_ofTheRealFiles() {
  QFETCH(QString, file);
  QFETCH(QString, kind);
  QFETCH(int, passages);
  QFETCH(int, rows);
  const base::Path path = realData(file.toStdString());
  if (path.empty()) {
    QSKIP("the real lists are not beside the checkout");
  }
  const auto imported = must(importDocument(path, kind.toStdString(), "kd_1", {}));
  const auto& content = imported.content;
  if (passages >= 0) {
    QCOMPARE(content.passages.size(), static_cast<size_t>(passages));
  }
  QVERIFY(content.passages.size() > 400);
  QCOMPARE(content.items.size() + content.interactions.size(), static_cast<size_t>(rows));
}

TELESOFT_TEST(ImportTest)

}  // namespace

#include "import_test.moc"
