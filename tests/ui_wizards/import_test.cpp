#include <QSignalSpy>

#include "support/test_case.h"
#include "ui_wizards/desk.h"

namespace telesoft::tests {

using protocol::DatasetState;

class ImportTest : public QObject {
  Q_OBJECT

 private slots:
  void import_goesFromAFileToADatasetByKeyboard();
  void import_saysAtTheFieldWhyAFileCannotBeRead();
  void import_doesNotGoOnWithoutAFile();
  void import_canBeCancelledAndStartedAgain();
  void import_saysWhyItFailed();
  void import_keepsTheDraftWhenClosed();

 private:
  static void readFile(Desk& desk);
  static void toDecision(Desk& desk);
};

void ImportTest::readFile(Desk& desk) {
  desk.type(desk.named(QStringLiteral("File")), QStringLiteral("/data/notes.csv"));
  desk.key(Qt::Key_Return);
  QTRY_VERIFY(desk.says(QStringLiteral("The proposal of the columns rests on")));
}

void ImportTest::toDecision(Desk& desk) {
  for (int step = 0; step < 3; ++step) {
    desk.key(Qt::Key_Return, Qt::ControlModifier);
  }
  QVERIFY(desk.button(QStringLiteral("Start import")) != nullptr);
}

void ImportTest::import_goesFromAFileToADatasetByKeyboard() {
  Desk desk;
  QVERIFY(desk.ready());
  desk.show(QStringLiteral("import"));
  readFile(desk);
  QCOMPARE(desk.server.asked("POST /v1/datasets/preview").back()["path"], "/data/notes.csv");
  desk.shoot(QStringLiteral("import-1-file"));
  desk.key(Qt::Key_Return, Qt::ControlModifier);
  QVERIFY(desk.says(QStringLiteral("The first rows")));
  desk.key(Qt::Key_Down);
  QVERIFY(desk.says(QStringLiteral("two capitalised words")));
  QCOMPARE(desk.nameless().join(QLatin1Char(',')), QString());
  desk.shoot(QStringLiteral("import-2-columns"));
  desk.key(Qt::Key_Return, Qt::ControlModifier);
  desk.type(desk.named(QStringLiteral("Description of class Neoplasm")),
            QStringLiteral("A tumour."));
  QCOMPARE(desk.nameless().join(QLatin1Char(',')), QString());
  desk.shoot(QStringLiteral("import-3-names"));
  desk.key(Qt::Key_Return, Qt::ControlModifier);
  desk.shoot(QStringLiteral("import-4-decision"));
  auto making = sampleDataset("ds_new", "imported", DatasetState::Importing);
  desk.server.gives("POST /v1/datasets", making);
  desk.datasets.push_back(making);
  desk.key(Qt::Key_Return, Qt::ControlModifier);
  QTRY_VERIFY(desk.says(QStringLiteral("reading rows")));
  const auto& sent = desk.server.asked("POST /v1/datasets").back();
  QCOMPARE(sent["name"], "notes");
  QCOMPARE(sent["recipe"]["classDescriptions"]["Neoplasm"], "A tumour.");
  desk.shoot(QStringLiteral("import-5-running"));
  desk.datasets.back() = sampleDataset("ds_new", "imported", DatasetState::Ready);
  desk.server.announce("dataset");
  QTRY_VERIFY(desk.says(QStringLiteral("Imported: 3,512 rows")));
  desk.shoot(QStringLiteral("import-6-done"));
  desk.key(Qt::Key_Space);  // the next thing to do has the keyboard
  QCOMPARE(desk.wentTo, QStringLiteral("deidentify"));
  QCOMPARE(desk.wentWith, QStringLiteral("ds_new"));
}

void ImportTest::import_saysAtTheFieldWhyAFileCannotBeRead() {
  Desk desk;
  desk.server.fails("POST /v1/datasets/preview", 400, "invalid_input",
                    "line 4 has an unclosed quote", "close the quote and import again");
  QVERIFY(desk.ready());
  desk.show(QStringLiteral("import"));
  desk.type(desk.named(QStringLiteral("File")), QStringLiteral("/data/broken.csv"));
  desk.key(Qt::Key_Return);
  QTRY_VERIFY(desk.says(QStringLiteral("Line 4 has an unclosed quote")));
  QVERIFY(desk.says(QStringLiteral("lose the quote and import again")));
  desk.key(Qt::Key_Return, Qt::ControlModifier);
  QVERIFY(desk.named(QStringLiteral("File")) != nullptr);  // still there
  desk.shoot(QStringLiteral("import-error"));
  desk.server.gives("POST /v1/datasets/preview", samplePreview());
  readFile(desk);
  QVERIFY(!desk.says(QStringLiteral("unclosed quote")));
}

void ImportTest::import_doesNotGoOnWithoutAFile() {
  Desk desk;
  QVERIFY(desk.ready());
  desk.show(QStringLiteral("import"));
  desk.key(Qt::Key_Return, Qt::ControlModifier);
  QVERIFY(desk.says(QStringLiteral("No file is chosen")));
  QVERIFY(desk.server.asked("POST /v1/datasets/preview").empty());
}

void ImportTest::import_canBeCancelledAndStartedAgain() {
  Desk desk;
  QVERIFY(desk.ready());
  desk.show(QStringLiteral("import"));
  readFile(desk);
  toDecision(desk);
  auto making = sampleDataset("ds_new", "imported", DatasetState::Importing);
  desk.server.gives("POST /v1/datasets", making);
  desk.key(Qt::Key_Return, Qt::ControlModifier);
  QTRY_VERIFY(desk.button(QStringLiteral("Cancel")) != nullptr);
  desk.server.gives("POST /v1/datasets/ds_new/cancel",
                    sampleDataset("ds_new", "imported", DatasetState::Failed));
  desk.button(QStringLiteral("Cancel"))->click();
  QTRY_VERIFY(desk.button(QStringLiteral("Start import")) != nullptr);
  QCOMPARE(desk.server.asked("POST /v1/datasets/ds_new/cancel").size(), size_t{1});
  desk.key(Qt::Key_Return, Qt::ControlModifier);
  QTRY_COMPARE(desk.server.asked("POST /v1/datasets").size(), size_t{2});
}

void ImportTest::import_saysWhyItFailed() {
  Desk desk;
  QVERIFY(desk.ready());
  desk.show(QStringLiteral("import"));
  readFile(desk);
  toDecision(desk);
  auto failed = sampleDataset("ds_new", "imported", DatasetState::Failed);
  failed.message = "row 2,044 has 7 columns; the head has 6";
  desk.server.gives("POST /v1/datasets", failed);
  desk.key(Qt::Key_Return, Qt::ControlModifier);
  QTRY_VERIFY(desk.says(QStringLiteral("row 2,044 has 7 columns")));
  QVERIFY(desk.button(QStringLiteral("Start import")) != nullptr);
  desk.server.fails("POST /v1/datasets", 507, "out_of_resources", "the disk is full", "free 2 GB");
  desk.key(Qt::Key_Return, Qt::ControlModifier);
  QTRY_VERIFY(desk.says(QStringLiteral("The disk is full")));
}

void ImportTest::import_keepsTheDraftWhenClosed() {
  Desk desk;
  QVERIFY(desk.ready());
  ui::Panel& panel = desk.show(QStringLiteral("import"));
  readFile(desk);
  desk.key(Qt::Key_Return, Qt::ControlModifier);
  QSignalSpy closed(&panel, &ui::Panel::closed);
  desk.button(QStringLiteral("Close"))->click();
  QCOMPARE(closed.size(), 1);
  panel.open(QString());
  QVERIFY(desk.says(QStringLiteral("The first rows")));
  desk.key(Qt::Key_Left, Qt::AltModifier);
  QVERIFY(desk.says(QStringLiteral("The proposal of the columns rests on")));
  desk.button(QStringLiteral("Start anew"))->click();
  QVERIFY(!desk.says(QStringLiteral("The proposal of the columns rests on")));
}

TELESOFT_TEST(ImportTest)

}  // namespace telesoft::tests

#include "import_test.moc"
