#include "telesoft/access/sessions.h"

#include <set>

#include "telesoft/access/token.h"

#include "access_fixture.h"

namespace {

using namespace telesoft;
using namespace telesoft::access;
using namespace telesoft::tests;
using namespace std::chrono_literals;

class SessionsTest : public QObject {
  Q_OBJECT
 private slots:
  void begin_givesATokenOfWhichTheHashIsKept();
  void begin_tellsWhoItIs();
  void session_endsWhenIdle();
  void session_endsAfterTwelveHours();
  void session_endsAtLogOut();
  void session_outlivesTheServer();
  void session_doesNotOutliveItsIdleTimeWithAnOldServer();
  void begin_clearsAwayWhatIsOver();
  void end_needsASession();

 private:
  static std::vector<store::SessionRecord> stored(const AccessFixture& access) {
    return must(access.workspace->database().read(
        [](const store::Snapshot& snapshot) { return store::SessionTable::list(snapshot); }));
  }
};

void SessionsTest::begin_givesATokenOfWhichTheHashIsKept() {
  AccessFixture access;
  access.addUser("lee", {"clinician"});
  std::set<std::string> seen;
  for (int i = 0; i < 3; ++i) {
    const auto begun = access.signIn("lee");
    QVERIFY(isToken(begun.token));
    QVERIFY(seen.insert(begun.token).second);
  }
  for (const auto& record : stored(access)) {
    QVERIFY(!seen.contains(record.hash));
  }
  QCOMPARE(stored(access).size(), size_t{3});
  QCOMPARE(access.audited("session.begin").size(), size_t{3});
}

void SessionsTest::begin_tellsWhoItIs() {
  AccessFixture access;
  const protocol::User user = access.addUser("lee", {"clinician", "auditor"});
  const Principal who = access.signIn("lee").who;
  QCOMPARE(who.name, std::string("lee"));
  QCOMPARE(who.displayName, std::string("Dr lee"));
  QCOMPARE(who.userId, user.id);
  QVERIFY(who.kind == Principal::Kind::Session);
  QVERIFY(who.roles == user.roles);
  QVERIFY(who.permissions == permissionsOf(user.roles));
  QCOMPARE(who.expiresAt, base::toIso8601(access.clock.now() + 12h));
  QCOMPARE(must(access.accounts->list())[0].lastLoginAt, base::toIso8601(access.clock.now()));
}

void SessionsTest::session_endsWhenIdle() {
  AccessFixture access;
  access.addUser("lee", {"clinician"});
  const std::string token = access.signIn("lee").token;
  for (int i = 0; i < 4; ++i) {
    access.clock.advance(30min - 1ms);
    QCOMPARE(access.refusal(token), std::string());
  }
  access.clock.advance(30min);
  QCOMPARE(access.refusal(token), std::string("unauthenticated"));
}

void SessionsTest::session_endsAfterTwelveHours() {
  AccessFixture access;
  access.addUser("lee", {"clinician"});
  const std::string token = access.signIn("lee").token;
  for (auto passed = 0min; passed < 12h - 20min; passed += 20min) {
    access.clock.advance(20min);
    QCOMPARE(access.refusal(token), std::string());
  }
  access.clock.advance(20min - 1ms);
  QCOMPARE(access.refusal(token), std::string());
  access.clock.advance(1ms);
  QCOMPARE(access.refusal(token), std::string("unauthenticated"));
}

void SessionsTest::session_endsAtLogOut() {
  AccessFixture access;
  access.addUser("lee", {"clinician"});
  const auto one = access.signIn("lee");
  const auto two = access.signIn("lee");
  must(access.sessions->end(one.who));
  QCOMPARE(access.refusal(one.token), std::string("unauthenticated"));
  QCOMPARE(access.refusal(two.token), std::string());
  QCOMPARE(access.audited("session.end").size(), size_t{1});
  access.reopen();
  QCOMPARE(access.refusal(one.token), std::string("unauthenticated"));
}

void SessionsTest::session_outlivesTheServer() {
  AccessFixture access;
  access.addUser("lee", {"clinician"});
  const std::string token = access.signIn("lee").token;
  access.clock.advance(25min);
  QCOMPARE(access.refusal(token), std::string());
  must(access.sessions->keepUse());
  access.reopen();
  access.clock.advance(25min);
  QCOMPARE(access.refusal(token), std::string());
}

void SessionsTest::session_doesNotOutliveItsIdleTimeWithAnOldServer() {
  AccessFixture access;
  access.addUser("lee", {"clinician"});
  const std::string token = access.signIn("lee").token;
  must(access.sessions->keepUse());
  access.reopen();
  access.clock.advance(30min);
  QCOMPARE(access.refusal(token), std::string("unauthenticated"));
}

void SessionsTest::begin_clearsAwayWhatIsOver() {
  AccessFixture access;
  access.addUser("lee", {"clinician"});
  static_cast<void>(access.signIn("lee"));
  access.clock.advance(31min);
  static_cast<void>(access.signIn("lee"));
  QCOMPARE(stored(access).size(), size_t{1});
}

void SessionsTest::end_needsASession() {
  AccessFixture access;
  const auto ended = access.sessions->end(embeddedPrincipal());
  QVERIFY(!ended.has_value());
  QCOMPARE(ended.error().code, base::ErrorCode::InvalidInput);
}

TELESOFT_TEST(SessionsTest)

}  // namespace

#include "sessions_test.moc"
