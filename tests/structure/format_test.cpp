// Every source is laid out as .clang-format says.
#include <filesystem>

#include "support/program.h"
#include "support/temp_folder.h"
#include "support/test_case.h"

namespace {

using namespace telesoft;

class FormatTest : public QObject {
  Q_OBJECT
 private slots:
  void sources_areFormatted_data();
  void sources_areFormatted();
  void format_refusesAPlantedViolation();
};

const char* const kTool = "clang-format-14";

bool hasTool() {
  return tests::runProgram(kTool, {"--version"}).exitStatus == 0;
}

void FormatTest::sources_areFormatted_data() {
  QTest::addColumn<QString>("folder");
  for (const char* name : {"core", "ui", "app", "tests"}) {
    QTest::newRow(name) << QString::fromLatin1(name);
  }
}

void FormatTest::sources_areFormatted() {
  QFETCH(QString, folder);
  if (!hasTool()) {
    QSKIP("clang-format-14 is not installed");
  }
  QStringList arguments = {"--dry-run", "--Werror"};
  for (const auto& entry : std::filesystem::recursive_directory_iterator(tests::sourceFolder() /
                                                                         folder.toStdString())) {
    const auto extension = entry.path().extension();
    if (extension == ".cpp" || extension == ".h") {
      arguments << QString::fromStdString(entry.path().string());
    }
  }
  QVERIFY(arguments.size() > 4);
  const tests::Ran ran = tests::runProgram(kTool, arguments, 240000);
  QVERIFY2(ran.exitStatus == 0, ran.err.substr(0, 2000).c_str());
}

void FormatTest::format_refusesAPlantedViolation() {
  if (!hasTool()) {
    QSKIP("clang-format-14 is not installed");
  }
  const tests::TempFolder folder;
  const auto style = QString::fromStdString((tests::sourceFolder() / ".clang-format").string());
  const auto file = QString::fromStdString((folder / "x.cpp").string());
  QFile out(file);
  QVERIFY(out.open(QIODevice::WriteOnly));
  out.write("int  f( ){return 1 ;}\n");
  out.close();
  const tests::Ran ran =
      tests::runProgram(kTool, {"--dry-run", "--Werror", "--style=file:" + style, file});
  QVERIFY(ran.exitStatus != 0);
}

TELESOFT_TEST(FormatTest)

}  // namespace

#include "format_test.moc"
