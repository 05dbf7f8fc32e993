#include "telesoft/api/services/base_model_catalogue.h"

#include "telesoft/base/hash.h"

#include "support/temp_folder.h"
#include "support/test_case.h"

namespace {

using namespace telesoft;
using base::ErrorCode;

class BaseModelCatalogueTest : public QObject {
  Q_OBJECT
 private slots:
  void catalogue_ofTheProductIsWhole();
  void model_thatIsNotHereIsUnavailable();
  void model_withoutAHashIsHashed();
  void catalogue_refusesWhatItCannotRead_data();
  void catalogue_refusesWhatItCannotRead();

 private:
  tests::TempFolder folder_;
};

const char* const kOne = R"({"format": "telesoft.base-models", "version": 1, "models": [{"id": "m",
  "title": "M", "task": "tabular_risk", "architecture": "tabular", "folder": "models/m",
  "shipped": true}]})";

void BaseModelCatalogueTest::catalogue_ofTheProductIsWhole() {
  const auto catalogue =
      api::BaseModelCatalogue::open(tests::sourceFolder() / "resources", folder_.path());
  QVERIFY(catalogue.has_value());
  QVERIFY(catalogue->list().size() >= 2);
  for (const protocol::BaseModel& model : catalogue->list()) {
    QVERIFY2(!model.licence.empty() && !model.source.empty(), model.id.c_str());
    QVERIFY2(model.sha256.size() == 64, model.id.c_str());
    QVERIFY2(model.parameters > 0, model.id.c_str());
    QVERIFY2(model.available == model.shipped, model.id.c_str());
  }
}

void BaseModelCatalogueTest::model_thatIsNotHereIsUnavailable() {
  QVERIFY(base::writeFileWhole(folder_ / "base_models.json", kOne).has_value());
  const auto catalogue = api::BaseModelCatalogue::open(folder_.path(), folder_ / "cache");
  QVERIFY(catalogue.has_value());
  QVERIFY(!catalogue->find("m")->available);
  QCOMPARE(catalogue->reference("m").error().code, ErrorCode::Unavailable);
  const auto unknown = catalogue->find("n");
  QCOMPARE(unknown.error().code, ErrorCode::NotFound);
  QVERIFY(unknown.error().hint.find("m") != std::string::npos);
}

void BaseModelCatalogueTest::model_withoutAHashIsHashed() {
  const tests::TempFolder folder;
  std::filesystem::create_directories(folder / "models/m");
  QVERIFY(base::writeFileWhole(folder / "base_models.json", kOne).has_value());
  QVERIFY(base::writeFileWhole(folder / "models/m/model.safetensors", "weights").has_value());
  const auto catalogue = api::BaseModelCatalogue::open(folder.path(), folder / "cache");
  const auto reference = catalogue->reference("m");
  QVERIFY(reference.has_value());
  QCOMPARE(reference->sha256, base::sha256Hex("weights"));
}

void BaseModelCatalogueTest::catalogue_refusesWhatItCannotRead_data() {
  QTest::addColumn<QByteArray>("content");
  QTest::newRow("no JSON") << QByteArray("{");
  QTest::newRow("another format") << QByteArray(R"({"format":"x","version":1,"models":[]})");
  QTest::newRow("newer") << QByteArray(
      R"({"format":"telesoft.base-models","version":2,"models":[]})");
  QTest::newRow("no list") << QByteArray(R"({"format":"telesoft.base-models","version":1})");
}

void BaseModelCatalogueTest::catalogue_refusesWhatItCannotRead() {
  QFETCH(QByteArray, content);
  const tests::TempFolder folder;
  QVERIFY(base::writeFileWhole(folder / "base_models.json", content.toStdString()).has_value());
  QVERIFY(!api::BaseModelCatalogue::open(folder.path(), folder.path()).has_value());
}

TELESOFT_TEST(BaseModelCatalogueTest)

}  // namespace

#include "base_model_catalogue_test.moc"
