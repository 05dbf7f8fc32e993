// Stages, signatures, rollouts and the way back, by keys alone.
#include <QMessageBox>
#include <QPointer>

#include "telesoft/ui/deploy/sign_dialog.h"
#include "telesoft/ui/deploy/stage_board.h"

#include "keys.h"

namespace telesoft::tests {

namespace {

constexpr Qt::KeyboardModifiers kCtrlShift = Qt::ControlModifier | Qt::ShiftModifier;

[[nodiscard]] bool openDeploy(Workbench& bench) {
  if (!bench.open()) {
    return false;
  }
  press(bench, Qt::Key_6, Qt::ControlModifier);
  return QTest::qWaitFor([&] {
    return says(bench, "Better than the base on untouched rows") &&
           says(bench, "20 % of the patients get this version");
  });
}

QString boardValue(Workbench& bench) {
  return ui::accessibleValue(bench.window->currentPanel()->findChild<ui::StageBoard*>());
}

/// An administrator on a team's server, who has a password.
void signInAdministrator(Workbench& bench) {
  bench.server.answer("GET /v1/me", base::toJson(person({"admin"})));
}

}  // namespace

class DeployTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }

  void board_isReadByArrows() {
    Workbench bench;
    QVERIFY(openDeploy(bench));
    QCOMPARE(boardValue(bench), QStringLiteral("Arrhythmia LoRA r8, 10 %, 20 % · in use"));
    QVERIFY(tabTo(bench, "Models by stage"));
    press(bench, Qt::Key_Left);
    QCOMPARE(boardValue(bench), QStringLiteral("Arrhythmia LoRA r16, Staging, 100 % · in use"));
    QTRY_VERIFY(bench.server.count("GET /v1/models/md_new/release") > 0);
    QTRY_VERIFY(says(bench, "It answers requests to staging; no patient gets it."));
    QVERIFY(buttonOf(bench, "50 %") == nullptr);
    press(bench, Qt::Key_Left);  // nothing stands further left
    QVERIFY(boardValue(bench).startsWith(QStringLiteral("Arrhythmia LoRA r16")));
    press(bench, Qt::Key_Right);
    QVERIFY(boardValue(bench).startsWith(QStringLiteral("Arrhythmia LoRA r8")));
    QTRY_VERIFY(says(bench, "Rollout in production"));
  }

  void gates_showEvidenceAndLeadToIt() {
    Workbench bench;
    QVERIFY(openDeploy(bench));
    QVERIFY(says(bench, "macro-F1 .874 (95 % CI .841-.903, n = 527) >= .850"));
    QVERIFY(says(bench, "Nobody has signed it."));
    QTRY_VERIFY(says(bench, "low-rank adaptation, 1,000 steps"));  // its lineage
    QVERIFY(tabTo(bench, "Evidence of: Better than the base on untouched rows"));
    press(bench, Qt::Key_Space);
    QCOMPARE(bench.window->current().panel, QStringLiteral("compare"));
    QCOMPARE(bench.window->current().subject, QStringLiteral("ev_1"));
  }

  void live_showsBothArmsDriftAndAlerts() {
    Workbench bench;
    QVERIFY(openDeploy(bench));
    QTRY_VERIFY(says(bench, "No limit is crossed"));
    QVERIFY(says(bench, "Words unknown to the model are more frequent"));
    protocol::Alert seen;
    seen.id = "al_1";
    bench.server.answer("POST /v1/alerts/al_1/acknowledge", base::toJson(seen));
    QVERIFY(tabTo(bench, "Acknowledge"));
    press(bench, Qt::Key_Space);
    QTRY_COMPARE(bench.server.count("POST /v1/alerts/al_1/acknowledge"), 1);
    bench.server.list<protocol::Alert>("/v1/alerts", {});
    bench.server.announce("alert", "al_1");
    QTRY_VERIFY(!says(bench, "Words unknown to the model are more frequent"));
  }

  void signature_takesAReasonAndThePassword() {
    Workbench bench;
    signInAdministrator(bench);
    QVERIFY(openDeploy(bench));
    QTRY_COMPARE(blockedBy(bench, "Sign for production"), QString());
    press(bench, Qt::Key_S, kCtrlShift);
    auto* dialog = bench.window->findChild<ui::SignDialog*>();
    QVERIFY(dialog != nullptr && QTest::qWaitForWindowActive(dialog));
    QVERIFY(says(*dialog, "tested on 527 untouched rows, is approved for production."));
    QVERIFY(says(*dialog, "Bytes a1b2c3d4e5f60718"));
    const QAbstractButton* sign = buttonOf(*dialog, "Sign");
    QCOMPARE(sign->toolTip(), QStringLiteral("Give a reason of at least 10 characters"));
    QVERIFY(tabTo(bench, "Reason"));
    type("too short");
    QVERIFY(!sign->isEnabled());
    type(", now long enough");
    QCOMPARE(sign->toolTip(), QStringLiteral("Give your password"));
    bench.server.fail("POST /v1/approvals", "forbidden", "the password is not right", "", 403);
    press(bench, Qt::Key_Tab);
    type("wrong");
    press(bench, Qt::Key_Return);
    QTRY_VERIFY(says(*dialog, "The password is not right."));
    QVERIFY(!sign->isEnabled());
    protocol::Approval approval;
    approval.id = "ap_1";
    approval.modelId = "md_jb_done";
    approval.bytesSha256 = releaseReport("md_jb_done").bytesSha256;
    approval.by = "lee";
    approval.displayName = "Dr Lee";
    approval.time = "2026-01-02T03:04:05.000Z";
    approval.valid = true;
    bench.server.answer("POST /v1/approvals", base::toJson(approval));
    protocol::ReleaseReport signedReport = releaseReport("md_jb_done");
    signedReport.approvals = {approval};
    bench.server.answer("GET /v1/models/md_jb_done/release", base::toJson(signedReport));
    const QPointer<ui::SignDialog> open = dialog;
    type("right");  // the field has the focus again, and is empty
    press(bench, Qt::Key_Return);
    QTRY_VERIFY(open.isNull() || !open->isVisible());
    const base::json& body = bench.server.last("POST /v1/approvals")->body;
    QCOMPARE(body["password"].get<std::string>(), std::string("right"));
    QCOMPARE(body["reason"].get<std::string>(), std::string("too short, now long enough"));
    QCOMPARE(body["bytesSha256"].get<std::string>(), releaseReport("").bytesSha256);
    QTRY_VERIFY(says(bench, "Signed by lee."));
    QTRY_VERIFY(says(bench, "Dr Lee, "));
  }

  void signature_ofASinglePersonAsksNoPassword() {
    Workbench bench;
    QVERIFY(openDeploy(bench));
    press(bench, Qt::Key_S, kCtrlShift);
    auto* dialog = bench.window->findChild<ui::SignDialog*>();
    QVERIFY(dialog != nullptr && QTest::qWaitForWindowActive(dialog));
    QVERIFY(says(*dialog, "the same person trained and signed"));
    QVERIFY(tabTo(bench, "Reason"));
    type("good enough for us");
    QVERIFY(buttonOf(*dialog, "Sign")->isEnabled());
    press(bench, Qt::Key_Escape);
    QCOMPARE(bench.server.count("POST /v1/approvals"), 0);
  }

  void signature_isRefusedWhereAGateDoesNotHold() {
    Workbench bench;
    protocol::ReleaseReport report = releaseReport("md_jb_done");
    report.gates[1].state = "fails";
    bench.server.answer("GET /v1/models/md_jb_done/release", base::toJson(report));
    QVERIFY(openDeploy(bench));
    press(bench, Qt::Key_S, kCtrlShift);
    QVERIFY(bench.window->findChild<ui::SignDialog*>() == nullptr);
    QTRY_VERIFY(says(bench, "The gate \"Better than the base on untouched rows\" does not hold"));
  }

  void rollback_takesOneConfirmation() {
    Workbench bench;
    QVERIFY(openDeploy(bench));
    QVERIFY(buttonOf(bench, "Roll back to the base model telesoft-diagnostic-v2") != nullptr);
    press(bench, Qt::Key_R, kCtrlShift);
    QTRY_VERIFY(bench.window->findChild<QMessageBox*>() != nullptr);
    auto* box = bench.window->findChild<QMessageBox*>();
    QVERIFY(QTest::qWaitForWindowActive(box));
    QVERIFY(box->text().contains(QStringLiteral("telesoft-diagnostic-v2")));
    QCOMPARE(bench.server.count("POST /v1/deployments/dp_1/rollback"), 0);
    protocol::Deployment ended = production();
    ended.status = "rolled_back";
    ended.rolloutPercentage = 0;
    bench.server.answer("POST /v1/deployments/dp_1/rollback", base::toJson(ended));
    bench.server.list<protocol::Deployment>("/v1/deployments", {ended, staging()});
    press(bench, Qt::Key_Return);
    QTRY_COMPARE(bench.server.count("POST /v1/deployments/dp_1/rollback"), 1);
    QTRY_VERIFY(says(bench, "Rolled back: all patients get the base model"));
    QTRY_COMPARE(blockedBy(bench, "Roll back"), QStringLiteral("Nothing is in production"));
  }

  void rollback_thatIsCancelledDoesNothing() {
    Workbench bench;
    QVERIFY(openDeploy(bench));
    press(bench, Qt::Key_R, kCtrlShift);
    QTRY_VERIFY(bench.window->findChild<QMessageBox*>() != nullptr);
    press(bench, Qt::Key_Escape);
    QTest::qWait(30);
    QCOMPARE(bench.server.count("POST /v1/deployments/dp_1/rollback"), 0);
  }

  void share_isChangedAndRefusedInWords() {
    Workbench bench;
    QVERIFY(openDeploy(bench));
    protocol::Deployment half = production();
    half.rolloutPercentage = 50;
    bench.server.answer("POST /v1/deployments/dp_1/rollout", base::toJson(half));
    bench.server.list<protocol::Deployment>("/v1/deployments", {half, staging()});
    QVERIFY(tabTo(bench, "50 %"));
    press(bench, Qt::Key_Space);
    QTRY_COMPARE(bench.server.count("POST /v1/deployments/dp_1/rollout"), 1);
    QCOMPARE(bench.server.last("POST /v1/deployments/dp_1/rollout")->body["percentage"].get<int>(),
             50);
    QTRY_VERIFY(says(bench, "50 % of the patients get this version"));
    QVERIFY(boardValue(bench).contains(QStringLiteral("50 %")));
    bench.server.fail("POST /v1/deployments/dp_1/rollout", "conflict", "the rollout is held",
                      "look at the alert first", 409);
    QVERIFY(tabTo(bench, "100 %"));
    press(bench, Qt::Key_Space);
    QTRY_VERIFY(
        says(bench, "The share was not changed. The rollout is held. Look at the alert first."));
  }

  void deployment_goesToItsNextStage() {
    Workbench bench;
    QVERIFY(openDeploy(bench));
    QCOMPARE(blockedBy(bench, "To production"),
             QStringLiteral("It is in production: change its share"));
    QVERIFY(tabTo(bench, "Models by stage"));
    press(bench, Qt::Key_Left);
    protocol::Deployment waiting = production();
    waiting.id = "dp_3";
    waiting.modelId = "md_new";
    waiting.status = "waiting";
    waiting.waitingFor = {"a signature of a person who may approve"};
    bench.server.answer("POST /v1/deployments", base::toJson(waiting));
    press(bench, Qt::Key_D, kCtrlShift);
    QTRY_COMPARE(bench.server.count("POST /v1/deployments"), 1);
    const base::json& body = bench.server.last("POST /v1/deployments")->body;
    QCOMPARE(body["modelId"].get<std::string>(), std::string("md_new"));
    QCOMPARE(body["environment"].get<std::string>(), std::string("production"));
    QCOMPARE(body["rolloutPercentage"].get<double>(), 1.0);
    QTRY_VERIFY(says(bench, "It waits: a signature of a person who may approve"));
  }

  void clinicianAndAuditor_seeAndChangeNothing() {
    for (const char* role : {"clinician", "auditor"}) {
      Workbench bench;
      bench.server.answer("GET /v1/me", base::toJson(person({role})));
      QVERIFY(openDeploy(bench));
      QTRY_COMPARE(blockedBy(bench, "Roll back"),
                   QStringLiteral("It takes the permission release.rollback"));
      QVERIFY(blockedBy(bench, "Sign for production").contains(QStringLiteral("release.approve")));
      QVERIFY(blockedBy(bench, "50 %").contains(QStringLiteral("release.deploy")));
      press(bench, Qt::Key_R, kCtrlShift);
      press(bench, Qt::Key_S, kCtrlShift);
      QTest::qWait(200);  // a button answers its keys after a moment
      QVERIFY(bench.window->findChild<QMessageBox*>() == nullptr);
      QVERIFY(bench.window->findChild<ui::SignDialog*>() == nullptr);
    }
  }
};

TELESOFT_TEST(DeployTest)

}  // namespace telesoft::tests

#include "deploy_test.moc"
