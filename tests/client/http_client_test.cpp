#include "telesoft/client/http_client.h"

#include <thread>

#include <QTcpServer>
#include <QTcpSocket>

#include "telesoft/client/client.h"
#include "telesoft/protocol/server.h"

#include "support/test_case.h"

namespace {

using namespace telesoft;

/// Answers one connection with fixed bytes and keeps what it was asked.
class OneAnswer {
 public:
  explicit OneAnswer(QByteArray answer) {
    listener_.listen(QHostAddress::LocalHost);
    port_ = std::to_string(listener_.serverPort());
    listener_.moveToThread(nullptr);
    thread_ = std::jthread([this, answer = std::move(answer)] {
      if (!listener_.waitForNewConnection(5000)) {
        return;
      }
      const std::unique_ptr<QTcpSocket> socket(listener_.nextPendingConnection());
      while (!asked_.contains("\r\n\r\n") && socket->waitForReadyRead(2000)) {
        asked_ += socket->readAll();
      }
      socket->write(answer);
      socket->waitForBytesWritten(2000);
      socket->disconnectFromHost();
    });
  }
  [[nodiscard]] client::ServerAddress address() const {
    return {"127.0.0.1", port_, "secret-token"};
  }
  QByteArray asked() {
    thread_.join();
    return asked_;
  }

 private:
  QTcpServer listener_;
  std::string port_;
  QByteArray asked_;
  std::jthread thread_;
};

QByteArray http(int status, const QByteArray& body) {
  return "HTTP/1.1 " + QByteArray::number(status) +
         " X\r\nContent-Type: application/json\r\nContent-Length: " +
         QByteArray::number(body.size()) + "\r\nConnection: close\r\n\r\n" + body;
}

class HttpClientTest : public QObject {
  Q_OBJECT
 private slots:
  void request_sendsTokenHostAndBody();
  void request_namesAServerThatIsNotThere();
  void request_timesOut();
  void jsonOf_givesTheServersErrorWithItsCode();
  void parseAddress_refusesWhatIsNoAddress_data();
  void parseAddress_refusesWhatIsNoAddress();
  void client_readsTypedAnswers();
};

void HttpClientTest::request_sendsTokenHostAndBody() {
  OneAnswer server(http(200, "{\"a\":1}"));
  const auto reply = client::request(server.address(), "POST", "/v1/x", "{}");
  QVERIFY(reply.has_value());
  QCOMPARE(reply->status, 200);
  QCOMPARE(reply->body, std::string("{\"a\":1}"));
  const QByteArray asked = server.asked();
  QVERIFY2(asked.startsWith("POST /v1/x HTTP/1.1\r\n"), asked.constData());
  QVERIFY2(asked.contains("Authorization: Bearer secret-token\r\n"), asked.constData());
  QVERIFY2(asked.contains("Host: 127.0.0.1:" + QByteArray::fromStdString(server.address().port) +
                          "\r\n"),
           asked.constData());
}

void HttpClientTest::request_namesAServerThatIsNotThere() {
  QTcpServer placeholder;
  placeholder.listen(QHostAddress::LocalHost);
  const std::string port = std::to_string(placeholder.serverPort());
  placeholder.close();
  const auto reply = client::request({"127.0.0.1", port, ""}, "GET", "/");
  QVERIFY(!reply.has_value());
  QCOMPARE(reply.error().code, base::ErrorCode::Unavailable);
}

void HttpClientTest::request_timesOut() {
  QTcpServer silent;
  silent.listen(QHostAddress::LocalHost);
  const auto reply = client::request({"127.0.0.1", std::to_string(silent.serverPort()), ""}, "GET",
                                     "/", "", std::chrono::milliseconds(100));
  QVERIFY(!reply.has_value());
  QCOMPARE(reply.error().code, base::ErrorCode::Timeout);
}

void HttpClientTest::jsonOf_givesTheServersErrorWithItsCode() {
  const client::Reply refused{
      404, "application/json",
      R"({"error":{"code":"not_found","message":"no such job","hint":"list them","requestId":"r1"}})"};
  const auto result = client::jsonOf(refused);
  QVERIFY(!result.has_value());
  QCOMPARE(result.error().code, base::ErrorCode::NotFound);
  QCOMPARE(result.error().message, std::string("no such job"));
  QCOMPARE(result.error().hint, std::string("list them"));
}

void HttpClientTest::parseAddress_refusesWhatIsNoAddress_data() {
  QTest::addColumn<QString>("url");
  QTest::newRow("empty") << "";
  QTest::newRow("no scheme") << "127.0.0.1:80";
  QTest::newRow("no port") << "http://127.0.0.1";
  QTest::newRow("other scheme") << "ftp://127.0.0.1:21";
}

void HttpClientTest::parseAddress_refusesWhatIsNoAddress() {
  QFETCH(QString, url);
  const auto address = client::parseAddress(url.toStdString(), "t");
  QVERIFY(!address.has_value());
  QCOMPARE(address.error().code, base::ErrorCode::InvalidInput);
}

void HttpClientTest::client_readsTypedAnswers() {
  OneAnswer server(http(
      200, R"({"status":"ok","version":"1","workspace":"w","embedded":true,"jobsRunning":2})"));
  const client::Client api(server.address());
  const auto health = api.get<protocol::Health>("/v1/health");
  QVERIFY(health.has_value());
  QCOMPARE(health->status, std::string("ok"));
  QCOMPARE(health->jobsRunning, std::int64_t{2});
}

TELESOFT_TEST(HttpClientTest)

}  // namespace

#include "http_client_test.moc"
