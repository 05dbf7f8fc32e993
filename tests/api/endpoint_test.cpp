#include "telesoft/api/endpoints/endpoint.h"

#include "support/test_case.h"

namespace {

using namespace telesoft;
using base::ErrorCode;

class EndpointTest : public QObject {
  Q_OBJECT
 private slots:
  void number_isHeldToItsRange();
  void lastEventId_isReadFromHeaderAndQuery();
  void bodyOf_refusesOtherTypes();
};

void EndpointTest::number_isHeldToItsRange() {
  api::HttpRequest request;
  const auto ask = [&](const std::string& text) {
    request.query["limit"] = text;
    return api::Call{request, {}, {}}.number("limit", 7, 1, 10);
  };
  QCOMPARE(*ask("10"), 10);
  for (const char* bad : {"0", "11", "x", "", "1.5", "99999999999999999999"}) {
    const auto answer = ask(bad);
    QVERIFY2(!answer.has_value(), bad);
    QCOMPARE(answer.error().code, ErrorCode::InvalidInput);
    QVERIFY(answer.error().message.find("limit") != std::string::npos);
  }
  request.query.clear();
  QCOMPARE(*(api::Call{request, {}, {}}.number("limit", 7, 1, 10)), 7);
}

void EndpointTest::lastEventId_isReadFromHeaderAndQuery() {
  api::HttpRequest request;
  QVERIFY(!api::lastEventId(request)->has_value());
  request.query["after"] = "12";
  QCOMPARE(**api::lastEventId(request), 12);
  request.headers["last-event-id"] = "14";  // what a reconnecting reader sends is newer
  QCOMPARE(**api::lastEventId(request), 14);
  request.headers["last-event-id"] = "not a number";
  QVERIFY(!api::lastEventId(request).has_value());
}

void EndpointTest::bodyOf_refusesOtherTypes() {
  api::HttpRequest request;
  request.body = R"({"a":1})";
  request.headers["content-type"] = "application/json; charset=utf-8";
  QCOMPARE((*api::bodyOf(request))["a"].get<int>(), 1);
  request.headers["content-type"] = "text/xml";
  QCOMPARE(api::bodyOf(request).error().code, ErrorCode::Unsupported);
  request.headers.clear();
  request.body = "{";
  QCOMPARE(api::bodyOf(request).error().code, ErrorCode::InvalidInput);
}

TELESOFT_TEST(EndpointTest)

}  // namespace

#include "endpoint_test.moc"
