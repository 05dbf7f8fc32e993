#include "support/test_case.h"
#include "ui_wizards/desk.h"

namespace telesoft::tests {

using protocol::DatasetState;

class DataTest : public QObject {
  Q_OBJECT

 private slots:
  void data_showsWhatIsChosenAndWhatCanBeDone();
  void data_showsASplitWithItsProof();
  void data_showsProgressAndCancels();
  void data_isEmptyWithTheOneThingToDo();
  void data_saysWhyItCannotBeRead();
};

void DataTest::data_showsWhatIsChosenAndWhatCanBeDone() {
  Desk desk;
  protocol::QualityReport report;
  report.datasetId = "ds_raw";
  report.rows = 3512;
  report.findings = {{"duplicate_rows",
                      "warning",
                      "14 rows are equal to another one",
                      "keep one of each",
                      "",
                      {3, 9},
                      14}};
  desk.server.gives("POST /v1/datasets/ds_raw/check", report);
  QVERIFY(desk.ready());
  desk.show(QStringLiteral("data"));
  QTRY_VERIFY(desk.says(QStringLiteral("2 datasets, 1 split.")));
  desk.named(QStringLiteral("Datasets"))->setFocus(Qt::TabFocusReason);
  QVERIFY(desk.says(QStringLiteral("3,512 rows, 1,204 patients, 6 columns")));
  QVERIFY(desk.button(QStringLiteral("De-identify")) != nullptr);
  desk.button(QStringLiteral("Check"))->click();
  QTRY_VERIFY(desk.says(QStringLiteral("14 rows are equal")));
  QCOMPARE(desk.nameless().join(QLatin1Char(',')), QString());
  desk.shoot(QStringLiteral("data-1-dataset"));
  desk.button(QStringLiteral("De-identify"))->click();
  QCOMPARE(desk.wentTo, QStringLiteral("deidentify"));
  QCOMPARE(desk.wentWith, QStringLiteral("ds_raw"));
  desk.key(Qt::Key_Down);
  QVERIFY(desk.button(QStringLiteral("De-identify")) == nullptr);  // that has been done
  desk.button(QStringLiteral("Split"))->click();
  QCOMPARE(desk.wentWith, QStringLiteral("ds_clean"));
}

void DataTest::data_showsASplitWithItsProof() {
  Desk desk;
  QVERIFY(desk.ready());
  desk.show(QStringLiteral("data"), QStringLiteral("sp_1"));
  QTRY_VERIFY(desk.says(QStringLiteral("0 of 1,204 patients")));
  desk.shoot(QStringLiteral("data-2-split"));
  desk.button(QStringLiteral("Choose an approach"))->click();
  QCOMPARE(desk.wentTo, QStringLiteral("approach"));
  QCOMPARE(desk.wentWith, QStringLiteral("sp_1"));
}

void DataTest::data_showsProgressAndCancels() {
  Desk desk;
  desk.datasets = {sampleDataset("ds_new", "imported", DatasetState::Importing)};
  desk.server.gives("POST /v1/datasets/ds_new/cancel",
                    sampleDataset("ds_new", "imported", DatasetState::Failed));
  QVERIFY(desk.ready());
  desk.show(QStringLiteral("data"), QStringLiteral("ds_new"));
  QTRY_VERIFY(desk.says(QStringLiteral("reading rows")));
  QVERIFY(desk.button(QStringLiteral("Split")) == nullptr);
  auto failed = sampleDataset("ds_new", "imported", DatasetState::Failed);
  failed.message = "cancelled";
  desk.datasets = {failed};
  desk.button(QStringLiteral("Cancel"))->click();
  QTRY_VERIFY(desk.says(QStringLiteral("cancelled")));
}

void DataTest::data_isEmptyWithTheOneThingToDo() {
  Desk desk;
  desk.datasets.clear();
  desk.splits.clear();
  QVERIFY(desk.ready());
  desk.show(QStringLiteral("data"));
  QVERIFY(desk.says(QStringLiteral("No data yet")));
  desk.shoot(QStringLiteral("data-3-empty"));
  desk.button(QStringLiteral("Import a file"))->click();
  QCOMPARE(desk.wentTo, QStringLiteral("import"));
}

void DataTest::data_saysWhyItCannotBeRead() {
  Desk desk;
  desk.server.fails("GET /v1/datasets", 500, "internal", "the database cannot be read",
                    "run telesoft doctor");
  QTRY_VERIFY(desk.workspace->datasets().state() == ui::LoadState::Failed);
  desk.show(QStringLiteral("data"));
  QVERIFY(desk.says(QStringLiteral("The database cannot be read")));
  desk.server.gives("GET /v1/datasets", protocol::Items<protocol::Dataset>{desk.datasets});
  desk.button(QStringLiteral("Try again"))->click();
  QTRY_VERIFY(desk.says(QStringLiteral("2 datasets")));
}

TELESOFT_TEST(DataTest)

}  // namespace telesoft::tests

#include "data_test.moc"
