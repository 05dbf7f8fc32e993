#include "telesoft/deploy/release/served_model.h"

#include "support/must.h"
#include "support/test_case.h"

namespace {

using namespace telesoft;
using namespace telesoft::tests;

deploy::ServeSources sources() {
  return {"/workspace",
          [](const std::string& id) -> base::Result<protocol::ModelReference> {
            if (id == "gone") {
              return base::fail(base::ErrorCode::Unavailable, "not on this machine");
            }
            return protocol::ModelReference{id, "/cache/" + id, "base-sha"};
          },
          [](const base::Path& folder) -> base::Result<std::string> {
            return "hash of " + folder.string();
          }};
}

protocol::Model tabular() {
  protocol::Model out;
  out.id = "md_1";
  out.name = "Recurrence";
  out.baseModel = "telesoft-risk-v1";
  out.task = protocol::Task::TabularRisk;
  out.path = "models/md_1";
  out.sha256 = "weights-sha";
  out.bytesSha256 = "bytes-sha";
  out.classes = {{"0", "no event"}, {"1", "event"}};
  out.inputs.resize(2);
  out.inputs[0].name = "age";
  out.inputs[1].name = "grade";
  out.inputs[1].kind = "category";
  return out;
}

class ServedModelTest : public QObject {
  Q_OBJECT
 private slots:
  void tuned_isServedFromItsFolder();
  void base_isServedWithTheCandidatesClasses();
  void knowledgeBase_isTheBaseWithItsIndex();
  void text_hasNoFeatures();
  void missingBase_isAnError();
};

void ServedModelTest::tuned_isServedFromItsFolder() {
  const auto served = must(deploy::servedModel(tabular(), sources()));
  QCOMPARE(served.key, std::string("md_1"));
  QCOMPARE(served.folder, base::Path("/workspace/models/md_1"));
  QCOMPARE(served.bytesSha256, std::string("bytes-sha"));
  QCOMPARE(served.spec.tunedModel.path, std::string("/workspace/models/md_1"));
  QCOMPARE(served.spec.tunedModel.sha256, std::string("weights-sha"));
  QCOMPARE(served.spec.baseModel.path, std::string("/cache/telesoft-risk-v1"));
  QCOMPARE(served.spec.features.size(), size_t{2});
  QCOMPARE(served.spec.features[0].name + served.spec.features[1].name, std::string("agegrade"));
  QCOMPARE(served.spec.features[1].kind, std::string("category"));
  QCOMPARE(served.spec.classes.size(), size_t{2});
  QVERIFY(!served.knowledgeBase);
}

void ServedModelTest::base_isServedWithTheCandidatesClasses() {
  const auto served = must(deploy::servedBase(tabular(), sources()));
  QCOMPARE(served.key, std::string("telesoft-risk-v1/md_1"));
  QCOMPARE(served.modelId, std::string());
  QCOMPARE(served.spec.tunedModel.path, std::string());
  QCOMPARE(served.spec.classes[1].description, std::string("event"));
  QCOMPARE(served.spec.features.size(), size_t{2});
  QCOMPARE(served.bytesSha256, std::string("hash of /cache/telesoft-risk-v1"));
}

void ServedModelTest::knowledgeBase_isTheBaseWithItsIndex() {
  protocol::Model model = tabular();
  model.task = protocol::Task::TextClassification;
  model.approach = protocol::Approach::KnowledgeBase;
  const auto served = must(deploy::servedModel(model, sources()));
  QVERIFY(served.knowledgeBase);
  QCOMPARE(served.spec.tunedModel.path, std::string());
  QCOMPARE(served.folder, base::Path("/workspace/models/md_1"));
  QCOMPARE(served.bytesSha256, std::string("bytes-sha"));
}

void ServedModelTest::text_hasNoFeatures() {
  protocol::Model model = tabular();
  model.task = protocol::Task::TextClassification;
  QVERIFY(must(deploy::servedModel(model, sources())).spec.features.empty());
}

void ServedModelTest::missingBase_isAnError() {
  protocol::Model model = tabular();
  model.baseModel = "gone";
  QCOMPARE(deploy::servedModel(model, sources()).error().code, base::ErrorCode::Unavailable);
  QCOMPARE(deploy::servedBase(model, sources()).error().code, base::ErrorCode::Unavailable);
}

TELESOFT_TEST(ServedModelTest)

}  // namespace

#include "served_model_test.moc"
