#include "telesoft/access/accounts.h"

#include <algorithm>
#include <thread>

#include "access_fixture.h"

namespace {

using namespace telesoft;
using namespace telesoft::access;
using namespace telesoft::tests;
using namespace std::chrono_literals;
using base::ErrorCode;
using protocol::UserChange;

class AccountsTest : public QObject {
  Q_OBJECT
 private slots:
  void make_keepsNamesLowerAndUnique();
  void make_refuses_data();
  void make_refuses();
  void make_isAuditedWithoutNames();
  void change_changesOnlyWhatIsGiven();
  void change_endsTheSessions_data();
  void change_endsTheSessions();
  void change_keepsTheLastAdministrator();
  void change_keepsOneOfTwoAtTheSameTime();
  void signIn_saysTheSameWhateverIsWrong();
  void signIn_isSlowedDownAndNeverForGood();
  void failures_areAuditedWithoutWhatWasTyped();
  void changeOwnPassword_endsTheOtherSessions();
  void changeOwnPassword_refuses();
  void verifyPassword_byKind();

 private:
  static ErrorCode codeOf(const base::Result<protocol::User>& answer) {
    return answer ? ErrorCode::Internal : answer.error().code;
  }
};

void AccountsTest::make_keepsNamesLowerAndUnique() {
  AccessFixture access;
  const auto made = access.accounts->make(
      embeddedPrincipal(), {" Dr.Lee ", "Dr Lee", {"auditor", "clinician", "auditor"}, kPassword});
  QVERIFY(made.has_value());
  QCOMPARE(made->name, std::string("dr.lee"));
  QVERIFY(made->roles == (std::vector<std::string>{"clinician", "auditor"}));  // each once
  QVERIFY(!made->createdAt.empty());
  const auto again =
      access.accounts->make(embeddedPrincipal(), {"DR.LEE", "", {"admin"}, kPassword});
  QCOMPARE(codeOf(again), ErrorCode::AlreadyExists);
  QCOMPARE(must(access.accounts->list()).size(), size_t{1});
  QVERIFY(access.sessions->begin({"DR.Lee", kPassword}).has_value());
}

void AccountsTest::make_refuses_data() {
  QTest::addColumn<QString>("name");
  QTest::addColumn<QString>("displayName");
  QTest::addColumn<QStringList>("roles");
  QTest::addColumn<QString>("password");
  const QStringList one{"clinician"};
  const QString good = QString::fromStdString(kPassword);
  QTest::newRow("no name") << ""
                           << "" << one << good;
  QTest::newRow("short name") << "a"
                              << "" << one << good;
  QTest::newRow("name with a blank") << "dr lee"
                                     << "" << one << good;
  QTest::newRow("name with a line") << "lee\nx"
                                    << "" << one << good;
  QTest::newRow("name of signs") << "--"
                                 << "" << one << good;
  QTest::newRow("long name") << QString(65, 'a') << "" << one << good;
  QTest::newRow("the local user's name") << "local user (all roles)"
                                         << "" << one << good;
  QTest::newRow("lines in the display name") << "lee"
                                             << "a\nb" << one << good;
  QTest::newRow("long display name") << "lee" << QString(201, 'a') << one << good;
  QTest::newRow("no role") << "lee"
                           << "" << QStringList{} << good;
  QTest::newRow("unknown role") << "lee"
                                << "" << QStringList{"clinician", "root"} << good;
  QTest::newRow("weak password") << "lee"
                                 << "" << one << "password1234";
}

void AccountsTest::make_refuses() {
  QFETCH(QString, name);
  QFETCH(QString, displayName);
  QFETCH(QStringList, roles);
  QFETCH(QString, password);
  AccessFixture access;
  protocol::UserRequest request{
      name.toStdString(), displayName.toStdString(), {}, password.toStdString()};
  for (const QString& role : roles) {
    request.roles.push_back(role.toStdString());
  }
  QCOMPARE(codeOf(access.accounts->make(embeddedPrincipal(), request)), ErrorCode::InvalidInput);
  QVERIFY(must(access.accounts->list()).empty());
  QVERIFY(access.audited("user.make").empty());
}

void AccountsTest::make_isAuditedWithoutNames() {
  AccessFixture access;
  const protocol::User user = access.addUser("okafor", {"admin"});
  const auto rows = access.audited("user.make");
  QCOMPARE(rows.size(), size_t{1});
  QCOMPARE(rows[0].subject, user.id);
  QCOMPARE(rows[0].actor, std::string("local user (all roles)"));
  QCOMPARE(rows[0].detail, std::string(R"({"roles":["admin"]})"));
}

void AccountsTest::change_changesOnlyWhatIsGiven() {
  AccessFixture access;
  const protocol::User user = access.addUser("lee", {"clinician"});
  UserChange change;
  change.displayName = " Prof Lee ";
  const auto changed = must(access.accounts->change(embeddedPrincipal(), user.id, change));
  QCOMPARE(changed.displayName, std::string("Prof Lee"));
  QVERIFY(changed.roles == user.roles);
  QVERIFY(access.accounts->signIn("lee", kPassword).has_value());
  QCOMPARE(codeOf(access.accounts->change(embeddedPrincipal(), "us_none", change)),
           ErrorCode::NotFound);
  UserChange weak;
  weak.password = "short";
  QCOMPARE(codeOf(access.accounts->change(embeddedPrincipal(), user.id, weak)),
           ErrorCode::InvalidInput);
}

void AccountsTest::change_endsTheSessions_data() {
  QTest::addColumn<QString>("what");
  QTest::addColumn<bool>("ends");
  QTest::newRow("disabled") << "disabled" << true;
  QTest::newRow("roles") << "roles" << true;
  QTest::newRow("password") << "password" << true;
  QTest::newRow("the same roles") << "same" << false;
  QTest::newRow("display name") << "displayName" << false;
}

void AccountsTest::change_endsTheSessions() {
  QFETCH(QString, what);
  QFETCH(bool, ends);
  AccessFixture access;
  const protocol::User user = access.addUser("lee", {"clinician"});
  access.addUser("okafor", {"admin"});
  const std::string own = access.signIn("lee").token;
  const std::string other = access.signIn("okafor").token;
  UserChange change;
  if (what == "disabled") {
    change.disabled = true;
  } else if (what == "roles") {
    change.roles = {"auditor"};
  } else if (what == "same") {
    change.roles = {"clinician"};
  } else if (what == "password") {
    change.password = "another river amber 72";
  } else {
    change.displayName = "Dr L";
  }
  must(access.accounts->change(embeddedPrincipal(), user.id, change));
  QCOMPARE(access.refusal(own), std::string(ends ? "unauthenticated" : ""));
  QCOMPARE(access.refusal(other), std::string());
  access.reopen();  // and it does not come back with a new server
  QCOMPARE(access.refusal(own), std::string(ends ? "unauthenticated" : ""));
  QCOMPARE(access.refusal(other), std::string());
}

void AccountsTest::change_keepsTheLastAdministrator() {
  AccessFixture access;
  const protocol::User first = access.addUser("okafor", {"admin", "clinician"});
  UserChange disable, demote;
  disable.disabled = true;
  demote.roles = {"clinician"};
  for (const UserChange& change : {disable, demote}) {
    QCOMPARE(codeOf(access.accounts->change(embeddedPrincipal(), first.id, change)),
             ErrorCode::Conflict);
  }
  const protocol::User second = access.addUser("lee", {"admin"});
  must(access.accounts->change(embeddedPrincipal(), first.id, demote));
  QCOMPARE(codeOf(access.accounts->change(embeddedPrincipal(), second.id, disable)),
           ErrorCode::Conflict);
  UserChange promote;
  promote.roles = {"admin"};
  must(access.accounts->change(embeddedPrincipal(), first.id, promote));
  must(access.accounts->change(embeddedPrincipal(), second.id, disable));
  QCOMPARE(codeOf(access.accounts->change(embeddedPrincipal(), first.id, disable)),
           ErrorCode::Conflict);  // a disabled one counts for nothing
}

void AccountsTest::change_keepsOneOfTwoAtTheSameTime() {
  AccessFixture access;
  const std::vector<std::string> ids = {access.addUser("okafor", {"admin"}).id,
                                        access.addUser("lee", {"admin"}).id};
  for (int round = 0; round < 10; ++round) {
    std::vector<std::thread> threads;
    for (const std::string& id : ids) {
      threads.emplace_back([&access, id] {
        UserChange change;
        change.disabled = true;
        static_cast<void>(access.accounts->change(embeddedPrincipal(), id, change));
      });
    }
    for (std::thread& thread : threads) {
      thread.join();
    }
    const auto all = must(access.accounts->list());
    QCOMPARE(std::count_if(all.begin(), all.end(), isEnabledAdmin), 1);
    for (const std::string& id : ids) {
      UserChange change;
      change.disabled = false;
      must(access.accounts->change(embeddedPrincipal(), id, change));
    }
  }
}

void AccountsTest::signIn_saysTheSameWhateverIsWrong() {
  AccessFixture access;
  const protocol::User user = access.addUser("lee", {"clinician"});
  QVERIFY(access.accounts->signIn("lee", kPassword).has_value());
  const auto wrong = access.accounts->signIn("lee", "another river amber 72");
  const auto unknown = access.accounts->signIn("nobody", kPassword);
  UserChange disable;
  disable.disabled = true;
  must(access.accounts->change(embeddedPrincipal(), user.id, disable));
  const auto disabled = access.accounts->signIn("lee", kPassword);
  for (const auto* answer : {&wrong, &unknown, &disabled}) {
    QVERIFY(!answer->has_value());
    QCOMPARE(answer->error().code, ErrorCode::Unauthenticated);
    QCOMPARE(answer->error().message, wrong.error().message);
    QCOMPARE(answer->error().hint, wrong.error().hint);
  }
}

void AccountsTest::signIn_isSlowedDownAndNeverForGood() {
  AccessFixture access;
  access.addUser("lee", {"clinician"});
  for (int i = 0; i < 5; ++i) {
    QVERIFY(access.accounts->signIn("Lee", "wrong").error().code == ErrorCode::Unauthenticated);
  }
  const auto refused = access.accounts->signIn("lee", kPassword);  // also the right one waits
  QVERIFY(!refused.has_value());
  QCOMPARE(refused.error().code, ErrorCode::Unavailable);
  QCOMPARE(access.accounts->waitOf("LEE").count(), 1000);
  QCOMPARE(access.audited("login.failed").size(), size_t{5});  // waiting writes nothing
  access.clock.advance(1s);
  QVERIFY(access.accounts->signIn("lee", kPassword).has_value());
  QCOMPARE(access.accounts->waitOf("lee").count(), 0);
}

void AccountsTest::failures_areAuditedWithoutWhatWasTyped() {
  AccessFixture access;
  const protocol::User user = access.addUser("lee", {"clinician"});
  static_cast<void>(access.accounts->signIn("lee", "hunter2-typed-here"));
  static_cast<void>(access.accounts->signIn("typed-name", "hunter2-typed-here"));
  const auto rows = access.audited("login.failed");
  QCOMPARE(rows.size(), size_t{2});
  QCOMPARE(rows[0].subject, user.id);
  QCOMPARE(rows[1].subject, std::string());
  for (const auto& row : rows) {
    const std::string all = row.actor + row.subject + row.detail;
    QVERIFY2(all.find("typed") == std::string::npos, all.c_str());
  }
}

void AccountsTest::changeOwnPassword_endsTheOtherSessions() {
  AccessFixture access;
  access.addUser("lee", {"clinician"});
  const std::string other = access.signIn("lee").token;
  const auto here = access.signIn("lee");
  must(access.accounts->changeOwnPassword(here.who, {kPassword, "another river amber 72"}));
  QCOMPARE(access.refusal(here.token), std::string());
  QCOMPARE(access.refusal(other), std::string("unauthenticated"));
  QVERIFY(!access.accounts->signIn("lee", kPassword).has_value());
  QVERIFY(access.accounts->signIn("lee", "another river amber 72").has_value());
}

void AccountsTest::changeOwnPassword_refuses() {
  AccessFixture access;
  access.addUser("lee", {"clinician"});
  const Principal lee = access.signIn("lee").who;
  const std::string good = "another river amber 72";
  const auto wrong = access.accounts->changeOwnPassword(lee, {"not the old one", good});
  QVERIFY(!wrong.has_value());
  QCOMPARE(wrong.error().code, ErrorCode::InvalidInput);
  QVERIFY(!access.accounts->changeOwnPassword(lee, {kPassword, "short"}).has_value());
  const auto local = access.accounts->changeOwnPassword(embeddedPrincipal(), {"", good});
  QVERIFY(!local.has_value());
  QCOMPARE(local.error().code, ErrorCode::Conflict);
  QVERIFY(access.accounts->signIn("lee", kPassword).has_value());
}

void AccountsTest::verifyPassword_byKind() {
  AccessFixture access;
  access.addUser("lee", {"admin"});
  const Principal lee = access.signIn("lee").who;
  QVERIFY(must(access.accounts->verifyPassword(lee, kPassword)));
  QVERIFY(!must(access.accounts->verifyPassword(lee, "wrong")));
  QVERIFY(must(access.accounts->verifyPassword(embeddedPrincipal(), "")));
  const auto token = must(access.tokens->make(lee, {"script", {"release.approve"}, 1}));
  const Principal program = must(access.guard->authenticate(token.token));
  const auto signedByProgram = access.accounts->verifyPassword(program, kPassword);
  QVERIFY(!signedByProgram.has_value());
  QCOMPARE(signedByProgram.error().code, ErrorCode::PermissionDenied);
  for (int i = 0; i < 4; ++i) {
    QVERIFY(!must(access.accounts->verifyPassword(lee, "wrong")));
  }
  const auto slowed = access.accounts->verifyPassword(lee, kPassword);
  QVERIFY(!slowed.has_value());
  QCOMPARE(slowed.error().code, ErrorCode::Unavailable);
}

TELESOFT_TEST(AccountsTest)

}  // namespace

#include "accounts_test.moc"
