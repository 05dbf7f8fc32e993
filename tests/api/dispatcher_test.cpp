#include "telesoft/api/endpoints/dispatcher.h"

#include "telesoft/api/endpoints/endpoint_table.h"
#include "telesoft/base/text.h"

#include "live_server.h"
#include "raw_client.h"
#include "support/test_case.h"

namespace {

using namespace telesoft;
using namespace telesoft::tests;

class DispatcherTest : public QObject {
  Q_OBJECT
 private slots:
  void initTestCase() { server_ = std::make_unique<LiveServer>(); }
  void cleanupTestCase() { server_.reset(); }
  void everyEndpoint_asksForTheToken_data();
  void everyEndpoint_asksForTheToken();
  void everyEndpoint_hasTheOneErrorShape();
  void host_isChecked();
  void unknownAddresses_areToldOnlyToWhoMayComeIn();
  void wrongMethods_nameTheRightOnes();
  void bodies_areReadStrictly();
  void ids_thatAreNoneFindNothing();

 private:
  [[nodiscard]] client::Reply ask(const std::string& method,
                                  const std::string& target,
                                  const std::string& body = "",
                                  const std::string& token = "") const {
    client::ServerAddress address = server_->address();
    if (!token.empty()) {
      address.token = token;
    }
    const auto reply = client::request(address, method, target, body);
    return reply ? *reply : client::Reply{};
  }
  static std::string concrete(std::string path) {
    const size_t at = path.find("{id}");
    return at == std::string::npos ? path : path.replace(at, 4, "ds_none");
  }
  std::unique_ptr<LiveServer> server_;
};

/// Empty where the body is the one error shape.
std::string wrongInShape(const client::Reply& reply) {
  const auto body = base::parseJson(reply.body);
  if (!body || !body->is_object() || body->size() != 1 || !body->contains("error")) {
    return "not {\"error\": ...}: " + reply.body;
  }
  for (const char* key : {"code", "message", "hint", "requestId"}) {
    if (!(*body)["error"].contains(key) || !(*body)["error"][key].is_string()) {
      return std::string("no text at ") + key + ": " + reply.body;
    }
  }
  if ((*body)["error"]["message"].get<std::string>().empty() ||
      (*body)["error"]["requestId"].get<std::string>().empty()) {
    return "message or requestId is empty";
  }
  const auto code = base::errorCodeOf((*body)["error"]["code"].get<std::string>());
  return base::errorInfo(code).name == (*body)["error"]["code"].get<std::string>()
             ? ""
             : "unknown code in " + reply.body;
}

void DispatcherTest::everyEndpoint_asksForTheToken_data() {
  QTest::addColumn<QString>("method");
  QTest::addColumn<QString>("path");
  QTest::addColumn<bool>("open");
  for (const api::Endpoint& endpoint : api::endpointTable()) {
    QTest::newRow((endpoint.method + " " + endpoint.path).c_str())
        << QString::fromStdString(endpoint.method) << QString::fromStdString(endpoint.path)
        << endpoint.open;
  }
}

void DispatcherTest::everyEndpoint_asksForTheToken() {
  QFETCH(QString, method);
  QFETCH(QString, path);
  QFETCH(bool, open);
  const client::Reply reply =
      ask(method.toStdString(), concrete(path.toStdString()), "{}", std::string(64, '0'));
  QCOMPARE(reply.status == 401, !open);
  if (!open) {
    QCOMPARE(wrongInShape(reply), std::string());
  }
}

void DispatcherTest::everyEndpoint_hasTheOneErrorShape() {
  for (const api::Endpoint& endpoint : api::endpointTable()) {
    if (endpoint.path.find("{id}") == std::string::npos) {
      continue;
    }
    const client::Reply reply = ask(endpoint.method, concrete(endpoint.path), "{}");
    QVERIFY2(reply.status >= 400, (endpoint.method + " " + endpoint.path).c_str());
    QCOMPARE(wrongInShape(reply), std::string());
  }
}

void DispatcherTest::host_isChecked() {
  RawClient socket(std::stoi(server_->address().port));
  socket.send("GET /v1/health HTTP/1.1\r\nHost: evil.example\r\n\r\n");
  const RawReply reply = socket.reply();
  QVERIFY2(reply.status >= 400, reply.body.c_str());
}

void DispatcherTest::unknownAddresses_areToldOnlyToWhoMayComeIn() {
  QCOMPARE(ask("GET", "/v1/nothing").status, 404);
  QCOMPARE(ask("GET", "/v1/nothing", "", std::string(64, 'a')).status, 401);
}

void DispatcherTest::wrongMethods_nameTheRightOnes() {
  const client::Reply reply = ask("DELETE", "/v1/datasets");
  QCOMPARE(reply.status, 405);
  QVERIFY(reply.body.find("GET") != std::string::npos);
  QVERIFY(reply.body.find("POST") != std::string::npos);
}

void DispatcherTest::bodies_areReadStrictly() {
  const client::Reply unknown = ask("POST", "/v1/datasets/preview", R"({"path":"/x","pth":"y"})");
  QCOMPARE(unknown.status, 400);
  QVERIFY2(unknown.body.find("pth") != std::string::npos, unknown.body.c_str());
  const client::Reply missing = ask("POST", "/v1/datasets/preview", "{}");
  QCOMPARE(missing.status, 400);
  QVERIFY2(missing.body.find("path") != std::string::npos, missing.body.c_str());
  QCOMPARE(ask("POST", "/v1/datasets/preview", "{\"path\":").status, 400);
  QCOMPARE(ask("POST", "/v1/datasets/preview", "[1]").status, 400);
}

void DispatcherTest::ids_thatAreNoneFindNothing() {
  QCOMPARE(ask("GET", "/v1/datasets/..%2f..%2fkey").status, 404);
  QCOMPARE(ask("GET", "/v1/datasets/" + std::string(65, 'a')).status, 404);
}

TELESOFT_TEST(DispatcherTest)

}  // namespace

#include "dispatcher_test.moc"
