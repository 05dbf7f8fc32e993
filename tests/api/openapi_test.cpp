#include "telesoft/api/endpoints/openapi.h"

#include <set>

#include "telesoft/api/endpoints/endpoint_table.h"
#include "telesoft/base/text.h"

#include "support/test_case.h"

namespace {

using namespace telesoft;
using base::json;

class OpenApiTest : public QObject {
  Q_OBJECT
 private slots:
  void document_hasEveryEndpoint();
  void document_resolvesEveryReference();
  void document_namesEachOperationOnce();
};

void OpenApiTest::document_hasEveryEndpoint() {
  const auto table = api::endpointTable();
  const json document = api::openApiDocument(table, "1.2.3");
  QCOMPARE(document["info"]["version"].get<std::string>(), std::string("1.2.3"));
  for (const api::Endpoint& endpoint : table) {
    const std::string method = base::lowerAscii(endpoint.method);
    QVERIFY2(document["paths"][endpoint.path].contains(method), endpoint.path.c_str());
    const json& operation = document["paths"][endpoint.path][method];
    QCOMPARE(operation["x-permission"] == "none", endpoint.open);
    QVERIFY(operation["responses"].contains("default"));
  }
}

void collectReferences(const json& node, std::set<std::string>& out) {
  if (node.is_object() && node.contains("$ref")) {
    out.insert(node["$ref"].get<std::string>());
  }
  for (const json& child : node) {
    if (child.is_structured()) {
      collectReferences(child, out);
    }
  }
}

void OpenApiTest::document_resolvesEveryReference() {
  const json document = api::openApiDocument(api::endpointTable(), "1");
  std::set<std::string> references;
  collectReferences(document, references);
  QVERIFY(references.size() > 10);
  for (const std::string& reference : references) {
    QVERIFY2(reference.rfind("#/", 0) == 0, reference.c_str());
    QVERIFY2(document.contains(json::json_pointer(reference.substr(1))), reference.c_str());
  }
}

void OpenApiTest::document_namesEachOperationOnce() {
  const json document = api::openApiDocument(api::endpointTable(), "1");
  std::set<std::string> seen;
  for (const json& path : document["paths"]) {
    for (const json& operation : path) {
      QVERIFY(seen.insert(operation["operationId"].get<std::string>()).second);
    }
  }
}

TELESOFT_TEST(OpenApiTest)

}  // namespace

#include "openapi_test.moc"
