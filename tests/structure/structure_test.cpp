// The house as it is obeys its rules, and a planted violation of each kind is refused.
#include <fstream>
#include <sstream>

#include <QProcess>

#include "structure/include_rules.h"
#include "structure/program_needs.h"
#include "structure/size_rules.h"
#include "support/program.h"
#include "support/temp_folder.h"
#include "support/test_case.h"

namespace {

using namespace telesoft;
using namespace telesoft::structure;

std::string joined(const std::vector<std::string>& lines) {
  std::string out;
  for (const std::string& line : lines) {
    out += "\n  " + line;
  }
  return out;
}

std::string textOf(const std::filesystem::path& path) {
  std::ifstream in(path);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

const char* const kGraph =
    "base: \nprotocol: base\ndata: protocol\nstore: protocol\nui_theme: \nui_widgets: ui_theme\n"
    "ui_wizards: ui_widgets\nui_monitor: ui_widgets\n";

class StructureTest : public QObject {
  Q_OBJECT
 private slots:
  void house_keepsItsIncludes();
  void house_keepsItsSizes();
  void house_testsEverySource();
  void house_hasNoStrangersAtTheTop();
  void house_namesNoMachine();
  void programs_needNothingForbidden_data();
  void programs_needNothingForbidden();
  void includes_refuseAPlantedViolation_data();
  void includes_refuseAPlantedViolation();
  void includes_allowWhatIsDeclared();
  void sizes_refuseALongFileAndALongFunction();
  void tests_refuseAnUntestedSourceAndAStaleExcuse();
  void top_refusesAStranger();
  void needs_refuseAForbiddenLibrary();
};

void StructureTest::house_keepsItsIncludes() {
  const auto files = readSources(tests::sourceFolder(), {"core", "ui", "app"});
  QVERIFY2(files.size() > 40, qPrintable(QString::number(files.size())));
  const Closure closure =
      closureOf(textOf(qgetenv("TELESOFT_BINARY_DIR").toStdString() + "/module_graph.txt"));
  QVERIFY(closure.count("base") == 1);
  const auto broken = brokenIncludes(files, closure);
  QVERIFY2(broken.empty(), joined(broken).c_str());
}

void StructureTest::house_keepsItsSizes() {
  const auto broken = tooLong(readSources(tests::sourceFolder(), {"core", "ui", "app"}));
  QVERIFY2(broken.empty(), joined(broken).c_str());
}

void StructureTest::house_testsEverySource() {
  const auto root = tests::sourceFolder();
  const auto broken = untested(readSources(root, {"core"}), readSources(root, {"tests"}),
                               textOf(root / "tests/structure/untested.txt"));
  QVERIFY2(broken.empty(), joined(broken).c_str());
}

void StructureTest::house_hasNoStrangersAtTheTop() {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(tests::sourceFolder())) {
    names.push_back(entry.path().filename().string());
  }
  const auto broken = strangersAtTheTop(names);
  QVERIFY2(broken.empty(), joined(broken).c_str());
}

void StructureTest::house_namesNoMachine() {
  // Put together here, so that this file does not name them either.
  const std::vector<std::string> paths = {std::string("/wo") + "rk/", std::string("/ro") + "ot/",
                                          std::string("/far") + "m/"};
  std::vector<std::string> broken;
  for (const SourceFile& file :
       readSources(tests::sourceFolder(), {"core", "ui", "app", "tests"})) {
    for (const std::string& path : paths) {
      if (file.text.find(path) != std::string::npos) {
        broken.push_back(file.path + " names " + path);
      }
    }
  }
  QVERIFY2(broken.empty(), joined(broken).c_str());
}

void StructureTest::programs_needNothingForbidden_data() {
  QTest::addColumn<QString>("program");
  for (const char* name :
       {"telesoft", "telesoft-engine", "telesoft-reader", "telesoft-workbench"}) {
    QTest::newRow(name) << QString::fromLatin1(name);
  }
}

void StructureTest::programs_needNothingForbidden() {
  QFETCH(QString, program);
  if (!QFile::exists(tests::programPath(program))) {
    QSKIP("the program is not built in this configuration");
  }
  const tests::Ran ran = tests::runProgram("readelf", {"-d", tests::programPath(program)});
  QCOMPARE(ran.exitStatus, 0);
  QVERIFY(ran.out.find("(NEEDED)") != std::string::npos);
  const auto broken = forbiddenNeeds(program.toStdString(), ran.out);
  QVERIFY2(broken.empty(), joined(broken).c_str());
}

void StructureTest::includes_refuseAPlantedViolation_data() {
  QTest::addColumn<QString>("path");
  QTest::addColumn<QString>("include");
  QTest::addColumn<QString>("why");
  QTest::newRow("undeclared module") << "core/data/x.cpp"
                                     << "\"telesoft/store/database.h\""
                                     << "does not declare";
  QTest::newRow("upwards") << "core/base/x.cpp"
                           << "\"telesoft/protocol/job.h\""
                           << "does not declare";
  QTest::newRow("climbing") << "core/data/x.cpp"
                            << "\"../store/database.h\""
                            << "climbs";
  QTest::newRow("Qt in core") << "core/data/x.cpp"
                              << "<QString>"
                              << "Qt in core";
  QTest::newRow("SQLite outside store") << "core/data/x.cpp"
                                        << "<sqlite3.h>"
                                        << "does not own";
  QTest::newRow("LibTorch outside engine") << "core/privacy/x.cpp"
                                           << "<torch/torch.h>"
                                           << "does not own";
  QTest::newRow("ATen in the workbench") << "ui/theme/x.cpp"
                                         << "<ATen/ATen.h>"
                                         << "does not own";
  QTest::newRow("panel uses panel") << "ui/wizards/x.cpp"
                                    << "\"telesoft/ui/monitor/run_panel.h\""
                                    << "does not declare";
  QTest::newRow("bare quoted name") << "core/data/x.cpp"
                                    << "\"table.h\""
                                    << "not in the form";
}

void StructureTest::includes_refuseAPlantedViolation() {
  QFETCH(QString, path);
  QFETCH(QString, include);
  QFETCH(QString, why);
  const SourceFile planted{path.toStdString(),
                           "#pragma once\n#include " + include.toStdString() + "\n"};
  const auto broken = brokenIncludes({planted}, closureOf(kGraph));
  QCOMPARE(broken.size(), size_t{1});
  QVERIFY2(QString::fromStdString(broken[0]).contains(why), broken[0].c_str());
}

void StructureTest::includes_allowWhatIsDeclared() {
  const SourceFile good{
      "core/data/x.cpp",
      "#include \"telesoft/data/x.h\"\n#include <vector>\n#include \"telesoft/base/text.h\"\n"};
  const SourceFile panel{"ui/wizards/x.cpp",
                         "#include <QString>\n#include \"telesoft/ui/theme/palette.h\"\n"};
  const auto broken = brokenIncludes({good, panel}, closureOf(kGraph));
  QVERIFY2(broken.empty(), joined(broken).c_str());
}

void StructureTest::sizes_refuseALongFileAndALongFunction() {
  std::string body = "int f() {\n";
  for (int i = 0; i < 60; ++i) {
    body += "  work();\n";
  }
  body += "}\n";
  QCOMPARE(tooLong({{"core/data/x.cpp", body}}).size(), size_t{1});
  QCOMPARE(tooLong({{"core/data/x.h", std::string(251, '\n')}}).size(), size_t{1});
  QCOMPARE(tooLong({{"core/data/x.cpp", std::string(501, '\n')}}).size(), size_t{1});
  QCOMPARE(tooLong({{"core/data/x.cpp", std::string(500, '\n')}}).size(), size_t{0});
}

void StructureTest::tests_refuseAnUntestedSourceAndAStaleExcuse() {
  const std::vector<SourceFile> sources = {{"core/data/read/a.cpp", ""}, {"core/data/b.cpp", ""}};
  const std::vector<SourceFile> with = {{"tests/data/a_test.cpp", ""}};
  QCOMPARE(untested(sources, with, "").size(), size_t{1});
  QCOMPARE(
      untested(sources, with, "core/data/b.cpp: a table of constants, read by every test of data\n")
          .size(),
      size_t{0});
  QCOMPARE(untested(sources, with, "core/data/b.cpp: why\n").size(),
           size_t{1});  // no reason worth the name
  QCOMPARE(untested({sources[0]}, with, "core/data/read/a.cpp: no longer true at all\n").size(),
           size_t{1});
  QCOMPARE(untested({sources[0]}, with, "core/data/gone.cpp: it is not there any more\n").size(),
           size_t{1});
}

void StructureTest::top_refusesAStranger() {
  QCOMPARE(strangersAtTheTop({"core", "ui", ".git", "build-x", "notes.txt"}).size(), size_t{1});
}

void StructureTest::needs_refuseAForbiddenLibrary() {
  const std::string line =
      " 0x0000000000000001 (NEEDED)             Shared library: [libtorch_cpu.so]\n";
  QCOMPARE(forbiddenNeeds("telesoft", line).size(), size_t{1});
  QCOMPARE(forbiddenNeeds("telesoft-engine", line).size(), size_t{0});
  QCOMPARE(
      forbiddenNeeds("telesoft-engine", " (NEEDED) Shared library: [libQt6Core.so.6]\n").size(),
      size_t{1});
  QCOMPARE(
      forbiddenNeeds("telesoft-workbench", " (NEEDED) Shared library: [libsqlite3.so.0]\n").size(),
      size_t{1});
}

TELESOFT_TEST(StructureTest)

}  // namespace

#include "structure_test.moc"
