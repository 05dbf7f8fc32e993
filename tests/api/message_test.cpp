#include "telesoft/api/http/message.h"

#include "telesoft/api/http/event_source.h"
#include "telesoft/api/http/host_check.h"
#include "telesoft/base/json.h"

#include "support/test_case.h"

namespace {

using namespace telesoft;

class MessageTest : public QObject {
  Q_OBJECT
 private slots:
  void target_isSplitAndDecoded();
  void target_isRefused_data();
  void target_isRefused();
  void error_hasTheOneShape();
  void host_mustBeThisServer_data();
  void host_mustBeThisServer();
  void event_keepsItsLines();
};

void MessageTest::target_isSplitAndDecoded() {
  api::HttpRequest request;
  QVERIFY(api::parseTarget("/v1/a%2Fb?x=1+2&y=%C3%A4&x=9&z", request).has_value());
  QCOMPARE(request.path, std::string("/v1/a%2Fb"));
  QCOMPARE(request.query.at("x"), std::string("1 2"));  // the first of equal names
  QCOMPARE(request.query.at("y"), std::string("\xC3\xA4"));
  QCOMPARE(request.query.at("z"), std::string());
}

void MessageTest::target_isRefused_data() {
  QTest::addColumn<QByteArray>("target");
  for (const char* bad :
       {"", "v1", "http://x/v1", "/a b", "/?a=%G1", "/?a=%4", "/?a=%00", "/?a=%FF"}) {
    QTest::newRow(bad) << QByteArray(bad);
  }
}

void MessageTest::target_isRefused() {
  QFETCH(QByteArray, target);
  api::HttpRequest request;
  const auto parsed = api::parseTarget(target.toStdString(), request);
  QVERIFY(!parsed.has_value());
  QCOMPARE(parsed.error().code, base::ErrorCode::InvalidInput);
}

void MessageTest::error_hasTheOneShape() {
  const auto response =
      api::errorResponse(base::fail(base::ErrorCode::NotFound, "no such thing", "look"), "r1");
  QCOMPARE(response.status, 404);
  const base::json expected = {{"error",
                                {{"code", "not_found"},
                                 {"message", "no such thing"},
                                 {"hint", "look"},
                                 {"requestId", "r1"}}}};
  QVERIFY2(*base::parseJson(response.body) == expected, response.body.c_str());
}

void MessageTest::host_mustBeThisServer_data() {
  QTest::addColumn<QByteArray>("host");
  QTest::addColumn<QByteArray>("origin");
  QTest::addColumn<bool>("allowed");
  QTest::addColumn<bool>("allowedWithTls");
  const QByteArray own = "127.0.0.1:80";
  const QByteArray named = "models.example:80";
  QTest::newRow("own") << own << QByteArray() << true << true;
  QTest::newRow("own name") << QByteArray("LocalHost:80") << QByteArray() << true << true;
  QTest::newRow("own origin") << own << QByteArray("http://localhost:80") << true << false;
  QTest::newRow("own TLS origin") << named << QByteArray("https://Models.example:80") << false
                                  << true;
  QTest::newRow("origin without TLS")
      << named << QByteArray("http://models.example:80") << false << false;
  QTest::newRow("another port") << QByteArray("127.0.0.1:81") << QByteArray() << false << true;
  QTest::newRow("another name") << named << QByteArray() << false << true;
  QTest::newRow("none") << QByteArray() << QByteArray() << false << false;
  QTest::newRow("another origin") << own << QByteArray("http://evil.example") << false << false;
  QTest::newRow("another TLS origin")
      << named << QByteArray("https://evil.example") << false << false;
  QTest::newRow("origin that begins alike")
      << named << QByteArray("https://models.example:80.evil") << false << false;
  QTest::newRow("null origin") << own << QByteArray("null") << false << false;
}

void MessageTest::host_mustBeThisServer() {
  QFETCH(QByteArray, host);
  QFETCH(QByteArray, origin);
  QFETCH(bool, allowed);
  QFETCH(bool, allowedWithTls);
  api::HttpRequest request;
  request.headers["host"] = host.toStdString();
  if (!origin.isEmpty()) {
    request.headers["origin"] = origin.toStdString();
  }
  QCOMPARE(api::checkHost(request, {80, false}).has_value(), allowed);
  QCOMPARE(api::checkHost(request, {80, true}).has_value(), allowedWithTls);
}

void MessageTest::event_keepsItsLines() {
  QCOMPARE(api::toWire({"7", "job", "a\nb"}),
           std::string("id: 7\nevent: job\ndata: a\ndata: b\n\n"));
  QCOMPARE(api::toWire({"", "", "{}"}), std::string("data: {}\n\n"));
}

TELESOFT_TEST(MessageTest)

}  // namespace

#include "message_test.moc"
