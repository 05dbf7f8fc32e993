#include "telesoft/api/endpoints/dispatcher.h"

#include <QTemporaryDir>

#include "telesoft/api/endpoints/endpoint_table.h"
#include "telesoft/api/services/services.h"
#include "telesoft/base/text.h"

#include "live_server.h"
#include "raw_client.h"
#include "support/fake_clock.h"
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
  void laterEndpoints_answerWhenTheyLike();
  void laterEndpoints_areLetInLikeTheOthers();
  void laterEndpoints_countAsUnderWayUntilTheirAnswer();
  void laterEndpoints_mayAnswerADispatcherThatHasGone();

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

/// A dispatcher of one endpoint that answers later, and what it was given to answer with.
struct LaterRig {
  LaterRig() {
    workspace = *store::Workspace::openOrCreate(folder.path().toStdString(), clock);
    guard = std::make_unique<access::Guard>(*access::Guard::openEmbedded(*workspace));
    api::Endpoint later{.method = "POST", .path = "/v1/later/{id}", .summary = "Answers later"};
    later.permission = access::Permission::WorkspaceRead;
    later.quick = true;
    later.later = [this](api::Services&, std::shared_ptr<const api::HttpRequest> request,
                         const api::Call& call, api::Answered answered) {
      sameRequest = &call.request == request.get();
      asked.push_back(call.id());
      open.push_back(std::move(answered));
    };
    dispatcher = std::make_unique<api::Dispatcher>(std::vector{later},
                                                   reinterpret_cast<api::Services&>(services),
                                                   *guard, clock, api::HostRule{80, false});
  }
  void ask(const std::string& token) {
    auto request = std::make_shared<api::HttpRequest>();
    request->method = "POST";
    request->path = "/v1/later/ds_1";
    request->id = "rq_1";
    request->headers = {{"host", "localhost:80"}, {"authorization", "Bearer " + token}};
    QVERIFY(dispatcher->isQuick(*request));
    dispatcher->handle(request,
                       [this](api::HttpResponse response) { replies.push_back(response); });
  }
  void ask() { ask(guard->embeddedToken()); }

  QTemporaryDir folder;
  FakeClock clock;
  std::unique_ptr<store::Workspace> workspace;
  std::unique_ptr<access::Guard> guard;
  alignas(api::Services) std::byte services[sizeof(api::Services)];  // the endpoint looks at none
  std::unique_ptr<api::Dispatcher> dispatcher;
  bool sameRequest = false;
  std::vector<std::string> asked;
  std::vector<api::Answered> open;
  std::vector<api::HttpResponse> replies;
};

void DispatcherTest::laterEndpoints_answerWhenTheyLike() {
  LaterRig rig;
  rig.ask();
  rig.ask();
  QCOMPARE(rig.asked, (std::vector<std::string>{"ds_1", "ds_1"}));
  QVERIFY(rig.sameRequest);
  QVERIFY(rig.replies.empty());
  rig.open.at(1)(api::jsonResponse({{"n", 1}}));
  QCOMPARE(rig.replies.at(0).body, std::string(R"({"n":1})"));
  rig.open.at(0)(base::fail(base::ErrorCode::Unavailable, "the queue is full", "wait"));
  QCOMPARE(rig.replies.at(1).status, 503);
  QCOMPARE(rig.replies.at(1).headers.at(0),
           std::pair(std::string("Retry-After"), std::string("1")));
  QCOMPARE(wrongInShape({503, "", rig.replies.at(1).body}), std::string());
}

void DispatcherTest::laterEndpoints_areLetInLikeTheOthers() {
  LaterRig rig;
  rig.ask(std::string(64, '0'));
  QVERIFY(rig.asked.empty());
  QCOMPARE(rig.replies.at(0).status, 401);
  QCOMPARE(rig.replies.at(0).headers.at(0).first, std::string("WWW-Authenticate"));
}

void DispatcherTest::laterEndpoints_countAsUnderWayUntilTheirAnswer() {
  using namespace std::chrono_literals;
  LaterRig rig;
  rig.clock.advance(10s);
  QCOMPARE(rig.dispatcher->lastActivity(), 0ms);
  rig.ask();
  rig.ask();
  rig.clock.advance(10s);
  QCOMPARE(rig.dispatcher->lastActivity(), 20s);
  rig.open.at(0)(api::jsonResponse({}));
  rig.open.at(0)(api::jsonResponse({}));  // counts once
  rig.clock.advance(10s);
  QCOMPARE(rig.dispatcher->lastActivity(), 30s);
  rig.open.clear();  // the second one is given up
  rig.clock.advance(10s);
  QCOMPARE(rig.dispatcher->lastActivity(), 30s);
}

void DispatcherTest::laterEndpoints_mayAnswerADispatcherThatHasGone() {
  LaterRig rig;
  rig.ask();
  rig.dispatcher.reset();
  rig.open.at(0)(api::jsonResponse({}));
  QCOMPARE(rig.replies.size(), size_t(1));
}

TELESOFT_TEST(DispatcherTest)

}  // namespace

#include "dispatcher_test.moc"
