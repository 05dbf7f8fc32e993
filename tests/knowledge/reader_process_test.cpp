#include "telesoft/knowledge/read/reader_process.h"

#include <thread>

#include "knowledge/knowledge_fixture.h"
#include "knowledge/small_pdf.h"

namespace {

using namespace telesoft;
using namespace telesoft::tests;
using base::ErrorCode;

class ReaderProcessTest : public QObject {
  Q_OBJECT
 private slots:
  void initTestCase();
  void cleanup() { qunsetenv("TELESOFT_READER_PROGRAM"); }
  void reader_readsWhatIsWhole();
  void reader_handsErrorsOn();
  void reader_isStoppedByMemoryAndTime_data();
  void reader_isStoppedByMemoryAndTime();
  void reader_thatDiesIsAnErrorOfTheDocument_data();
  void reader_thatDiesIsAnErrorOfTheDocument();
  void reader_isCancelledAtOnce();
  void reader_isGivenNothingOfThisProcess();

 private:
  base::Path script(const std::string& body) {
    const base::Path file = folder_ / "reader.sh";
    must(base::writeFileWhole(file, "#!/bin/sh\n" + body, 0700));
    qputenv("TELESOFT_READER_PROGRAM", QByteArray::fromStdString(file.string()));
    return write("any.pdf", "%PDF-");
  }
  base::Path write(const std::string& name, const std::string& bytes) {
    must(base::writeFileWhole(folder_ / name, bytes));
    return folder_ / name;
  }
  TempFolder folder_;
};

void ReaderProcessTest::initTestCase() {
  const auto program = knowledge::readInProcess(write("a.html", "<p>x</p>"), "html", {});
  QVERIFY2(program.has_value(), program ? "" : program.error().text().c_str());
}

void ReaderProcessTest::reader_readsWhatIsWhole() {
  const auto document = must(knowledge::readInProcess(
      write("a.pdf", pdfOfPages({{{"Title", 20}, {"A dose of 5 mg.", 11, 30}}})), "pdf", {}));
  QCOMPARE(document.blocks.size(), size_t{2});
  QCOMPARE(document.blocks[1].text, std::string("A dose of 5 mg."));
}

void ReaderProcessTest::reader_handsErrorsOn() {
  const auto document = knowledge::readInProcess(write("a.pdf", "%PDF-1.4"), "pdf", {});
  QVERIFY(!document);
  QCOMPARE(document.error().message, std::string("the PDF document is damaged"));
  QVERIFY(!document.error().hint.empty());
}

/// A stream of a few kilobytes that unfolds to gigabytes.
std::string flateBomb() {
  QByteArray inner(200 << 20, ' ');
  QByteArray once = qCompress(inner, 9).mid(4);
  return pdfOf(pdfObjects({pdfStream(once.toStdString(), "/Filter /FlateDecode")}));
}

void ReaderProcessTest::reader_isStoppedByMemoryAndTime_data() {
  QTest::addColumn<QByteArray>("bytes");
  QTest::addColumn<QString>("format");
  QTest::newRow("a stream that unfolds") << QByteArray::fromStdString(flateBomb()) << "pdf";
  std::string many = "BT /F1 1 Tf\n";
  for (int i = 0; i < 30000; ++i) {
    many +=
        "1 0 0 1 " + std::to_string(i % 600) + " " + std::to_string(i % 791) + " Tm (aaaa) Tj\n";
  }
  QTest::newRow("words upon words")
      << QByteArray::fromStdString(pdfOf(pdfObjects({pdfStream(many + "ET")}))) << "pdf";
  QTest::newRow("an object stream of itself")
      << QByteArray::fromStdString(pdfOf(
             {"<< /Type /Catalog /Pages 2 0 R >>",
              "<< /Type /ObjStm /N 99999999 /First 10 /Length 5 >>\nstream\n2 0 1\nendstream"}))
      << "pdf";
  QTest::newRow("elements upon elements") << QByteArray("<a><p>").repeated(4000000) << "html";
}

/// Whatever comes of it, it ends by itself, and this process goes on.
void ReaderProcessTest::reader_isStoppedByMemoryAndTime() {
  QFETCH(QByteArray, bytes);
  QFETCH(QString, format);
  const auto begin = std::chrono::steady_clock::now();
  const auto document =
      knowledge::readInProcess(write("bomb", bytes.toStdString()), format.toStdString(), {});
  const auto taken = std::chrono::steady_clock::now() - begin;
  QVERIFY(taken < std::chrono::seconds(90));
  if (!document) {
    QCOMPARE(document.error().code, ErrorCode::InvalidInput);
    QVERIFY(!document.error().hint.empty());
  }
}

void ReaderProcessTest::reader_thatDiesIsAnErrorOfTheDocument_data() {
  QTest::addColumn<QByteArray>("body");
  QTest::addColumn<QString>("says");
  QTest::newRow("crash") << QByteArray("kill -SEGV $$") << "damaged";
  QTest::newRow("no memory") << QByteArray("exit 1") << "1 GB";
  QTest::newRow("out of time") << QByteArray("kill -XCPU $$") << "a minute";
  QTest::newRow("cut off") << QByteArray("echo '{\"k\":1,\"t\":\"half\"}'")
                           << "before the document was";
  QTest::newRow("garbage") << QByteArray("echo nonsense") << "before the document was";
}

void ReaderProcessTest::reader_thatDiesIsAnErrorOfTheDocument() {
  QFETCH(QByteArray, body);
  QFETCH(QString, says);
  const auto file = script(body.toStdString());
  const auto document = knowledge::readInProcess(file, "pdf", {});
  QVERIFY(!document);
  QVERIFY2(document.error().message.find(says.toStdString()) != std::string::npos,
           document.error().message.c_str());
}

void ReaderProcessTest::reader_isCancelledAtOnce() {
  const auto file = script("exec sleep 60");
  std::stop_source source;
  std::thread later([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    source.request_stop();
  });
  const auto begin = std::chrono::steady_clock::now();
  const auto document = knowledge::readInProcess(file, "pdf", base::Stop(source.get_token()));
  later.join();
  QVERIFY(!document);
  QCOMPARE(document.error().code, ErrorCode::Cancelled);
  QVERIFY(std::chrono::steady_clock::now() - begin < std::chrono::seconds(5));
}

void ReaderProcessTest::reader_isGivenNothingOfThisProcess() {
  qputenv("TELESOFT_SECRET", "token");
  const auto file = script(
      "env | grep -q SECRET && exit 1\n"
      "for open in /proc/$$/fd/[3-8]; do [ -e \"$open\" ] && exit 1; done\n"
      "echo '{\"format\":\"telesoft.document\",\"version\":1}'");
  const auto document = knowledge::readInProcess(file, "pdf", {});
  qunsetenv("TELESOFT_SECRET");
  QVERIFY2(document.has_value(), document ? "" : document.error().text().c_str());
}

TELESOFT_TEST(ReaderProcessTest)

}  // namespace

#include "reader_process_test.moc"
