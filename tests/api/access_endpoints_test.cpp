#include "telesoft/api/endpoints/access_endpoints.h"

#include <atomic>
#include <thread>

#include "telesoft/protocol/access.h"
#include "telesoft/protocol/dataset.h"
#include "telesoft/protocol/server.h"

#include "live_server.h"
#include "raw_client.h"
#include "support/must.h"
#include "support/test_case.h"

namespace {

using namespace telesoft;
using namespace telesoft::tests;
using base::ErrorCode;
using protocol::ApiToken;
using protocol::Items;
using protocol::LoginAnswer;
using protocol::LoginRequest;
using protocol::Me;
using protocol::User;

class AccessEndpointsTest : public QObject {
  Q_OBJECT
 private slots:
  void init() { server_ = std::make_unique<LiveServer>(); }
  void cleanup() { server_.reset(); }
  void me_isTheLocalUserOfAnEmbeddedServer();
  void session_beginsAndEnds();
  void session_outlivesTheServer();
  void session_isRefusedWithOneShape();
  void session_isSlowedDownWithRetryAfter();
  void session_letsOthersWorkWhileManySignIn();
  void roles_sayWhatTheyGive();
  void users_areMadeAndChanged();
  void disabledAccount_isRefusedAtOnce();
  void password_isChangedByItsOwner();
  void tokens_comeInOnOnesBehalf();

 private:
  [[nodiscard]] client::Client with(const std::string& token) const {
    client::ServerAddress address = server_->address();
    address.token = token;
    return client::Client(address);
  }
  template <class T>
  static QString codeOf(const base::Result<T>& answer) {
    return answer ? QStringLiteral("none")
                  : QString::fromStdString(std::string(base::errorInfo(answer.error().code).name));
  }
  std::unique_ptr<LiveServer> server_;
};

void AccessEndpointsTest::me_isTheLocalUserOfAnEmbeddedServer() {
  const Me me = must(server_->api().get<Me>("/v1/me"));
  QCOMPARE(me.name, std::string("local user (all roles)"));
  QVERIFY(me.embedded);
  QCOMPARE(me.roles.size(), size_t{4});
  QVERIFY(std::find(me.permissions.begin(), me.permissions.end(), "users.manage") !=
          me.permissions.end());
  QVERIFY(must(server_->api().get<protocol::Health>("/v1/health")).embedded);
}

void AccessEndpointsTest::session_beginsAndEnds() {
  const client::Client lee = server_->as("lee", {"clinician"});
  const Me me = must(lee.get<Me>("/v1/me"));
  QCOMPARE(me.name, std::string("lee"));
  QCOMPARE(me.displayName, std::string("Dr lee"));
  QVERIFY(!me.embedded);
  QVERIFY(!me.expiresAt.empty());
  QCOMPARE(codeOf(lee.get<Items<User>>("/v1/users")), QStringLiteral("permission_denied"));
  QVERIFY(lee.post<base::json>("/v1/sessions/end").has_value());
  QCOMPARE(codeOf(lee.get<Me>("/v1/me")), QStringLiteral("unauthenticated"));
  QCOMPARE(codeOf(server_->api().post<base::json>("/v1/sessions/end")),
           QStringLiteral("invalid_input"));  // the local user has none
}

void AccessEndpointsTest::session_outlivesTheServer() {
  const std::string token = server_->as("lee", {"clinician"}).server().token;
  server_->restart();
  QCOMPARE(must(with(token).get<Me>("/v1/me")).name, std::string("lee"));
}

void AccessEndpointsTest::session_isRefusedWithOneShape() {
  static_cast<void>(server_->as("lee", {"clinician"}));
  const client::Client nobody = with("");
  const auto wrong = nobody.post<LoginAnswer>("/v1/sessions", LoginRequest{"lee", "wrong"});
  const auto unknown = nobody.post<LoginAnswer>("/v1/sessions", LoginRequest{"kim", "wrong"});
  QCOMPARE(codeOf(wrong), QStringLiteral("unauthenticated"));
  QCOMPARE(unknown.error().message, wrong.error().message);
  QCOMPARE(codeOf(nobody.post<LoginAnswer>("/v1/sessions", base::json{{"name", "lee"}})),
           QStringLiteral("invalid_input"));
  QCOMPARE(codeOf(nobody.post<LoginAnswer>(
               "/v1/sessions", base::json{{"name", "lee"}, {"password", "x"}, {"role", "admin"}})),
           QStringLiteral("invalid_input"));
}

void AccessEndpointsTest::session_isSlowedDownWithRetryAfter() {
  const client::Client nobody = with("");
  for (int i = 0; i < 6; ++i) {
    static_cast<void>(nobody.post<LoginAnswer>("/v1/sessions", LoginRequest{"lee", "wrong"}));
    // the last of them comes within the second that the fifth has cost
  }
  RawClient socket(std::stoi(server_->address().port));
  const std::string body = R"({"name":"lee","password":"wrong"})";
  for (int i = 0; i < 3; ++i) {  // each failure in between doubles the time
    socket.send("POST /v1/sessions HTTP/1.1\r\nHost: 127.0.0.1:" + server_->address().port +
                "\r\nContent-Type: application/json\r\nContent-Length: " +
                std::to_string(body.size()) + "\r\n\r\n" + body);
    const RawReply reply = socket.reply();
    if (reply.status == 503) {
      QVERIFY(std::stoi(reply.headers.at("retry-after")) >= 1);
      QVERIFY(reply.body.find("\"unavailable\"") != std::string::npos);
      return;
    }
    QCOMPARE(reply.status, 401);
  }
  QFAIL("never slowed down");
}

void AccessEndpointsTest::session_letsOthersWorkWhileManySignIn() {
  static_cast<void>(server_->as("lee", {"clinician"}));
  std::atomic<int> done = 0;
  std::atomic<int> well = 0;
  std::vector<std::thread> people;
  for (int i = 0; i < 20; ++i) {
    people.emplace_back([&] {
      well += with("").post<LoginAnswer>("/v1/sessions", LoginRequest{"lee", kPassword}) ? 1 : 0;
      ++done;
    });
  }
  int answered = 0;
  while (done < 20) {
    answered += server_->api().get<Items<protocol::Dataset>>("/v1/datasets") && done < 20 ? 1 : 0;
  }
  for (std::thread& person : people) {
    person.join();
  }
  QCOMPARE(well.load(), 20);
  QVERIFY2(answered >= 20, qPrintable(QString::number(answered)));  // not one after each sign-in
}

void AccessEndpointsTest::roles_sayWhatTheyGive() {
  const auto roles = must(server_->api().get<Items<protocol::Role>>("/v1/roles"));
  QCOMPARE(roles.items.size(), access::roleTable().size());
  QCOMPARE(roles.items[0].name, std::string("clinician"));
  const auto& first = roles.items[0].permissions;
  QVERIFY(std::find(first.begin(), first.end(), "review.decide") != first.end());
  QVERIFY(std::find(first.begin(), first.end(), "workspace.read") != first.end());
}

void AccessEndpointsTest::users_areMadeAndChanged() {
  const client::Client admin = server_->as("okafor", {"admin"});
  const User made = must(admin.post<User>(
      "/v1/users", protocol::UserRequest{"Lee", "Dr Lee", {"clinician"}, kPassword}));
  QCOMPARE(made.name, std::string("lee"));
  QCOMPARE(must(admin.get<Items<User>>("/v1/users")).items.size(), size_t{2});
  const auto reply = client::request(admin.server(), "GET", "/v1/users");
  QVERIFY(reply->body.find("argon2") == std::string::npos);
  protocol::UserChange change;
  change.roles = {"auditor"};
  QVERIFY(must(admin.post<User>("/v1/users/" + made.id, change)).roles ==
          (std::vector<std::string>{"auditor"}));
  const Me me = must(admin.get<Me>("/v1/me"));
  change.roles = {"clinician"};
  const auto all = must(admin.get<Items<User>>("/v1/users"));
  const auto own = std::find_if(all.items.begin(), all.items.end(),
                                [&](const User& user) { return user.name == me.name; });
  QCOMPARE(codeOf(admin.post<User>("/v1/users/" + own->id, change)), QStringLiteral("conflict"));
  QCOMPARE(codeOf(admin.post<User>("/v1/users/us_none", change)), QStringLiteral("not_found"));
}

void AccessEndpointsTest::disabledAccount_isRefusedAtOnce() {
  const client::Client lee = server_->as("lee", {"clinician"});
  const std::string id = must(server_->api().get<Items<User>>("/v1/users")).items[0].id;
  const auto token = must(
      lee.post<ApiToken>("/v1/tokens", protocol::TokenRequest{"ward 7", {"prediction.make"}, 30}));
  QVERIFY(with(token.token).get<Me>("/v1/me").has_value());
  protocol::UserChange change;
  change.disabled = true;
  must(server_->api().post<User>("/v1/users/" + id, change));
  QCOMPARE(codeOf(lee.get<Me>("/v1/me")), QStringLiteral("unauthenticated"));
  QCOMPARE(codeOf(with(token.token).get<Me>("/v1/me")), QStringLiteral("unauthenticated"));
  QCOMPARE(codeOf(with("").post<LoginAnswer>("/v1/sessions", LoginRequest{"lee", kPassword})),
           QStringLiteral("unauthenticated"));
}

void AccessEndpointsTest::password_isChangedByItsOwner() {
  const client::Client lee = server_->as("lee", {"clinician"});
  const std::string next = "another river amber 72";
  QCOMPARE(codeOf(lee.post<base::json>("/v1/me/password", protocol::PasswordChange{"no", next})),
           QStringLiteral("invalid_input"));
  must(lee.post<base::json>("/v1/me/password", protocol::PasswordChange{kPassword, next}));
  QVERIFY(lee.get<Me>("/v1/me").has_value());
  QVERIFY(with("").post<LoginAnswer>("/v1/sessions", LoginRequest{"lee", next}).has_value());
}

void AccessEndpointsTest::tokens_comeInOnOnesBehalf() {
  const client::Client lee = server_->as("lee", {"clinician"});
  const auto made = must(
      lee.post<ApiToken>("/v1/tokens", protocol::TokenRequest{"ward 7", {"prediction.make"}, 30}));
  const client::Client program = with(made.token);
  QVERIFY(must(program.get<Me>("/v1/me")).permissions ==
          (std::vector<std::string>{"prediction.make"}));
  QCOMPARE(codeOf(program.get<Items<protocol::Dataset>>("/v1/datasets")),
           QStringLiteral("permission_denied"));
  QVERIFY(!must(lee.get<Items<ApiToken>>("/v1/tokens")).items[0].lastUsedAt.empty());
  must(lee.post<ApiToken>("/v1/tokens/" + made.id + "/revoke"));
  QCOMPARE(codeOf(program.get<Me>("/v1/me")), QStringLiteral("unauthenticated"));
}

TELESOFT_TEST(AccessEndpointsTest)

}  // namespace

#include "access_endpoints_test.moc"
