#include "telesoft/engine/serve/served_model.h"

#include "telesoft/base/hash.h"

#include "served.h"

namespace telesoft::engine {

using base::ErrorCode;
using tests::TempFolder;

namespace {

/// A folder with weights and a description of the toy classes.
protocol::ModelReference described(const base::Path& folder) {
  static_cast<void>(base::makePrivateFolder(folder));
  static_cast<void>(base::writeFileWhole(folder / "model.safetensors", "weights"));
  changeDescription(folder, [](ModelDescription& m) {
    m.kind = "full";
    m.weightsFile = "model.safetensors";
    m.classes = tinyBase().classes;
    m.maxLength = 64;
    m.temperature = 1.5;
    m.calibrationRows = 80;
  });
  return {"m", folder.string(), *base::sha256HexOfFile(folder / "model.safetensors")};
}

}  // namespace

class ServedModelTest : public QObject {
  Q_OBJECT
 private slots:
  void folders_tellLengthAndCalibration() {
    const TempFolder folder;
    protocol::ServeSpec spec = tinyBase();
    QVERIFY(findServed(spec)->tuned.empty());
    QCOMPARE(findServed(spec)->calibration.rows, 0);
    spec.tunedModel = described(folder / "m");
    const auto found = findServed(spec);
    QVERIFY2(found.has_value(), found ? "" : found.error().text().c_str());
    QCOMPARE(found->maxLength, 64);
    QCOMPARE(found->calibration.temperature, 1.5);
    QCOMPARE(found->calibration.rows, 80);
  }

  void knowledgeBase_isServedAsItsBase() {
    const TempFolder folder;
    protocol::ServeSpec spec = tinyBase();
    spec.tunedModel = described(folder / "m");
    QVERIFY(base::writeFileWhole(folder / "m/index.json", "{}"));
    changeDescription(folder / "m", [](ModelDescription& m) {
      m.approach = protocol::Approach::KnowledgeBase;
      m.weightsFile = "index.json";
      m.classes.clear();
    });
    spec.tunedModel.sha256 = *base::sha256HexOfFile(folder / "m/index.json");
    const auto found = findServed(spec);
    QVERIFY2(found.has_value(), found ? "" : found.error().text().c_str());
    QVERIFY(found->tuned.empty());
    QCOMPARE(found->calibration.rows, 0);
    QVERIFY(base::writeFileWhole(folder / "m/index.json", "{ }"));
    QCOMPARE(findServed(spec).error().code, ErrorCode::Corrupt);
  }

  void changedWeights_areCorrupt() {
    const TempFolder folder;
    protocol::ServeSpec spec = tinyBase();
    spec.tunedModel = described(folder / "m");
    QVERIFY(base::writeFileWhole(folder / "m/model.safetensors", "other"));
    QCOMPARE(findServed(spec).error().code, ErrorCode::Corrupt);
    std::filesystem::remove(folder / "m/model.safetensors");
    QCOMPARE(findServed(spec).error().code, ErrorCode::Corrupt);
    spec.tunedModel = {};
    spec.baseModel.sha256 = std::string(64, '0');
    QCOMPARE(findServed(spec).error().code, ErrorCode::Corrupt);
  }

  void refused_data() {
    QTest::addColumn<QString>("what");
    QTest::addColumn<int>("code");
    const auto row = [](const char* what, ErrorCode code) {
      QTest::newRow(what) << QString::fromLatin1(what) << static_cast<int>(code);
    };
    row("no model", ErrorCode::InvalidInput);
    row("no folder", ErrorCode::NotFound);
    row("other classes", ErrorCode::InvalidInput);
    row("classes in another order", ErrorCode::InvalidInput);
    row("another task", ErrorCode::InvalidInput);
    row("a temperature of 0", ErrorCode::Corrupt);
  }
  void refused() {
    QFETCH(QString, what);
    QFETCH(int, code);
    const TempFolder folder;
    protocol::ServeSpec spec = tinyBase();
    spec.tunedModel = described(folder / "m");
    if (what == QLatin1String("no model")) {
      spec.tunedModel = spec.baseModel = {};
    } else if (what == QLatin1String("no folder")) {
      spec.tunedModel.path += "x";
    } else if (what == QLatin1String("other classes")) {
      spec.classes.push_back({"third", ""});
    } else if (what == QLatin1String("classes in another order")) {
      std::swap(spec.classes[0], spec.classes[1]);
    } else if (what == QLatin1String("another task")) {
      spec.task = protocol::Task::TabularRisk;
    } else {
      changeDescription(folder / "m", [](ModelDescription& m) { m.temperature = 0; });
    }
    const auto found = findServed(spec);
    QVERIFY(!found.has_value());
    QCOMPARE(static_cast<int>(found.error().code), code);
  }
};

TELESOFT_TEST(ServedModelTest)

}  // namespace telesoft::engine

#include "served_model_test.moc"
