#include <QComboBox>

#include "telesoft/ui/widgets/text/span_text.h"

#include "support/test_case.h"
#include "ui_wizards/desk.h"

namespace telesoft::tests {

using protocol::DatasetState;

class DeidTest : public QObject {
  Q_OBJECT

 private slots:
  void deidentify_goesFromADatasetToACleanOneByKeyboard();
  void deidentify_searchesAgainWhenAPolicyChanges();
  void deidentify_showsWhyTheSearchFailed();
  void deidentify_offersImportWhereThereIsNothing();
};

void DeidTest::deidentify_goesFromADatasetToACleanOneByKeyboard() {
  Desk desk;
  QVERIFY(desk.ready());
  desk.show(QStringLiteral("deidentify"), QStringLiteral("ds_raw"));
  QTRY_VERIFY(desk.says(QStringLiteral("96 identifiers")));
  QCOMPARE(desk.nameless().join(QLatin1Char(',')), QString());
  desk.shoot(QStringLiteral("deid-2-policies"));
  desk.key(Qt::Key_Left, Qt::AltModifier);
  desk.shoot(QStringLiteral("deid-1-dataset"));
  desk.key(Qt::Key_Return, Qt::ControlModifier);
  desk.key(Qt::Key_Return, Qt::ControlModifier);
  QTRY_VERIFY(desk.says(QStringLiteral("after \"Frau\"")));
  auto* text =
      qobject_cast<ui::SpanText*>(desk.named(QStringLiteral("Text with identifiers marked")));
  QVERIFY(text != nullptr);
  QCOMPARE(text->spans().size(), size_t{4});
  // Bytes of the server are not characters: the umlaut before them moves the later spans.
  QCOMPARE(text->spans()[3].end - text->spans()[3].begin, 12);
  text->setFocus();
  desk.key(Qt::Key_Right);
  QVERIFY(desk.says(QStringLiteral("after \"Dr.\"")));
  desk.key(Qt::Key_Return);
  QVERIFY(text->spans()[1].kept);
  QTRY_VERIFY(desk.says(QStringLiteral("1 looked at, 1 wrong")));
  QCOMPARE(desk.nameless().join(QLatin1Char(',')), QString());
  desk.shoot(QStringLiteral("deid-3-check"));
  desk.key(Qt::Key_Return, Qt::ControlModifier);
  QVERIFY(desk.says(QStringLiteral("HIPAA Safe Harbor")));
  desk.shoot(QStringLiteral("deid-4-identifiers"));
  desk.key(Qt::Key_Return, Qt::ControlModifier);
  QTRY_VERIFY(desk.says(QStringLiteral("marked 1 of 48 finds")));
  desk.shoot(QStringLiteral("deid-5-decision"));
  const auto made = sampleDataset("ds_made", "deidentified", DatasetState::Ready);
  desk.server.gives("POST /v1/datasets/ds_raw/deidentify", made);
  desk.key(Qt::Key_Return, Qt::ControlModifier);
  QTRY_VERIFY(desk.says(QStringLiteral("De-identified: 3,512 rows")));
  const auto& sent = desk.server.asked("POST /v1/datasets/ds_raw/deidentify").back();
  QCOMPARE(sent["textPolicy"], "surrogate");
  QCOMPARE(sent["name"], "Discharge notes 2025, de-identified");
  desk.key(Qt::Key_Space);
  QCOMPARE(desk.wentTo, QStringLiteral("split"));
  QCOMPARE(desk.wentWith, QStringLiteral("ds_made"));
}

void DeidTest::deidentify_searchesAgainWhenAPolicyChanges() {
  Desk desk;
  const QByteArray what = "POST /v1/datasets/ds_raw/deidentification/preview";
  QVERIFY(desk.ready());
  desk.show(QStringLiteral("deidentify"), QStringLiteral("ds_raw"));
  QTRY_VERIFY(desk.says(QStringLiteral("96 identifiers")));
  const size_t before = desk.server.asked(what).size();
  auto* action =
      qobject_cast<QComboBox*>(desk.named(QStringLiteral("What happens to column patient_id")));
  QVERIFY(action != nullptr);
  action->setFocus();
  const int drop = action->findData(QStringLiteral("drop"));
  QTest::keyClicks(action, action->itemText(drop));
  QTRY_COMPARE(desk.server.asked(what).size(), before + 1);
  QCOMPARE(desk.server.asked(what).back()["columns"]["patient_id"], "drop");
}

void DeidTest::deidentify_showsWhyTheSearchFailed() {
  Desk desk;
  desk.server.fails("POST /v1/datasets/ds_raw/deidentification/preview", 409, "conflict",
                    "the dataset is not ready", "wait until it is");
  QVERIFY(desk.ready());
  desk.show(QStringLiteral("deidentify"), QStringLiteral("ds_raw"));
  desk.key(Qt::Key_Return, Qt::ControlModifier);
  QTRY_VERIFY(desk.says(QStringLiteral("The dataset is not ready")));
  QVERIFY(!desk.says(QStringLiteral("HIPAA")));
}

void DeidTest::deidentify_offersImportWhereThereIsNothing() {
  Desk desk;
  desk.datasets.clear();
  QVERIFY(desk.ready());
  desk.show(QStringLiteral("deidentify"));
  QVERIFY(desk.says(QStringLiteral("No dataset fits")));
  desk.button(QStringLiteral("Import a file"))->click();
  QCOMPARE(desk.wentTo, QStringLiteral("import"));
}

TELESOFT_TEST(DeidTest)

}  // namespace telesoft::tests

#include "deid_test.moc"
