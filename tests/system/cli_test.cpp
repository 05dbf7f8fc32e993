// The command line as its users meet it: verbs, exit statuses, errors.
#include "telesoft/base/os/files.h"

#include "support/test_case.h"
#include "system/workspace_guard.h"

namespace {

using namespace telesoft;
using namespace telesoft::tests;

class CliTest : public QObject {
  Q_OBJECT
 private slots:
  void help_namesEveryVerbWithAnExample();
  void verbs_refuseWithTheirExitStatus_data();
  void verbs_refuseWithTheirExitStatus();
  void import_refusesBadFiles_data();
  void import_refusesBadFiles();
  void journey_fromAFileToASplit();
};

const QStringList kVerbs = {"init",   "import", "deid",   "check",    "split",  "advise", "train",
                            "jobs",   "status", "cancel", "evaluate", "models", "serve",  "demo",
                            "doctor", "users",  "tokens", "login",    "logout", "audit"};

void CliTest::help_namesEveryVerbWithAnExample() {
  const Ran help = runProgram(programPath("telesoft"), {"--help"});
  QCOMPARE(help.exitStatus, 0);
  for (const QString& verb : kVerbs) {
    QVERIFY2(help.out.find("  " + verb.toStdString() + " ") != std::string::npos, qPrintable(verb));
    const Ran one = runProgram(programPath("telesoft"), {verb, "--help"});
    QCOMPARE(one.exitStatus, 0);
    QVERIFY2(one.out.find("Example: telesoft " + verb.toStdString()) != std::string::npos,
             qPrintable(verb));
  }
}

void CliTest::verbs_refuseWithTheirExitStatus_data() {
  QTest::addColumn<QStringList>("arguments");
  QTest::addColumn<int>("status");
  QTest::addColumn<QString>("code");
  QTest::newRow("unknown job") << QStringList{"status", "jb_none"} << 5 << "not_found";
  QTest::newRow("unknown dataset") << QStringList{"check", "ds_none"} << 5 << "not_found";
  QTest::newRow("missing file") << QStringList{"import", "/nowhere/notes.csv"} << 5 << "not_found";
  QTest::newRow("missing recipe") << QStringList{"import", "/dev/null", "--recipe", "/nowhere.json"}
                                  << 5 << "not_found";
  QTest::newRow("no data to train on")
      << QStringList{"train", "--base-model", "telesoft-risk-v1"} << 2 << "invalid_input";
  QTest::newRow("bad column action")
      << QStringList{"deid", "ds_none", "--column", "name"} << 2 << "invalid_input";
}

void CliTest::verbs_refuseWithTheirExitStatus() {
  QFETCH(QStringList, arguments);
  QFETCH(int, status);
  QFETCH(QString, code);
  static const WorkspaceGuard workspace;
  const Ran ran = workspace.telesoft(arguments);
  QCOMPARE(ran.exitStatus, status);
  QCOMPARE(QString::fromStdString(ran.document()["error"].value("code", "")), code);
  QVERIFY(!ran.document()["error"].value("message", "").empty());
}

void CliTest::import_refusesBadFiles_data() {
  QTest::addColumn<QByteArray>("content");
  QTest::addColumn<QString>("part");
  QByteArray rows = "id,text,label\n";
  for (int i = 0; i < 40; ++i) {
    rows += QByteArray::number(i) + ",a note of some words number " + QByteArray::number(i) + "," +
            (i % 2 ? "yes" : "no") + "\n";
  }
  QTest::newRow("broken quote") << rows + "41,\"never closed,yes\n"
                                << "quote";
  QTest::newRow("header only") << QByteArray("id,text,label\n") << "row";
  QTest::newRow("empty") << QByteArray() << "empty";
  QByteArray few = rows.left(rows.indexOf("\n10,") + 1);
  QTest::newRow("fewer than 30 rows") << few << "30";
  QByteArray one = rows;
  QTest::newRow("one class") << one.replace(",yes\n", ",no\n") << "one";
  QTest::newRow("ragged row") << rows + "41,too few\n"
                              << "line 42";
}

void CliTest::import_refusesBadFiles() {
  QFETCH(QByteArray, content);
  QFETCH(QString, part);
  static const WorkspaceGuard workspace;
  const TempFolder folder;
  const auto file = folder / "notes.csv";
  QVERIFY(base::writeFileWhole(
              file, std::string_view(content.constData(), static_cast<size_t>(content.size())))
              .has_value());
  const Ran ran = workspace.telesoft(
      {"import", QString::fromStdString(file.string()), "--label", "label", "--note", "text"});
  QCOMPARE(ran.exitStatus, 2);
  const std::string message = ran.document()["error"].value("message", "");
  QVERIFY2(QString::fromStdString(message).contains(part, Qt::CaseInsensitive), message.c_str());
}

void CliTest::journey_fromAFileToASplit() {
  const WorkspaceGuard workspace;
  const QString demo = qEnvironmentVariable("TELESOFT_RESOURCES") + "/demo/risk/";
  const Ran imported =
      workspace.telesoft({"import", demo + "gbsg.csv", "--recipe", demo + "gbsg.recipe.json"});
  QVERIFY2(imported.exitStatus == 0, imported.out.c_str());
  QCOMPARE(imported.document().value("rows", 0), 557);
  const QString id = QString::fromStdString(imported.document().value("id", ""));
  const Ran checked = workspace.telesoft({"check", id});
  QCOMPARE(checked.exitStatus, 0);
  const Ran split =
      workspace.telesoft({"split", id, "--train", "0.6", "--validation", "0.2", "--test", "0.2"});
  QVERIFY2(split.exitStatus == 0, split.out.c_str());
  QCOMPARE(split.document()["proof"].value("sharedPatients", -1), 0);
  QCOMPARE(split.document()["parts"].size(), size_t{3});
  const std::string made = split.document().value("id", "");
  const Ran shown = workspace.telesoft({"split", QString::fromStdString(made)});
  QCOMPARE(shown.exitStatus, 0);
  QVERIFY(shown.document()["standing"].value("intact", false));
  QVERIFY(shown.document()["openings"]["items"].empty());
  const auto manifest = workspace.path() / "splits" / (made + ".json");
  const auto whole = base::readFile(manifest);
  QVERIFY(whole && base::writeFileWhole(manifest, *whole + " "));
  QCOMPARE(workspace.telesoft({"split", QString::fromStdString(made)})
               .document()["error"]
               .value("code", ""),
           std::string("corrupt"));
  QVERIFY(base::writeFileWhole(manifest, *whole).has_value());
  const Ran doctor = workspace.telesoft({"doctor"});
  QVERIFY2(doctor.document()["checks"].size() > 4, doctor.out.c_str());
}

TELESOFT_TEST(CliTest)

}  // namespace

#include "cli_test.moc"
