// Accounts, tokens and backups, by keys alone.
#include "telesoft/protocol/backup.h"

#include "keys.h"

namespace telesoft::tests {

namespace {

/// Through the palette, as there is no key of its own.
[[nodiscard]] bool openView(Workbench& bench, const char* command, const char* text) {
  if (!bench.open()) {
    return false;
  }
  press(bench, Qt::Key_8, Qt::ControlModifier);
  press(bench, Qt::Key_K, Qt::ControlModifier);
  type(command);
  press(bench, Qt::Key_Return);
  return QTest::qWaitFor([&] {
    return says(bench, text) && !bench.workspace->users().items().empty() &&
           !bench.workspace->tokens().items().empty();
  });
}

}  // namespace

class AdminTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }

  void newAccount_showsWhyItWasRefusedAndIsMade() {
    Workbench bench;
    QVERIFY(openView(bench, "people and", "New account"));
    bench.server.fail("POST /v1/users", "invalid", "the password is too short",
                      "take 12 characters or more", 422);
    QVERIFY(tabTo(bench, "Name to sign in with"));
    type("meyer");
    press(bench, Qt::Key_Tab);
    type("Dr Meyer");
    press(bench, Qt::Key_Tab);
    type("short");
    QVERIFY(tabTo(bench, "Clinician: reads cases"));
    press(bench, Qt::Key_Space);
    QVERIFY(tabTo(bench, "Save"));
    press(bench, Qt::Key_Space);
    QTRY_VERIFY(says(bench, "The password is too short. Take 12 characters or more."));
    protocol::User made = clinician();
    made.id = "us_3";
    made.name = "meyer";
    bench.server.answer("POST /v1/users", base::toJson(made));
    QVERIFY(tabTo(bench, "Password"));
    type("long enough for all");
    QVERIFY(tabTo(bench, "Save"));
    press(bench, Qt::Key_Space);
    QTRY_VERIFY(says(bench, "Saved."));
    const base::json& body = bench.server.last("POST /v1/users")->body;
    QCOMPARE(body["name"].get<std::string>(), std::string("meyer"));
    QCOMPARE(body["displayName"].get<std::string>(), std::string("Dr Meyer"));
    QCOMPARE(body["password"].get<std::string>(), std::string("long enough for all"));
    QCOMPARE(body["roles"].get<std::vector<std::string>>(), std::vector<std::string>{"clinician"});
  }

  void account_isChangedWithoutItsPassword() {
    Workbench bench;
    QVERIFY(openView(bench, "people and", "New account"));
    bench.server.answer("POST /v1/users/us_2", base::toJson(clinician()));
    QVERIFY(tabTo(bench, "Accounts"));
    press(bench, Qt::Key_Down);
    press(bench, Qt::Key_Down);
    press(bench, Qt::Key_Return);
    QTRY_VERIFY(says(bench, "novak"));
    QVERIFY(tabTo(bench, "Auditor: sees, changes nothing"));
    press(bench, Qt::Key_Space);
    QVERIFY(tabTo(bench, "Save"));
    press(bench, Qt::Key_Space);
    QTRY_COMPARE(bench.server.count("POST /v1/users/us_2"), 1);
    const base::json& body = bench.server.last("POST /v1/users/us_2")->body;
    QCOMPARE(body["roles"].get<std::vector<std::string>>(),
             (std::vector<std::string>{"admin", "auditor", "ml_staff"}));
    QVERIFY(!body.contains("password") || body["password"].is_null());
  }

  void token_isRevoked() {
    Workbench bench;
    QVERIFY(openView(bench, "people and", "New account"));
    protocol::ApiToken token;
    token.id = "tk_1";
    token.name = "ward system";
    token.revoked = true;
    bench.server.answer("POST /v1/tokens/tk_1/revoke", base::toJson(token));
    QVERIFY(tabTo(bench, "API tokens"));
    press(bench, Qt::Key_Down);
    QVERIFY(tabTo(bench, "Revoke"));
    press(bench, Qt::Key_Space);
    QTRY_COMPARE(bench.server.count("POST /v1/tokens/tk_1/revoke"), 1);
  }

  void backup_wantsThePassphraseTwice() {
    Workbench bench;
    QVERIFY(openView(bench, "back the", "Back the workspace up"));
    QVERIFY(tabTo(bench, "Passphrase"));
    type("short");
    QVERIFY(tabTo(bench, "Back up"));
    press(bench, Qt::Key_Space);
    QVERIFY(says(bench, "12 characters at least"));
    QVERIFY(tabTo(bench, "Passphrase"));
    qobject_cast<QLineEdit*>(QApplication::focusWidget())->selectAll();
    type("correct horse battery");
    press(bench, Qt::Key_Tab);
    type("correct horse batterx");
    QVERIFY(tabTo(bench, "Back up"));
    press(bench, Qt::Key_Space);
    QVERIFY(says(bench, "The two differ"));
    QCOMPARE(bench.server.count("POST /v1/backups"), 0);
    protocol::Backup backup;
    backup.createdAt = "2026-01-02T03:04:05.000Z";
    backup.files = 41;
    backup.bytes = 3 << 20;
    backup.auditEntries = 1204;
    bench.server.answer("POST /v1/backups", base::toJson(backup));
    QVERIFY(tabTo(bench, "Passphrase again"));
    qobject_cast<QLineEdit*>(QApplication::focusWidget())->selectAll();
    type("correct horse battery");
    QVERIFY(tabTo(bench, "Back up"));
    press(bench, Qt::Key_Space);
    QTRY_VERIFY(says(bench, "41 files"));
    QVERIFY(says(bench, "1,204 entries of the audit trail"));
    QVERIFY(says(bench, "telesoft restore "));
    QCOMPARE(bench.server.last("POST /v1/backups")->body["passphrase"].get<std::string>(),
             std::string("correct horse battery"));
    for (const QLineEdit* field : bench.window->currentPanel()->findChildren<QLineEdit*>()) {
      QVERIFY(!field->text().contains(QStringLiteral("correct horse")));  // not kept on screen
    }
  }

  void backup_saysWhyItFailed() {
    Workbench bench;
    QVERIFY(openView(bench, "back the", "Back the workspace up"));
    bench.server.fail("POST /v1/backups", "conflict", "the folder is not empty",
                      "give a new folder", 409);
    QVERIFY(tabTo(bench, "Passphrase"));
    type("correct horse battery");
    press(bench, Qt::Key_Tab);
    type("correct horse battery");
    QVERIFY(tabTo(bench, "Back up"));
    press(bench, Qt::Key_Space);
    QTRY_VERIFY(says(bench, "The workspace was not backed up. The folder is not empty."));
    QVERIFY(buttonOf(bench, "Back up")->isEnabled());
  }

  void auditor_seesTheTrailOnly() {
    Workbench bench;
    bench.server.answer("GET /v1/me", base::toJson(person({"auditor"})));
    QVERIFY(bench.open());
    press(bench, Qt::Key_8, Qt::ControlModifier);
    QTRY_COMPARE(blockedBy(bench, "People"),
                 QStringLiteral("It takes the permission users.manage"));
    QCOMPARE(blockedBy(bench, "Backup"), QStringLiteral("It takes the permission backup.make"));
    press(bench, Qt::Key_K, Qt::ControlModifier);
    const QStringList titles = bench.window->commandPalette().shownTitles();
    QVERIFY(!titles.contains(QStringLiteral("Back the workspace up")));
    QVERIFY(titles.contains(QStringLiteral("Verify the audit trail")));
    press(bench, Qt::Key_Escape);
  }
};

TELESOFT_TEST(AdminTest)

}  // namespace telesoft::tests

#include "admin_test.moc"
