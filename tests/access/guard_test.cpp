#include "telesoft/access/guard.h"

#include "telesoft/access/token.h"
#include "telesoft/store/audit_log.h"
#include "telesoft/store/tables/token_table.h"

#include "support/temp_folder.h"
#include "support/test_case.h"

namespace {

using namespace telesoft;
using namespace telesoft::access;

class GuardTest : public QObject {
  Q_OBJECT
 private slots:
  void init();
  void cleanup();
  void openEmbedded_storesOnlyTheHash();
  void openEmbedded_isAuditedOnce();
  void authenticate_saysTheSameWhateverIsWrong();
  void check_takesTheBearerHeader();
  void check_refusesOtherHeaders_data();
  void check_refusesOtherHeaders();
  void person_mayOnlyWhatTheTableGives();
  void unknownPermission_givesNothing();

 private:
  Guard guard() { return *Guard::openEmbedded(*workspace_); }
  std::string giveToken(const std::string& name, const std::vector<std::string>& permissions);
  std::unique_ptr<tests::TempFolder> folder_;
  base::SystemClock clock_;
  std::unique_ptr<store::Workspace> workspace_;
};

void GuardTest::init() {
  folder_ = std::make_unique<tests::TempFolder>();
  auto made = store::Workspace::create(*folder_ / "w", clock_);
  QVERIFY(made.has_value());
  workspace_ = *std::move(made);
}

void GuardTest::cleanup() {
  workspace_.reset();
}

std::string GuardTest::giveToken(const std::string& name,
                                 const std::vector<std::string>& permissions) {
  const std::string token = newToken();
  const auto put = workspace_->database().write([&](store::Transaction& transaction) {
    return store::TokenTable::put(transaction, {name, hashOfToken(token), permissions, ""});
  });
  return put ? token : "";
}

void GuardTest::openEmbedded_storesOnlyTheHash() {
  const Guard made = guard();
  const auto records = workspace_->database().read(
      [](const store::Snapshot& snapshot) { return store::TokenTable::list(snapshot); });
  QVERIFY(records.has_value());
  QCOMPARE(records->size(), size_t{1});
  QCOMPARE(records->front().hash, hashOfToken(made.embeddedToken()));
  QVERIFY(records->front().hash != made.embeddedToken());
}

void GuardTest::openEmbedded_isAuditedOnce() {
  const std::string first = guard().embeddedToken();
  QCOMPARE(guard().embeddedToken(), first);
  const auto page = workspace_->database().read(
      [](const store::Snapshot& snapshot) { return store::AuditLog::page(snapshot, 0, 100); });
  QVERIFY(page.has_value());
  QCOMPARE(std::count_if(page->entries.begin(), page->entries.end(),
                         [](const auto& entry) { return entry.action == "token.make"; }),
           1);
}

void GuardTest::authenticate_saysTheSameWhateverIsWrong() {
  const Guard made = guard();
  const auto who = made.authenticate(made.embeddedToken());
  QVERIFY(who.has_value());
  QCOMPARE(who->name, std::string("local user (all roles)"));
  QVERIFY(who->permissions == allPermissions());
  std::string other = made.embeddedToken();
  other[0] = other[0] == '0' ? '1' : '0';
  const auto wrong = made.authenticate(other);
  const auto empty = made.authenticate("");
  const auto hash = made.authenticate(hashOfToken(made.embeddedToken()));
  for (const auto* answer : {&wrong, &empty, &hash}) {
    QVERIFY(!answer->has_value());
    QCOMPARE(answer->error().code, base::ErrorCode::Unauthenticated);
    QCOMPARE(answer->error().message, wrong.error().message);
  }
}

void GuardTest::check_takesTheBearerHeader() {
  const Guard made = guard();
  for (const std::string scheme : {"Bearer ", "bearer ", "BEARER  "}) {
    QVERIFY2(made.check(scheme + made.embeddedToken(), Permission::JobRun).has_value(),
             scheme.c_str());
  }
}

void GuardTest::check_refusesOtherHeaders_data() {
  QTest::addColumn<QString>("before");
  QTest::newRow("nothing") << QString();
  QTest::newRow("basic") << QStringLiteral("Basic ");
  QTest::newRow("no blank") << QStringLiteral("Bearer");
  QTest::newRow("two words") << QStringLiteral("Bearer x ");
}

void GuardTest::check_refusesOtherHeaders() {
  QFETCH(QString, before);
  const Guard made = guard();
  const auto answer =
      made.check(before.toStdString() + made.embeddedToken(), Permission::WorkspaceRead);
  QVERIFY(!answer.has_value());
  QCOMPARE(answer.error().code, base::ErrorCode::Unauthenticated);
}

void GuardTest::person_mayOnlyWhatTheTableGives() {
  const std::string token = giveToken("dr.example", {"data.deidentify"});
  QVERIFY(!token.empty());
  const Guard made = guard();
  const auto who = made.check("Bearer " + token, Permission::DataReadRows);
  QVERIFY(who.has_value());
  QCOMPARE(who->name, std::string("dr.example"));
  const auto refused = made.check("Bearer " + token, Permission::AuditRead);
  QVERIFY(!refused.has_value());
  QCOMPARE(refused.error().code, base::ErrorCode::PermissionDenied);
  QVERIFY2(refused.error().message.find("audit.read") != std::string::npos,
           refused.error().message.c_str());
}

void GuardTest::unknownPermission_givesNothing() {
  const std::string token = giveToken("newer", {"rollout.approve", "model.read"});
  const auto who = guard().authenticate(token);
  QVERIFY(who.has_value());
  QVERIFY(who->permissions ==
          (std::set<Permission>{Permission::ModelRead, Permission::WorkspaceRead}));
}

TELESOFT_TEST(GuardTest)

}  // namespace

#include "guard_test.moc"
