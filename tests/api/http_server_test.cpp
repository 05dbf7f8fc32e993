#include "telesoft/api/http/http_server.h"

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "telesoft/api/http/host_check.h"
#include "telesoft/base/json.h"

#include "raw_client.h"
#include "support/test_case.h"
#include "test_certificate.h"

using namespace telesoft;
using namespace std::chrono_literals;
using tests::RawClient;

namespace {

/// Counts up to `last`, and then waits for more to be allowed.
class Counter final : public api::EventSource {
 public:
  explicit Counter(int last) : last_(last) {}
  base::Result<std::vector<api::ServerEvent>> next() override {
    const std::lock_guard lock(mutex_);
    std::vector<api::ServerEvent> out;
    while (sent_ < last_ && out.size() < 10) {
      ++sent_;
      out.push_back({std::to_string(sent_), "count", "{\"n\":" + std::to_string(sent_) + "}"});
    }
    return out;
  }
  bool ended() const override { return ended_; }
  void onNews(std::function<void()> wake) override {
    const std::lock_guard lock(mutex_);
    wake_ = std::move(wake);
    watched = bool(wake_);
  }
  void allow(int last, bool thenEnd) {
    const std::lock_guard lock(mutex_);
    last_ = last;
    ended_ = thenEnd;
    if (wake_) {
      wake_();
    }
  }
  std::atomic<bool> watched = false;

 private:
  std::mutex mutex_;
  int sent_ = 0;
  int last_ = 0;
  std::atomic<bool> ended_ = false;
  std::function<void()> wake_;
};

/// Never short of something to say.
class Flood final : public api::EventSource {
 public:
  base::Result<std::vector<api::ServerEvent>> next() override {
    return std::vector<api::ServerEvent>(10, {"1", "", std::string(100'000, 'x')});
  }
  bool ended() const override { return false; }
  void onNews(std::function<void()>) override {}
};

class Handler final : public api::HttpHandler {
 public:
  bool isQuick(const api::HttpRequest& request) const override {
    return request.path == "/quick" || request.path.rfind("/later", 0) == 0;
  }
  void handle(const std::shared_ptr<const api::HttpRequest>& request, Reply reply) override {
    if (request->path.rfind("/later", 0) == 0) {
      const std::lock_guard lock(mutex);
      open.emplace_back(request, std::move(reply));
      changed.notify_all();
      return;
    }
    reply(answer(*request));
  }
  api::HttpResponse answer(const api::HttpRequest& request) {
    if (auto allowed = api::checkHost(request, {port, tls}); !allowed) {
      return api::errorResponse(allowed.error(), request.id);
    }
    api::HttpResponse out;
    if (request.path == "/count") {
      out.events = counter;
    } else if (request.path == "/flood") {
      out.events = std::make_shared<Flood>();
    } else if (request.path == "/slow") {
      std::unique_lock lock(mutex);
      ++slow;
      changed.notify_all();
      changed.wait(lock, [this] { return released; });
    } else if (request.path == "/throw") {
      throw std::runtime_error("a data value");
    }
    out.body = base::json{{"path", request.path}, {"bytes", request.body.size()}}.dump();
    return out;
  }
  void release() {
    const std::lock_guard lock(mutex);
    released = true;
    changed.notify_all();
  }
  void waitForSlow(int count) {
    std::unique_lock lock(mutex);
    changed.wait(lock, [&] { return slow >= count; });
  }
  using Open = std::pair<std::shared_ptr<const api::HttpRequest>, Reply>;
  /// Requests for /later..., once there are so many, in the order in which they came.
  std::vector<Open> takeOpen(size_t count) {
    std::unique_lock lock(mutex);
    changed.wait(lock, [&] { return open.size() >= count; });
    return std::exchange(open, {});
  }
  std::shared_ptr<Counter> counter = std::make_shared<Counter>(25);
  int port = 0;
  bool tls = false;

 private:
  std::vector<Open> open;
  std::mutex mutex;
  std::condition_variable changed;
  int slow = 0;
  bool released = false;
};

struct Rig {
  explicit Rig(api::HttpServerOptions options = {}) {
    auto opened = api::HttpServer::open(options, log);
    server = std::make_unique<api::HttpServer>(*std::move(opened));
    handler.port = server->port();
    handler.tls = server->hostRule().tls;
    server->start(handler);
  }
  ~Rig() {
    handler.release();
    server->stop();
  }
  [[nodiscard]] std::string get(const std::string& path, const std::string& more = "") const {
    return "GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(handler.port) + "\r\n" +
           more + "\r\n";
  }
  base::NullLog log;
  Handler handler;
  std::unique_ptr<api::HttpServer> server;
};

/// With a certificate, where `tls`.
api::HttpServerOptions optionsFor(bool tls) {
  api::HttpServerOptions options;
  if (tls) {
    options.certificate = tests::TestCertificate::shared().certificate();
    options.privateKey = tests::TestCertificate::shared().key();
  }
  return options;
}

void plainAndTls() {
  QTest::addColumn<bool>("tls");
  QTest::newRow("plain") << false;
  QTest::newRow("TLS") << true;
}

/// Answers with the request's path, from a thread that is not the server's.
void answerFromAnotherThread(std::vector<Handler::Open> open) {
  std::thread([&open] {
    for (auto& [request, reply] : open) {
      reply({.body = base::json{{"path", request->path}}.dump()});
    }
  }).join();
}

std::string pathIn(const tests::RawReply& reply) {
  const auto parsed = base::parseJson(reply.body);
  return parsed ? parsed->value("path", "") : reply.body;
}

std::string codeIn(const tests::RawReply& reply) {
  const auto parsed = base::parseJson(reply.body);
  return parsed && parsed->contains("error") ? (*parsed)["error"].value("code", "")
                                             : "no error body";
}

}  // namespace

class HttpServerTest : public QObject {
  Q_OBJECT
 private slots:
  void httpServer_keepsAConnectionOverSeveralRequests_data() { plainAndTls(); }
  void httpServer_keepsAConnectionOverSeveralRequests() {
    QFETCH(bool, tls);
    Rig rig(optionsFor(tls));
    RawClient client(rig.handler.port, tls);
    for (int i = 0; i < 3; ++i) {
      client.send(rig.get("/a"));
      const auto reply = client.reply();
      QCOMPARE(reply.status, 200);
      QCOMPARE(reply.headers.count("connection"), size_t(0));  // HTTP/1.1 keeps it without a word
      QVERIFY(!reply.headers.at("x-request-id").empty());
    }
  }

  void httpServer_answersPipelinedRequestsInOrder_data() { plainAndTls(); }
  void httpServer_answersPipelinedRequestsInOrder() {
    QFETCH(bool, tls);
    Rig rig(optionsFor(tls));
    RawClient client(rig.handler.port, tls);
    client.send(rig.get("/a") + rig.get("/quick") + rig.get("/c"));
    for (const std::string path : {"/a", "/quick", "/c"}) {
      QCOMPARE(base::parseJson(client.reply().body)->value("path", ""), path);
    }
  }

  void httpServer_refusesWhatIsNotHttpWithTheOneErrorShape_data() {
    QTest::addColumn<QString>("bytes");
    QTest::addColumn<int>("status");
    QTest::newRow("noise") << "\x01\x02\x03 noise\r\n\r\n" << 400;
    QTest::newRow("version") << "GET / HTTP/9.9\r\n\r\n" << 400;
    QTest::newRow("length is no number") << "POST / HTTP/1.1\r\nContent-Length: x\r\n\r\n" << 400;
    QTest::newRow("smuggling") << "POST / HTTP/1.1\r\nContent-Length: 4\r\n"
                                  "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
                               << 400;
    QTest::newRow("two hosts") << "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n" << 400;
    QTest::newRow("absolute") << "GET http://evil/ HTTP/1.1\r\nHost: a\r\n\r\n" << 400;
    QTest::newRow("broken percent") << "GET /?a=%G1 HTTP/1.1\r\nHost: a\r\n\r\n" << 400;
    QTest::newRow("encoded NUL") << "GET /?a=%00 HTTP/1.1\r\nHost: a\r\n\r\n" << 400;
    QTest::newRow("10 GB body") << "POST / HTTP/1.1\r\nContent-Length: 10737418240\r\n\r\n" << 413;
    QTest::newRow("large header") << "GET / HTTP/1.1\r\nX: " + QString(20'000, u'x') + "\r\n\r\n"
                                  << 431;
    QTest::newRow("foreign host") << "GET / HTTP/1.1\r\nHost: hospital.example\r\n\r\n" << 403;
    QTest::newRow("no host") << "GET / HTTP/1.1\r\n\r\n" << 403;
  }
  void httpServer_refusesWhatIsNotHttpWithTheOneErrorShape() {
    QFETCH(QString, bytes);
    QFETCH(int, status);
    Rig rig;
    RawClient client(rig.handler.port);
    client.send(bytes.toStdString());
    const auto reply = client.reply();
    QCOMPARE(reply.status, status);
    const auto body = base::parseJson(reply.body);
    QVERIFY(body && body->contains("error"));
    for (const char* key : {"code", "message", "hint", "requestId"}) {
      QVERIFY2((*body)["error"].contains(key), key);
    }
  }

  void httpServer_refusesABodyLargerThanItsLimitWhileItIsStillSent_data() { plainAndTls(); }
  void httpServer_refusesABodyLargerThanItsLimitWhileItIsStillSent() {
    QFETCH(bool, tls);
    api::HttpServerOptions options = optionsFor(tls);
    options.limits.bodyBytes = 1000;
    Rig rig(options);
    RawClient client(rig.handler.port, tls);
    std::string chunk(4000, 'x');
    client.send(
        "POST /a HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n"
        "fa0\r\n" +
        chunk + "\r\n");
    QCOMPARE(client.reply().status, 413);
  }

  void httpServer_checksTheOrigin() {
    Rig rig;
    const std::string own = std::to_string(rig.handler.port);
    RawClient client(rig.handler.port);
    client.send(rig.get("/a", "Origin: http://evil.example\r\n"));
    const auto refused = client.reply();
    QCOMPARE(refused.status, 403);
    QCOMPARE(codeIn(refused), std::string("permission_denied"));
    client.send(rig.get("/a", "Origin: http://localhost:" + own + "\r\n"));
    QCOMPARE(client.reply().status, 200);
    client.send(rig.get("/a", "Origin: null\r\n"));
    QCOMPARE(client.reply().status, 403);
  }

  void httpServer_answersAHeadWithoutABody() {
    Rig rig;
    RawClient client(rig.handler.port);
    const std::string own = std::to_string(rig.handler.port);
    client.send("HEAD /a HTTP/1.1\r\nHost: localhost:" + own + "\r\n\r\n" + rig.get("/b"));
    const auto head = client.reply(false);
    QCOMPARE(head.status, 200);
    QVERIFY(head.headers.at("content-length") != "0");
    QCOMPARE(base::parseJson(client.reply().body)->value("path", ""), std::string("/b"));
  }

  void httpServer_turnsAThrowingHandlerIntoAnErrorWithoutItsWords() {
    Rig rig;
    RawClient client(rig.handler.port);
    client.send(rig.get("/throw"));
    const auto reply = client.reply();
    QCOMPARE(reply.status, 500);
    QVERIFY(reply.body.find("a data value") == std::string::npos);
  }

  void httpServer_saysContinueBeforeALargeBody() {
    Rig rig;
    RawClient client(rig.handler.port);
    const std::string own = std::to_string(rig.handler.port);
    client.send("POST /a HTTP/1.1\r\nHost: localhost:" + own +
                "\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n");
    QCOMPARE(client.reply(false).status, 100);
    client.send("12345");
    QCOMPARE(base::parseJson(client.reply().body)->value("bytes", 0), 5);
  }

  void httpServer_cutsOffASlowHeader() {
    api::HttpServerOptions options;
    options.limits.header = 50ms;
    Rig rig(options);
    RawClient client(rig.handler.port);
    client.send("GET / HT");
    QVERIFY(client.closedWithin(5s));
  }

  void httpServer_answersQuickRequestsAndStreamsWhileEveryWorkerIsBusy() {
    Rig rig;
    std::vector<std::unique_ptr<RawClient>> busy;
    for (int i = 0; i < 4; ++i) {
      busy.push_back(std::make_unique<RawClient>(rig.handler.port));
      busy.back()->send(rig.get("/slow"));
    }
    rig.handler.waitForSlow(4);
    RawClient client(rig.handler.port);
    client.send(rig.get("/quick"));
    QCOMPARE(client.reply().status, 200);
    rig.handler.release();
    for (auto& slow : busy) {
      QCOMPARE(slow->reply().status, 200);
    }
  }

  void httpServer_refusesMoreConnectionsThanItsLimit_data() { plainAndTls(); }
  void httpServer_refusesMoreConnectionsThanItsLimit() {
    QFETCH(bool, tls);
    api::HttpServerOptions options = optionsFor(tls);
    options.limits.connections = 2;
    Rig rig(options);
    RawClient first(rig.handler.port, tls);
    RawClient second(rig.handler.port, tls);
    first.send(rig.get("/a"));
    second.send(rig.get("/a"));
    QCOMPARE(first.reply().status, 200);
    QCOMPARE(second.reply().status, 200);
    RawClient third(rig.handler.port, tls);
    const auto reply = third.reply();
    QCOMPARE(reply.status, 503);
    QCOMPARE(reply.headers.at("retry-after"), std::string("1"));
  }

  void eventStream_sendsWhatIsThereAndThenWhatComes_data() { plainAndTls(); }
  void eventStream_sendsWhatIsThereAndThenWhatComes() {
    QFETCH(bool, tls);
    Rig rig(optionsFor(tls));
    RawClient client(rig.handler.port, tls);
    client.send(rig.get("/count"));
    QVERIFY(client.readUntil("\r\n\r\n").find("text/event-stream") != std::string::npos);
    const std::string first = client.readUntil("{\"n\":25}\n\n");
    QVERIFY(first.find("id: 1\nevent: count\ndata: {\"n\":1}\n\n") != std::string::npos);
    QCOMPARE(rig.server->openStreams(), size_t(1));
    rig.handler.counter->allow(26, true);
    QCOMPARE(client.readUntil("{\"n\":26}\n\n"),
             std::string("id: 26\nevent: count\ndata: {\"n\":26}\n\n"));
    QVERIFY(client.closedWithin(5s));
  }

  void eventStream_beatsWhileNothingComes() {
    api::HttpServerOptions options;
    options.limits.heartbeat = 20ms;
    Rig rig(options);
    RawClient client(rig.handler.port);
    client.send(rig.get("/count"));
    for (int i = 0; i < 3; ++i) {
      QVERIFY(client.readUntil(": still here\n\n").find(": still here") != std::string::npos);
    }
  }

  void eventStream_noticesThatItsReaderHasGone_data() { plainAndTls(); }
  void eventStream_noticesThatItsReaderHasGone() {
    QFETCH(bool, tls);
    Rig rig(optionsFor(tls));
    {
      RawClient client(rig.handler.port, tls);
      client.send(rig.get("/count"));
      static_cast<void>(client.readUntil("{\"n\":25}\n\n"));
      QCOMPARE(rig.server->openStreams(), size_t(1));
    }
    QTRY_COMPARE(rig.server->openStreams(), size_t(0));
    QVERIFY(!rig.handler.counter->watched);
  }

  void eventStream_dropsAReaderThatDoesNotRead_data() { plainAndTls(); }
  void eventStream_dropsAReaderThatDoesNotRead() {
    QFETCH(bool, tls);
    api::HttpServerOptions options = optionsFor(tls);
    options.limits.write = 100ms;
    Rig rig(options);
    RawClient client(rig.handler.port, tls);
    client.send(rig.get("/flood"));
    QVERIFY(client.readUntil("\r\n\r\n").find("text/event-stream") != std::string::npos);
    QTRY_COMPARE_WITH_TIMEOUT(rig.server->openStreams(), size_t(0), 10000);
  }

  void httpServer_stopsInOrderWithIdleAndStreamingConnectionsOpen_data() { plainAndTls(); }
  void httpServer_stopsInOrderWithIdleAndStreamingConnectionsOpen() {
    QFETCH(bool, tls);
    auto rig = std::make_unique<Rig>(optionsFor(tls));
    RawClient idle(rig->handler.port, tls);
    idle.send(rig->get("/a"));
    QCOMPARE(idle.reply().status, 200);
    RawClient stream(rig->handler.port, tls);
    stream.send(rig->get("/count"));
    static_cast<void>(stream.readUntil("{\"n\":25}\n\n"));
    const auto before = std::chrono::steady_clock::now();
    rig.reset();
    QVERIFY(std::chrono::steady_clock::now() - before < 3s);
    QVERIFY(idle.closedWithin(1s));
    QVERIFY(stream.closedWithin(1s));
  }

  void laterAnswer_comesFromAnotherThread_data() { plainAndTls(); }
  void laterAnswer_comesFromAnotherThread() {
    QFETCH(bool, tls);
    Rig rig(optionsFor(tls));
    RawClient client(rig.handler.port, tls);
    for (const std::string path : {"/later/1", "/later/2"}) {
      client.send(rig.get(path));
      answerFromAnotherThread(rig.handler.takeOpen(1));
      QCOMPARE(pathIn(client.reply()), path);
    }
  }

  void laterAnswer_holdsNoThreadWhileItIsAwaited_data() { plainAndTls(); }
  void laterAnswer_holdsNoThreadWhileItIsAwaited() {
    QFETCH(bool, tls);
    Rig rig(optionsFor(tls));
    std::vector<std::unique_ptr<RawClient>> clients;
    for (int i = 0; i < 64; ++i) {
      clients.push_back(std::make_unique<RawClient>(rig.handler.port, tls));
      clients.back()->send(rig.get("/later/" + std::to_string(i)));
    }
    auto open = rig.handler.takeOpen(64);
    QCOMPARE(open.size(), size_t(64));
    RawClient another(rig.handler.port, tls);
    another.send(rig.get("/a"));
    QCOMPARE(another.reply().status, 200);
    std::reverse(open.begin(), open.end());
    answerFromAnotherThread(std::move(open));
    for (size_t i = 0; i < clients.size(); ++i) {
      QCOMPARE(pathIn(clients[i]->reply()), "/later/" + std::to_string(i));
    }
  }

  void laterAnswer_isDroppedWhenTheClientHasGone() {
    api::HttpServerOptions options;
    options.limits.connections = 1;
    Rig rig(options);
    {
      RawClient client(rig.handler.port);
      client.send(rig.get("/later"));
    }
    auto open = rig.handler.takeOpen(1);
    open.front().second({.body = std::string(1'000'000, 'x')});
    QTRY_COMPARE(
        [&] {  // the only place is free again
          RawClient next(rig.handler.port);
          next.send(rig.get("/quick"));
          return next.reply().status;
        }(),
        200);
  }

  void laterAnswer_countsOnce() {
    Rig rig;
    RawClient client(rig.handler.port);
    client.send(rig.get("/later/1"));
    auto open = rig.handler.takeOpen(1);
    open.front().second({.body = R"({"path":"first"})"});
    QCOMPARE(pathIn(client.reply()), std::string("first"));
    client.send(rig.get("/later/2"));
    auto next = rig.handler.takeOpen(1);
    open.front().second({.body = R"({"path":"again"})"});
    next.front().second({.body = R"({"path":"second"})"});
    QCOMPARE(pathIn(client.reply()), std::string("second"));
  }

  void laterAnswer_isAnErrorWhereItIsGivenUp() {
    Rig rig;
    RawClient client(rig.handler.port);
    client.send(rig.get("/later"));
    rig.handler.takeOpen(1).clear();
    const auto reply = client.reply();
    QCOMPARE(reply.status, 500);
    QCOMPARE(codeIn(reply), std::string("internal"));
  }

  void stop_waitsForAnswersThatAreUnderWay_data() { plainAndTls(); }
  void stop_waitsForAnswersThatAreUnderWay() {
    QFETCH(bool, tls);
    Rig rig(optionsFor(tls));
    RawClient client(rig.handler.port, tls);
    RawClient idle(rig.handler.port, tls);
    idle.send(rig.get("/quick"));
    QCOMPARE(idle.reply().status, 200);
    client.send(rig.get("/later"));
    auto open = rig.handler.takeOpen(1);
    std::thread stopping([&] { rig.server->stop(); });
    QVERIFY(idle.closedWithin(5s));  // the stop has begun
    answerFromAnotherThread(std::move(open));
    const auto reply = client.reply();
    stopping.join();
    QCOMPARE(reply.status, 200);
    QCOMPARE(reply.headers.at("connection"), std::string("close"));
  }

  void stop_says503WhereTheAnswerDoesNotCome() {
    api::HttpServerOptions options;
    options.limits.drain = 50ms;
    auto rig = std::make_unique<Rig>(options);
    RawClient client(rig->handler.port);
    client.send(rig->get("/later"));
    auto open = rig->handler.takeOpen(1);
    rig->server->stop();
    const auto reply = client.reply();
    QCOMPARE(reply.status, 503);
    QCOMPARE(codeIn(reply), std::string("unavailable"));
    QCOMPARE(reply.headers.at("retry-after"), std::string("1"));
    rig.reset();
    answerFromAnotherThread(std::move(open));  // of a server that has gone: nobody hears it
    QVERIFY(client.closedWithin(1s));
  }

  void tls_cutsOffASlowHandshake() {
    api::HttpServerOptions options = optionsFor(true);
    options.limits.header = 50ms;
    Rig rig(options);
    RawClient silent(rig.handler.port);
    QVERIFY(silent.closedWithin(5s));
  }

  void tls_closesOnPlainHttpAndGoesOn() {
    Rig rig(optionsFor(true));
    RawClient plain(rig.handler.port);
    plain.send(rig.get("/a"));
    QVERIFY(plain.closedWithin(5s));
    RawClient noise(rig.handler.port);
    noise.send(std::string(10'000, '\x16'));
    QVERIFY(noise.closedWithin(5s));
    RawClient client(rig.handler.port, true);
    client.send(rig.get("/a"));
    QCOMPARE(client.reply().status, 200);
  }

  void tls_allowsAnyHostButNoForeignOrigin() {
    Rig rig(optionsFor(true));
    RawClient client(rig.handler.port, true);
    client.send("GET /a HTTP/1.1\r\nHost: models.example\r\n\r\n");
    QCOMPARE(client.reply().status, 200);
    client.send(
        "GET /a HTTP/1.1\r\nHost: models.example\r\nOrigin: https://models.example\r\n\r\n");
    QCOMPARE(client.reply().status, 200);
    client.send("GET /a HTTP/1.1\r\nHost: models.example\r\nOrigin: https://evil.example\r\n\r\n");
    QCOMPARE(client.reply().status, 403);
  }

  void tls_allowsAnAddressThatIsNotLoopback() {
    base::NullLog log;
    api::HttpServerOptions options = optionsFor(true);
    options.address = "0.0.0.0";
    const auto opened = api::HttpServer::open(options, log);
    QVERIFY2(opened.has_value(), opened ? "" : opened.error().text().c_str());
    QCOMPARE(opened->url(), "https://0.0.0.0:" + std::to_string(opened->port()));
  }

  void httpServer_refusesToListenOnOtherThanLoopback() {
    base::NullLog log;
    api::HttpServerOptions options;
    options.address = "0.0.0.0";
    const auto opened = api::HttpServer::open(options, log);
    QVERIFY(!opened);
    QCOMPARE(std::string(base::errorInfo(opened.error().code).name), std::string("invalid_input"));
  }

  void httpServer_namesATakenPort() {
    Rig rig;
    base::NullLog log;
    api::HttpServerOptions options;
    options.port = rig.handler.port;
    const auto opened = api::HttpServer::open(options, log);
    QVERIFY(!opened);
    QCOMPARE(std::string(base::errorInfo(opened.error().code).name), std::string("conflict"));
  }
};

TELESOFT_TEST(HttpServerTest)
#include "http_server_test.moc"
