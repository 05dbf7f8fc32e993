#include "telesoft/api/endpoints/endpoint_table.h"

#include <set>

#include "support/test_case.h"

namespace {

using namespace telesoft;

class EndpointTableTest : public QObject {
  Q_OBJECT
 private slots:
  void table_namesEachAddressOnce();
  void table_changesNothingByGet();
  void table_putsLiteralPathsFirst();
  void table_isWhole();
};

void EndpointTableTest::table_namesEachAddressOnce() {
  std::set<std::string> seen;
  for (const api::Endpoint& endpoint : api::endpointTable()) {
    QVERIFY2(seen.insert(endpoint.method + " " + endpoint.path).second, endpoint.path.c_str());
  }
  QVERIFY(seen.size() > 25);
}

void EndpointTableTest::table_changesNothingByGet() {
  for (const api::Endpoint& endpoint : api::endpointTable()) {
    QVERIFY2(!endpoint.mutates || endpoint.method != "GET", endpoint.path.c_str());
    QVERIFY2(!endpoint.open || !endpoint.mutates || endpoint.path == "/v1/sessions",
             endpoint.path.c_str());  // who signs in is not signed in yet
  }
}

void EndpointTableTest::table_putsLiteralPathsFirst() {
  std::set<std::string> withParameter;  // "GET /v1/datasets/": a path with {id} there has been seen
  for (const api::Endpoint& endpoint : api::endpointTable()) {
    const size_t brace = endpoint.path.find('{');
    if (brace != std::string::npos && endpoint.path.back() == '}') {
      withParameter.insert(endpoint.method + " " + endpoint.path.substr(0, brace));
    } else if (brace == std::string::npos) {
      const std::string parent = endpoint.path.substr(0, endpoint.path.rfind('/') + 1);
      QVERIFY2(withParameter.count(endpoint.method + " " + parent) == 0, endpoint.path.c_str());
    }
  }
}

void EndpointTableTest::table_isWhole() {
  for (const api::Endpoint& endpoint : api::endpointTable()) {
    QVERIFY2(bool(endpoint.handler) != bool(endpoint.later), endpoint.path.c_str());
    QVERIFY2(endpoint.summary.size() > 8, endpoint.path.c_str());
    QVERIFY2(endpoint.path.rfind("/v1/", 0) == 0 || endpoint.path == "/metrics",
             endpoint.path.c_str());  // where Prometheus looks
  }
}

TELESOFT_TEST(EndpointTableTest)

}  // namespace

#include "endpoint_table_test.moc"
