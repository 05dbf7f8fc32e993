#include "telesoft/access/guard.h"

#include <atomic>
#include <thread>

#include "telesoft/access/token.h"
#include "telesoft/store/tables/token_table.h"

#include "access_fixture.h"

namespace {

using namespace telesoft;
using namespace telesoft::access;
using namespace telesoft::tests;

class GuardTest : public QObject {
  Q_OBJECT
 private slots:
  void openEmbedded_storesOnlyTheHash();
  void openEmbedded_isAuditedOnce();
  void openTeam_refusesWithoutAnAdministrator();
  void openTeam_takesPeopleOnly();
  void authenticate_saysTheSameWhateverIsWrong();
  void authenticate_isSafeBesideChanges();
  void check_takesTheBearerHeader();
  void check_refusesOtherHeaders_data();
  void check_refusesOtherHeaders();
  void person_mayOnlyWhatTheRoleGives();
};

void GuardTest::openEmbedded_storesOnlyTheHash() {
  const AccessFixture access;
  const auto records = must(access.workspace->database().read(
      [](const store::Snapshot& snapshot) { return store::TokenTable::list(snapshot); }));
  QCOMPARE(records.size(), size_t{1});
  QCOMPARE(records.front().hash, hashOfToken(access.guard->embeddedToken()));
  QVERIFY(records.front().hash != access.guard->embeddedToken());
}

void GuardTest::openEmbedded_isAuditedOnce() {
  AccessFixture access;
  const std::string first = access.guard->embeddedToken();
  access.reopen();
  QCOMPARE(access.guard->embeddedToken(), first);
  QCOMPARE(access.audited("token.make").size(), size_t{1});
}

void GuardTest::openTeam_refusesWithoutAnAdministrator() {
  AccessFixture access;
  const auto none = Guard::openTeam(*access.workspace);
  QVERIFY(!none.has_value());
  QCOMPARE(none.error().code, base::ErrorCode::Conflict);
  QVERIFY2(none.error().hint.find("telesoft users add") != std::string::npos,
           none.error().hint.c_str());
  access.addUser("lee", {"clinician"});
  QVERIFY(!Guard::openTeam(*access.workspace).has_value());
  access.addUser("okafor", {"admin"});
  QVERIFY(Guard::openTeam(*access.workspace).has_value());
}

void GuardTest::openTeam_takesPeopleOnly() {
  AccessFixture access;
  access.addUser("okafor", {"admin"});
  const std::string session = access.signIn("okafor").token;
  const auto localToken =
      must(access.tokens->make(embeddedPrincipal(), {"script", {"model.read"}, 30}));
  const std::string embedded = access.guard->embeddedToken();
  QVERIFY(access.guard->authenticate(localToken.token).has_value());
  const Guard team = must(Guard::openTeam(*access.workspace));
  QVERIFY(team.isTeam());
  QCOMPARE(team.embeddedToken(), std::string());
  QVERIFY(team.authenticate(session).has_value());
  QVERIFY(!team.authenticate(embedded).has_value());
  QVERIFY(!team.authenticate(localToken.token).has_value());
  QVERIFY(!team.authenticate("").has_value());
}

void GuardTest::authenticate_saysTheSameWhateverIsWrong() {
  AccessFixture access;
  access.addUser("lee", {"clinician"});
  const std::string session = access.signIn("lee").token;
  const Guard& guard = *access.guard;
  const auto who = guard.authenticate(guard.embeddedToken());
  QVERIFY(who.has_value());
  QCOMPARE(who->name, std::string("local user (all roles)"));
  QVERIFY(who->kind == Principal::Kind::Embedded);
  QVERIFY(who->permissions == allPermissions());
  std::string other = guard.embeddedToken();
  other[0] = other[0] == '0' ? '1' : '0';
  const std::string message = guard.authenticate(other).error().message;
  access.clock.advance(kSessionIdle);
  for (const std::string& wrong :
       {std::string(), hashOfToken(guard.embeddedToken()), session, hashOfToken(session)}) {
    const auto answer = guard.authenticate(wrong);
    QVERIFY(!answer.has_value());
    QCOMPARE(answer.error().code, base::ErrorCode::Unauthenticated);
    QCOMPARE(answer.error().message, message);
  }
}

void GuardTest::authenticate_isSafeBesideChanges() {
  AccessFixture access;
  const protocol::User user = access.addUser("lee", {"clinician"});
  const std::string session = access.signIn("lee").token;
  std::atomic<bool> ended = false;
  std::atomic<int> answered = 0;
  std::vector<std::thread> readers;
  for (int i = 0; i < 4; ++i) {
    readers.emplace_back([&] {
      while (!ended) {
        const auto who = access.guard->authenticate(session);
        answered += who && who->name == "lee" ? 1 : 0;
      }
    });
  }
  for (int i = 0; i < 200; ++i) {
    protocol::User changed = user;
    changed.displayName = "Dr " + std::to_string(i);
    access.guard->roster().putUser(changed);
    access.guard->roster().putSession({hashOfToken(newToken()), user.id, "", "", ""});
    std::this_thread::yield();
  }
  while (answered < 100) {
    std::this_thread::yield();
  }
  ended = true;
  for (std::thread& reader : readers) {
    reader.join();
  }
  QVERIFY(access.guard->authenticate(session).has_value());
}

void GuardTest::check_takesTheBearerHeader() {
  const AccessFixture access;
  for (const std::string scheme : {"Bearer ", "bearer ", "BEARER  "}) {
    QVERIFY2(
        access.guard->check(scheme + access.guard->embeddedToken(), Permission::JobRun).has_value(),
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
  const AccessFixture access;
  const auto answer = access.guard->check(before.toStdString() + access.guard->embeddedToken(),
                                          Permission::WorkspaceRead);
  QVERIFY(!answer.has_value());
  QCOMPARE(answer.error().code, base::ErrorCode::Unauthenticated);
}

void GuardTest::person_mayOnlyWhatTheRoleGives() {
  AccessFixture access;
  access.addUser("dr.example", {"auditor"});
  const std::string header = "Bearer " + access.signIn("dr.example").token;
  const auto who = access.guard->check(header, Permission::AuditRead);
  QVERIFY(who.has_value());
  QCOMPARE(who->name, std::string("dr.example"));
  const auto refused = access.guard->check(header, Permission::DataReadRows);
  QVERIFY(!refused.has_value());
  QCOMPARE(refused.error().code, base::ErrorCode::PermissionDenied);
  QVERIFY2(refused.error().message.find("data.read_rows") != std::string::npos,
           refused.error().message.c_str());
}

TELESOFT_TEST(GuardTest)

}  // namespace

#include "guard_test.moc"
