#include "telesoft/engine/run/model_folder.h"

#include "toy_rows.h"

namespace telesoft::engine {

using base::ErrorCode;
using tests::TempFolder;

namespace {

ModelDescription toyDescription() {
  ModelDescription out;
  out.task = protocol::Task::TabularRisk;
  out.approach = protocol::Approach::Scratch;
  out.classes = {{"0", "well"}, {"1", "ill"}};
  out.primary = "auroc";
  out.validation = {{"auroc", 0.75}};
  return out;
}

}  // namespace

class ModelFolderTest : public QObject {
  Q_OBJECT
 private slots:
  void folder_canBeOpenedAgainWithoutItsRun() {
    const TempFolder folder;
    const ToyTask task(40);
    const auto network = task.network();
    const auto written = writeModelFolder(folder / "model", *network, toyDescription());
    QVERIFY(written.has_value());
    QCOMPARE(written->weightsFile, std::string("model.safetensors"));
    const auto read = readModelDescription(folder / "model");
    QVERIFY(read.has_value() && read->has_value());
    QCOMPARE((*read)->classes[1].description, std::string("ill"));
    QCOMPARE((*read)->validation.at("auroc"), 0.75);
    QCOMPARE((*read)->kind, std::string("full"));
    QVERIFY(std::filesystem::exists(folder / "model/README.md"));
    QVERIFY(TabularNetwork::open(folder / "model").has_value());
  }

  void folder_takesThePlaceOfWhatAKilledRunLeft() {
    const TempFolder folder;
    QVERIFY(base::makePrivateFolder(folder / "model"));
    QVERIFY(base::makePrivateFolder(folder / "model.new"));
    QVERIFY(base::writeFileWhole(folder / "model/half", "x"));
    QVERIFY(base::writeFileWhole(folder / "model.new/half", "x"));
    const ToyTask task(40);
    QVERIFY(writeModelFolder(folder / "model", *task.network(), toyDescription()).has_value());
    QVERIFY(!std::filesystem::exists(folder / "model/half"));
    QVERIFY(!std::filesystem::exists(folder / "model.new"));
  }

  void description_isNothingForAForeignFolderAndAnErrorForABrokenOne() {
    const TempFolder folder;
    const auto none = readModelDescription(folder.path());
    QVERIFY(none.has_value() && !none->has_value());
    QVERIFY(base::writeFileWhole(folder / "telesoft.json", "{"));
    QCOMPARE(readModelDescription(folder.path()).error().code, ErrorCode::Corrupt);
    base::json newer = base::toJson(toyDescription());
    newer["version"] = 2;
    QVERIFY(base::writeFileWhole(folder / "telesoft.json", newer.dump()));
    QCOMPARE(readModelDescription(folder.path()).error().code, ErrorCode::Unsupported);
  }
};

TELESOFT_TEST(ModelFolderTest)

}  // namespace telesoft::engine

#include "model_folder_test.moc"
