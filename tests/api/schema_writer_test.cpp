#include "telesoft/api/endpoints/schema_writer.h"

#include "telesoft/protocol/dataset.h"
#include "telesoft/protocol/job.h"
#include "telesoft/protocol/server.h"

#include "support/test_case.h"

using namespace telesoft;

class SchemaWriterTest : public QObject {
  Q_OBJECT
 private slots:
  void typeName_isShort() {
    QCOMPARE(api::typeName<protocol::Dataset>(), std::string("Dataset"));
    QCOMPARE(api::typeName<protocol::Items<protocol::BaseModel>>(),
             std::string("ItemsOfBaseModel"));
  }

  void schemaOf_saysWhatDescribeSays() {
    api::SchemaSet set;
    const base::json reference = api::schemaOf<protocol::ImportRequest>(set);
    QCOMPARE(reference.dump(), std::string(R"({"$ref":"#/components/schemas/ImportRequest"})"));
    const base::json& schema = set.at("ImportRequest");
    QCOMPARE(schema.at("required").dump(), std::string(R"(["path"])"));
    QCOMPARE(schema.at("properties").size(), size_t(4));
    QCOMPARE(set.at("Recipe").at("properties").at("classDescriptions").dump(),
             std::string(R"({"additionalProperties":{"type":"string"},"type":"object"})"));
    QCOMPARE(set.at("DerivedColumn").at("properties").at("role").at("enum").size(), size_t(10));
    QVERIFY(set.count("ColumnSchema") == 1);  // met inside the recipe
  }

  void schemaOf_knowsWhatMayBeNull() {
    api::SchemaSet set;
    static_cast<void>(api::schemaOf<protocol::Job>(set));
    const base::json& properties = set.at("Job").at("properties");
    QCOMPARE(properties.at("bestValue").at("type").dump(), std::string(R"(["number","null"])"));
    QVERIFY(properties.at("resultModel").contains("anyOf"));
    QCOMPARE(properties.at("step").at("default").dump(), std::string("0"));
  }
};

TELESOFT_TEST(SchemaWriterTest)
#include "schema_writer_test.moc"
