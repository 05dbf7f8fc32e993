#include <QRadioButton>
#include <QSpinBox>

#include "support/test_case.h"
#include "ui_wizards/desk.h"

namespace telesoft::tests {

class ApproachTest : public QObject {
  Q_OBJECT

 private slots:
  void approach_goesFromASplitToARunningJobByKeyboard();
  void approach_choosesACardByArrowKeys();
  void approach_showsWhyThereIsNoAdvice();
  void approach_keepsEverythingWhenTheJobDoesNotStart();
};

void ApproachTest::approach_goesFromASplitToARunningJobByKeyboard() {
  Desk desk;
  QVERIFY(desk.ready());
  desk.show(QStringLiteral("approach"), QStringLiteral("ds_train"));
  QTRY_VERIFY(desk.says(QStringLiteral("parameter-efficient tuning fits")));
  QCOMPARE(desk.server.asked("POST /v1/advice").back()["datasetId"], "ds_train");
  QCOMPARE(desk.nameless().join(QLatin1Char(',')), QString());
  desk.shoot(QStringLiteral("approach-2-approach"));
  desk.key(Qt::Key_Left, Qt::AltModifier);
  desk.shoot(QStringLiteral("approach-1-data"));
  desk.key(Qt::Key_Return, Qt::ControlModifier);
  desk.key(Qt::Key_Return, Qt::ControlModifier);
  auto* batch = qobject_cast<QSpinBox*>(desk.named(QStringLiteral("Batch size")));
  QVERIFY(batch != nullptr);
  desk.type(batch, QStringLiteral("32"));
  QVERIFY(desk.says(QStringLiteral("preset: 16")));
  QCOMPARE(desk.nameless().join(QLatin1Char(',')), QString());
  desk.shoot(QStringLiteral("approach-3-settings"));
  desk.button(QStringLiteral("Optimiser and stopping"))->click();
  QVERIFY(desk.named(QStringLiteral("Warm-up steps")) != nullptr);
  desk.shoot(QStringLiteral("approach-3-settings-open"));
  desk.key(Qt::Key_Return, Qt::ControlModifier);
  QVERIFY(desk.says(QStringLiteral("every class counts alike")));
  desk.shoot(QStringLiteral("approach-4-goal"));
  desk.key(Qt::Key_Return, Qt::ControlModifier);
  QTRY_VERIFY(desk.says(QStringLiteral("Settings of your own: batch size 32")));
  desk.shoot(QStringLiteral("approach-5-decision"));
  protocol::Job job;
  job.id = "jb_9";
  desk.server.gives("POST /v1/fine-tuning/jobs", job);
  desk.key(Qt::Key_Return, Qt::ControlModifier);
  QTRY_COMPARE(desk.wentTo, QStringLiteral("jobs"));
  QCOMPARE(desk.wentWith, QStringLiteral("jb_9"));
  const auto& sent = desk.server.asked("POST /v1/fine-tuning/jobs").back();
  QCOMPARE(sent["approach"], "peft");
  QCOMPARE(sent["baseModel"], "telesoft-diagnostic-v2");
  QCOMPARE(sent["hyperparameters"]["batchSize"], 32);
  QCOMPARE(sent["validationData"], "ds_validation");
  QCOMPARE(sent["preserveCapabilities"], base::json::array({"general_medical_knowledge"}));
}

void ApproachTest::approach_choosesACardByArrowKeys() {
  Desk desk;
  QVERIFY(desk.ready());
  desk.show(QStringLiteral("approach"), QStringLiteral("sp_1"));
  QTRY_VERIFY(desk.says(QStringLiteral("parameter-efficient tuning fits")));
  QAbstractButton* peft = desk.button(QStringLiteral("Adapter"));
  QVERIFY(peft->isChecked());
  QVERIFY(!desk.button(QStringLiteral("Expert feedback"))->isEnabled());
  peft->setFocus();
  desk.key(Qt::Key_Down);
  QVERIFY(!peft->isChecked());
  QVERIFY(desk.button(QStringLiteral("Head on the frozen base"))->isChecked());
}

void ApproachTest::approach_showsWhyThereIsNoAdvice() {
  Desk desk;
  desk.server.fails("POST /v1/advice", 400, "invalid_input", "the dataset has one class only",
                    "import rows of at least two classes");
  QVERIFY(desk.ready());
  desk.show(QStringLiteral("approach"), QStringLiteral("ds_train"));
  QTRY_VERIFY(desk.says(QStringLiteral("The dataset has one class only")));
  desk.server.gives("POST /v1/advice", sampleAdvice());
  desk.button(QStringLiteral("Ask again"))->click();
  QTRY_VERIFY(desk.says(QStringLiteral("parameter-efficient tuning fits")));
}

void ApproachTest::approach_keepsEverythingWhenTheJobDoesNotStart() {
  Desk desk;
  desk.server.fails("POST /v1/fine-tuning/jobs", 503, "unavailable",
                    "the base model is not on this machine", "fetch it with the installer");
  QVERIFY(desk.ready());
  desk.show(QStringLiteral("approach"), QStringLiteral("ds_train"));
  QTRY_VERIFY(desk.says(QStringLiteral("parameter-efficient tuning fits")));
  for (int step = 0; step < 4; ++step) {
    desk.key(Qt::Key_Return, Qt::ControlModifier);
  }
  QTRY_VERIFY(desk.says(QStringLiteral("The base model is not on this machine")));
  QVERIFY(desk.says(QStringLiteral("etch it with the installer")));
  QVERIFY(desk.button(QStringLiteral("Start training")) != nullptr);
  QVERIFY(desk.wentTo.isEmpty());
}

TELESOFT_TEST(ApproachTest)

}  // namespace telesoft::tests

#include "approach_test.moc"
