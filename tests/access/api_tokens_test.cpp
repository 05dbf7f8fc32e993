#include "telesoft/access/api_tokens.h"

#include "telesoft/access/token.h"

#include "access_fixture.h"

namespace {

using namespace telesoft;
using namespace telesoft::access;
using namespace telesoft::tests;
using namespace std::chrono_literals;
using base::ErrorCode;
using protocol::TokenRequest;

class ApiTokensTest : public QObject {
  Q_OBJECT
 private slots:
  void make_tellsTheTextOnce();
  void make_refuses_data();
  void make_refuses();
  void token_hasWhatItWasGivenAndItsOwnerStillHas();
  void token_endsInTime();
  void token_endsWithItsOwner();
  void token_endsWhenRevoked();
  void token_makesNoOther();
  void list_isOnesOwnUnlessOneManagesUsers();
  void lastUse_isKept();

 private:
  static ErrorCode codeOf(const base::Result<protocol::ApiToken>& answer) {
    return answer ? ErrorCode::Internal : answer.error().code;
  }
};

void ApiTokensTest::make_tellsTheTextOnce() {
  AccessFixture access;
  access.addUser("lee", {"clinician"});
  const Principal lee = access.signIn("lee").who;
  const auto made = must(access.tokens->make(lee, {" ward 7 ", {"prediction.make"}, 90}));
  QVERIFY(isToken(made.token));
  QCOMPARE(made.name, std::string("ward 7"));
  QCOMPARE(made.owner, std::string("lee"));
  QCOMPARE(made.expiresAt, base::toIso8601(access.clock.now() + 90 * 24h));
  const auto listed = access.tokens->list(lee);
  QCOMPARE(listed.size(), size_t{1});
  QCOMPARE(listed[0].id, made.id);
  QCOMPARE(listed[0].token, std::string());
  const auto rows = access.audited("api_token.make");
  QCOMPARE(rows.size(), size_t{1});
  QVERIFY(rows[0].detail.find(made.token) == std::string::npos);
  const Principal program = must(access.guard->authenticate(made.token));
  QVERIFY(program.kind == Principal::Kind::Token);
  QCOMPARE(program.name, std::string("lee"));
}

void ApiTokensTest::make_refuses_data() {
  QTest::addColumn<QString>("name");
  QTest::addColumn<QStringList>("permissions");
  QTest::addColumn<int>("days");
  QTest::addColumn<QString>("code");
  const QStringList one{"model.read"};
  QTest::newRow("no name") << " " << one << 30 << "invalid_input";
  QTest::newRow("lines in the name") << "a\nb" << one << 30 << "invalid_input";
  QTest::newRow("no permission") << "ward" << QStringList{} << 30 << "invalid_input";
  QTest::newRow("unknown permission") << "ward" << QStringList{"*"} << 30 << "invalid_input";
  QTest::newRow("no days") << "ward" << one << 0 << "invalid_input";
  QTest::newRow("too many days") << "ward" << one << 367 << "invalid_input";
  QTest::newRow("more than one has")
      << "ward" << QStringList{"model.read", "users.manage"} << 30 << "permission_denied";
}

void ApiTokensTest::make_refuses() {
  QFETCH(QString, name);
  QFETCH(QStringList, permissions);
  QFETCH(int, days);
  QFETCH(QString, code);
  AccessFixture access;
  access.addUser("lee", {"clinician"});
  TokenRequest request{name.toStdString(), {}, days};
  for (const QString& permission : permissions) {
    request.permissions.push_back(permission.toStdString());
  }
  const Principal lee = access.signIn("lee").who;
  const auto answer = access.tokens->make(lee, request);
  QVERIFY(!answer.has_value());
  QCOMPARE(QString::fromStdString(std::string(base::errorInfo(answer.error().code).name)), code);
  QVERIFY(access.tokens->list(lee).empty());
}

void ApiTokensTest::token_hasWhatItWasGivenAndItsOwnerStillHas() {
  AccessFixture access;
  const protocol::User user = access.addUser("lee", {"clinician", "auditor"});
  const auto made = must(access.tokens->make(access.signIn("lee").who,
                                             {"ward", {"audit.read", "prediction.make"}, 30}));
  const auto granted = [&] { return must(access.guard->authenticate(made.token)).permissions; };
  QVERIFY(granted() == (std::set<Permission>{Permission::WorkspaceRead, Permission::PredictionMake,
                                             Permission::AuditRead}));
  protocol::UserChange change;
  change.roles = {"clinician"};
  must(access.accounts->change(embeddedPrincipal(), user.id, change));
  QVERIFY(granted() ==
          (std::set<Permission>{Permission::WorkspaceRead, Permission::PredictionMake}));
  change.roles = {"clinician", "auditor", "admin"};
  must(access.accounts->change(embeddedPrincipal(), user.id, change));
  QCOMPARE(granted().size(), size_t{3});  // what the owner gets anew, the token does not
}

void ApiTokensTest::token_endsInTime() {
  AccessFixture access;
  const auto made = must(access.tokens->make(embeddedPrincipal(), {"ward", {"model.read"}, 1}));
  access.clock.advance(24h - 1ms);
  QCOMPARE(access.refusal(made.token), std::string());
  access.clock.advance(1ms);
  QCOMPARE(access.refusal(made.token), std::string("unauthenticated"));
}

void ApiTokensTest::token_endsWithItsOwner() {
  AccessFixture access;
  const protocol::User user = access.addUser("lee", {"clinician"});
  const auto made =
      must(access.tokens->make(access.signIn("lee").who, {"ward", {"model.read"}, 30}));
  protocol::UserChange change;
  change.disabled = true;
  must(access.accounts->change(embeddedPrincipal(), user.id, change));
  QCOMPARE(access.refusal(made.token), std::string("unauthenticated"));
}

void ApiTokensTest::token_endsWhenRevoked() {
  AccessFixture access;
  access.addUser("lee", {"clinician"});
  access.addUser("kim", {"clinician"});
  access.addUser("okafor", {"admin"});
  const Principal lee = access.signIn("lee").who;
  const auto one = must(access.tokens->make(lee, {"ward", {"model.read"}, 30}));
  const auto two = must(access.tokens->make(lee, {"ward", {"model.read"}, 30}));
  QCOMPARE(codeOf(access.tokens->revoke(access.signIn("kim").who, one.id)), ErrorCode::NotFound);
  QCOMPARE(codeOf(access.tokens->revoke(lee, "tk_none")), ErrorCode::NotFound);
  QVERIFY(must(access.tokens->revoke(lee, one.id)).revoked);
  QVERIFY(must(access.tokens->revoke(lee, one.id)).revoked);
  QVERIFY(must(access.tokens->revoke(access.signIn("okafor").who, two.id)).revoked);
  QCOMPARE(access.audited("api_token.revoke").size(), size_t{2});
  access.reopen();
  for (const auto& token : {one, two}) {
    QCOMPARE(access.refusal(token.token), std::string("unauthenticated"));
  }
}

void ApiTokensTest::token_makesNoOther() {
  AccessFixture access;
  access.addUser("okafor", {"admin"});
  const auto made =
      must(access.tokens->make(access.signIn("okafor").who, {"script", {"users.manage"}, 30}));
  const Principal program = must(access.guard->authenticate(made.token));
  QCOMPARE(codeOf(access.tokens->make(program, {"more", {"users.manage"}, 30})),
           ErrorCode::PermissionDenied);
  QCOMPARE(codeOf(access.tokens->revoke(program, made.id)), ErrorCode::PermissionDenied);
  QVERIFY(!access.accounts->changeOwnPassword(program, {kPassword, "another river amber 72"}));
}

void ApiTokensTest::list_isOnesOwnUnlessOneManagesUsers() {
  AccessFixture access;
  access.addUser("lee", {"clinician"});
  access.addUser("kim", {"clinician"});
  access.addUser("okafor", {"admin"});
  must(access.tokens->make(access.signIn("lee").who, {"of lee", {"model.read"}, 30}));
  access.clock.advance(1s);
  must(access.tokens->make(access.signIn("kim").who, {"of kim", {"model.read"}, 30}));
  const auto own = access.tokens->list(access.signIn("kim").who);
  QCOMPARE(own.size(), size_t{1});
  QCOMPARE(own[0].name, std::string("of kim"));
  const auto all = access.tokens->list(access.signIn("okafor").who);
  QCOMPARE(all.size(), size_t{2});
  QCOMPARE(all[0].name, std::string("of kim"));  // the newest first
}

void ApiTokensTest::lastUse_isKept() {
  AccessFixture access;
  const auto made = must(access.tokens->make(embeddedPrincipal(), {"ward", {"model.read"}, 30}));
  QCOMPARE(access.tokens->list(embeddedPrincipal())[0].lastUsedAt, std::string());
  access.clock.advance(1h);
  const std::string used = base::toIso8601(access.clock.now());
  must(access.guard->authenticate(made.token));
  QCOMPARE(access.tokens->list(embeddedPrincipal())[0].lastUsedAt, used);
  must(access.sessions->keepUse());
  access.clock.advance(1h);
  access.reopen();
  QCOMPARE(access.tokens->list(embeddedPrincipal())[0].lastUsedAt, used);
}

TELESOFT_TEST(ApiTokensTest)

}  // namespace

#include "api_tokens_test.moc"
