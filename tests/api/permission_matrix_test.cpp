// Who may do what, asked of a living server: every endpoint by everybody. An endpoint that is added
// is asked here as well, and fails until it says whom it lets in.
#include <set>

#include "telesoft/api/endpoints/endpoint_table.h"
#include "telesoft/base/text.h"

#include "live_server.h"
#include "raw_client.h"
#include "support/test_case.h"

namespace {

using namespace telesoft;
using namespace telesoft::tests;

class PermissionMatrixTest : public QObject {
  Q_OBJECT
 private slots:
  void initTestCase() { server_ = std::make_unique<LiveServer>(); }
  void cleanupTestCase() { server_.reset(); }
  void everyEndpoint_saysWhomItLetsIn();
  void everyEndpoint_keepsEverybodyElseOut_data();
  void everyEndpoint_keepsEverybodyElseOut();

 private:
  struct Answer {
    int status = 0;
    std::string body;  // of a refusal
  };
  [[nodiscard]] Answer ask(const api::Endpoint& endpoint, const std::string& token) const;
  [[nodiscard]] std::string wrongFor(const api::Endpoint& endpoint, const access::RoleInfo& role);
  void mend(const api::Endpoint& endpoint, const std::string& role);
  const std::string& tokenOf(const std::string& role);

  std::unique_ptr<LiveServer> server_;
  std::map<std::string, std::string> tokens_;  // by role
};

std::string nameOf(const api::Endpoint& endpoint) {
  return endpoint.method + " " + endpoint.path;
}

/// "/v1/jobs/{id}/cancel" -> "/v1/jobs/none/cancel".
std::string concrete(const api::Endpoint& endpoint) {
  std::vector<std::string> parts = base::split(endpoint.path, '/');
  for (std::string& part : parts) {
    part = part.rfind('{', 0) == 0 ? "none" : part;
  }
  return base::join(parts, "/");
}

/// Only the head, and the body of a refusal: an event stream has no end.
PermissionMatrixTest::Answer PermissionMatrixTest::ask(const api::Endpoint& endpoint,
                                                       const std::string& token) const {
  RawClient socket(std::stoi(server_->address().port));
  socket.send(endpoint.method + " " + concrete(endpoint) +
              " HTTP/1.1\r\nHost: 127.0.0.1:" + server_->address().port +
              (token.empty() ? "" : "\r\nAuthorization: Bearer " + token) +
              "\r\nContent-Length: 0\r\n\r\n");
  const std::string head = socket.readUntil("\r\n\r\n");
  Answer out;
  out.status = head.size() > 12 ? std::stoi(head.substr(9, 3)) : 0;
  if (out.status == 401 || out.status == 403) {
    out.body = socket.readUntil("}}");
  }
  return out;
}

const std::string& PermissionMatrixTest::tokenOf(const std::string& role) {
  std::string& token = tokens_[role];
  if (token.empty()) {
    token = server_->as("a." + role, {role}).server().token;
  }
  return token;
}

/// What an endpoint has ended is there again for the next one.
void PermissionMatrixTest::mend(const api::Endpoint& endpoint, const std::string& role) {
  if (endpoint.path == "/v1/sessions/end") {
    tokens_.erase(role);
  } else if (endpoint.path == "/v1/server/stop") {
    server_->restart();
  }
}

void PermissionMatrixTest::everyEndpoint_saysWhomItLetsIn() {
  const std::set<std::string> open = {"GET /v1/health", "POST /v1/sessions"};
  const std::set<std::string> anyone = {"GET /v1/me",      "POST /v1/me/password",
                                        "GET /v1/tokens",  "POST /v1/sessions/end",
                                        "POST /v1/tokens", "POST /v1/tokens/{id}/revoke"};
  for (const api::Endpoint& endpoint : api::endpointTable()) {
    const std::string name = nameOf(endpoint);
    QVERIFY2(endpoint.open == open.contains(name), name.c_str());
    QVERIFY2(endpoint.anyone == anyone.contains(name), name.c_str());
    QVERIFY2(endpoint.permission.has_value() != (endpoint.open || endpoint.anyone), name.c_str());
  }
}

void PermissionMatrixTest::everyEndpoint_keepsEverybodyElseOut_data() {
  QTest::addColumn<int>("number");
  const auto table = api::endpointTable();
  for (size_t i = 0; i < table.size(); ++i) {
    QTest::newRow(nameOf(table[i]).c_str()) << static_cast<int>(i);
  }
}

/// "" where the role gets what it is to get.
std::string PermissionMatrixTest::wrongFor(const api::Endpoint& endpoint,
                                           const access::RoleInfo& role) {
  const std::string name(role.name);
  const Answer answer = ask(endpoint, tokenOf(name));
  const std::string told = name + " got " + std::to_string(answer.status) + " " + answer.body;
  const bool may =
      !endpoint.permission || access::permissionsOf({name}).contains(*endpoint.permission);
  if (may) {
    mend(endpoint, name);
    return answer.status != 401 && answer.status != 403 && answer.status != 0 ? "" : told;
  }
  const std::string permission = "\\\"" + api::permissionText(endpoint) + "\\\"";
  return answer.status == 403 && answer.body.find(permission) != std::string::npos ? "" : told;
}

void PermissionMatrixTest::everyEndpoint_keepsEverybodyElseOut() {
  QFETCH(int, number);
  const api::Endpoint endpoint = api::endpointTable()[static_cast<size_t>(number)];
  const bool open = endpoint.open;
  QCOMPARE(ask(endpoint, "").status == 401, !open);
  QCOMPARE(ask(endpoint, std::string(64, 'f')).status == 401, !open);
  for (const access::RoleInfo& role : access::roleTable()) {
    const std::string wrong = wrongFor(endpoint, role);
    QVERIFY2(wrong.empty(), wrong.c_str());
  }
}

TELESOFT_TEST(PermissionMatrixTest)

}  // namespace

#include "permission_matrix_test.moc"
