#include <QComboBox>
#include <QSpinBox>

#include "telesoft/ui/widgets/accessible.h"

#include "support/test_case.h"
#include "ui_wizards/desk.h"

namespace telesoft::tests {

class SplitTest : public QObject {
  Q_OBJECT

 private slots:
  void split_showsThePartsAtOnceAndMakesThem();
  void split_saysAtTheFieldThatSharesAreNotAWhole();
  void split_takesOneSiteAsTest();
  void split_showsTheServersRefusal();
};

void SplitTest::split_showsThePartsAtOnceAndMakesThem() {
  Desk desk;
  QVERIFY(desk.ready());
  desk.show(QStringLiteral("split"), QStringLiteral("ds_clean"));
  QTRY_VERIFY(desk.says(QStringLiteral("0 of 1,204 patients")));
  QVERIFY(desk.says(QStringLiteral("That cannot be switched off")));
  QCOMPARE(desk.nameless().join(QLatin1Char(',')), QString());
  desk.shoot(QStringLiteral("split-2-parts"));
  desk.key(Qt::Key_Left, Qt::AltModifier);
  desk.shoot(QStringLiteral("split-1-dataset"));
  desk.key(Qt::Key_Return, Qt::ControlModifier);
  desk.key(Qt::Key_Return, Qt::ControlModifier);
  QTRY_VERIFY(desk.says(QStringLiteral("cut into three parts")));
  desk.shoot(QStringLiteral("split-3-decision"));
  desk.server.on("POST /v1/splits", [](const base::json& body) {
    return Answer{
        201, QByteArray::fromStdString(
                 base::toJson(sampleSplit(*base::fromJson<protocol::SplitRequest>(body))).dump())};
  });
  desk.key(Qt::Key_Return, Qt::ControlModifier);
  QTRY_VERIFY(desk.says(QStringLiteral("Split. 0 of 1,204 patients")));
  QCOMPARE(desk.server.asked("POST /v1/splits").back()["datasetId"], "ds_clean");
  desk.key(Qt::Key_Space);
  QCOMPARE(desk.wentTo, QStringLiteral("approach"));
  QCOMPARE(desk.wentWith, QStringLiteral("ds_train"));
}

void SplitTest::split_saysAtTheFieldThatSharesAreNotAWhole() {
  Desk desk;
  QVERIFY(desk.ready());
  desk.show(QStringLiteral("split"), QStringLiteral("ds_clean"));
  QTRY_VERIFY(desk.says(QStringLiteral("0 of 1,204 patients")));
  const size_t before = desk.server.asked("POST /v1/splits/preview").size();
  auto* train = qobject_cast<QSpinBox*>(desk.named(QStringLiteral("Training")));
  QVERIFY(train != nullptr);
  desk.type(train, QStringLiteral("80"));
  QVERIFY(desk.says(QStringLiteral("add up to 110 %")));
  desk.key(Qt::Key_Return, Qt::ControlModifier);
  QVERIFY(desk.named(QStringLiteral("Training")) != nullptr);  // still there
  desk.shoot(QStringLiteral("split-error"));
  desk.type(desk.named(QStringLiteral("Test")), QStringLiteral("5"));
  QVERIFY(!desk.says(QStringLiteral("add up to")));
  QTRY_VERIFY(desk.server.asked("POST /v1/splits/preview").size() > before);
  QCOMPARE(desk.server.asked("POST /v1/splits/preview").back()["trainFraction"], 0.8);
  QCOMPARE(desk.server.asked("POST /v1/splits/preview").back()["testFraction"], 0.05);
}

void SplitTest::split_takesOneSiteAsTest() {
  Desk desk;
  protocol::RowPage page;
  page.columns = {"ward", "note"};
  page.rows = {{"Oncology", "x"}, {"Cardiology", "y"}, {"Oncology", "z"}};
  page.total = 3;
  desk.server.gives("GET /v1/datasets/ds_clean/rows", page);
  QVERIFY(desk.ready());
  desk.show(QStringLiteral("split"), QStringLiteral("ds_clean"));
  QTRY_VERIFY(desk.says(QStringLiteral("0 of 1,204 patients")));
  desk.button(QStringLiteral("One site or period"))->click();
  auto* value = qobject_cast<QComboBox*>(desk.named(QStringLiteral("Value that is the test part")));
  QVERIFY(value != nullptr);
  QTRY_COMPARE(value->count(), 2);
  QVERIFY(desk.says(QStringLiteral("Name the value")));
  desk.type(value, QStringLiteral("Oncology"));
  QTRY_COMPARE(desk.server.asked("POST /v1/splits/preview").back()["testValue"], "Oncology");
  QCOMPARE(desk.server.asked("POST /v1/splits/preview").back()["testColumn"], "ward");
  desk.shoot(QStringLiteral("split-2-site"));
}

void SplitTest::split_showsTheServersRefusal() {
  Desk desk;
  desk.server.fails("POST /v1/splits/preview", 400, "invalid_input",
                    "fewer than 30 rows have a label", "import more rows");
  QVERIFY(desk.ready());
  desk.show(QStringLiteral("split"), QStringLiteral("ds_clean"));
  QTRY_VERIFY(desk.says(QStringLiteral("Fewer than 30 rows have a label")));
  desk.key(Qt::Key_Return, Qt::ControlModifier);
  QVERIFY(desk.named(QStringLiteral("Training")) != nullptr);
}

TELESOFT_TEST(SplitTest)

}  // namespace telesoft::tests

#include "split_test.moc"
