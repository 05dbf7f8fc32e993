#include "telesoft/engine/adapters/peft_folder.h"

#include "bert_tiny.h"
#include "kernel_cases.h"

namespace telesoft::engine {

namespace {

/// PEFT's own folder with one key of its config changed.
base::Result<PeftAdapter> readWith(const char* key, const base::json& value) {
  const tests::TempFolder folder;
  std::filesystem::copy_file(BertTiny::adapter() / "adapter_model.safetensors",
                             folder / "adapter_model.safetensors");
  auto config =
      base::json::parse(base::readFile(BertTiny::adapter() / "adapter_config.json").value());
  config[key] = value;
  const auto written = base::writeFileWhole(folder / "adapter_config.json", config.dump());
  return readPeftFolder(folder.path());
}

}  // namespace

class PeftFolderTest : public QObject {
  Q_OBJECT
 private slots:
  void read_takesWhatPeftWrote() {
    const auto adapter = readPeftFolder(BertTiny::adapter());
    QVERIFY2(adapter.has_value(), adapter ? "" : adapter.error().text().c_str());
    QCOMPARE(adapter->rank, std::int64_t{4});
    QCOMPARE(adapter->scale(), 1.5);
    QCOMPARE(adapter->loras.size(), std::size_t{10});
    QCOMPARE(adapter->saved.size(), std::size_t{4});
    QVERIFY(adapter->saved.contains("bert.pooler.dense.weight"));
    const StoredLora& wide = adapter->loras.at("bert.encoder.layer.1.intermediate.dense");
    QCOMPARE(wide.a.shape, (std::vector<std::int64_t>{4, 24}));
    QCOMPARE(wide.b.shape, (std::vector<std::int64_t>{40, 4}));
  }
  void write_comesBackWhole() {
    PeftAdapter adapter;
    adapter.rank = 2;
    adapter.alpha = 3;
    adapter.baseModel = "some/base";
    adapter.targets = {"query"};
    adapter.savedModules = {"classifier"};
    adapter.loras["bert.x.query"] = {{{2, 3}, {1, 2, 3, 4, 5, 6}}, {{1, 2}, {7, 8}}};
    adapter.saved["classifier.weight"] = {{1, 1}, {9}};
    const tests::TempFolder folder;
    QVERIFY(!isPeftFolder(folder.path()));
    const auto written =
        writePeftFolder(folder.path(), adapter, {"A title", {"yes", "no"}, "Notes."});
    QVERIFY2(written.has_value(), written ? "" : written.error().text().c_str());
    QVERIFY(isPeftFolder(folder.path()));
    const auto read = readPeftFolder(folder.path());
    QVERIFY(read.has_value());
    QCOMPARE(read->loras.at("bert.x.query").a.values, adapter.loras["bert.x.query"].a.values);
    QCOMPARE(read->loras.at("bert.x.query").b.values, adapter.loras["bert.x.query"].b.values);
    QCOMPARE(read->saved.at("classifier.weight").values, std::vector<float>{9});
    QCOMPARE(read->baseModel, std::string("some/base"));
    const std::string card = base::readFile(folder / "README.md").value();
    QVERIFY(card.find("base_model: some/base") != std::string::npos &&
            card.find("- yes") != std::string::npos);
  }
  void read_refusesWhatChangesTheComputation_data() {
    QTest::addColumn<QString>("key");
    QTest::addColumn<QString>("value");
    QTest::addColumn<int>("code");
    const int unsupported = static_cast<int>(base::ErrorCode::Unsupported);
    const int corrupt = static_cast<int>(base::ErrorCode::Corrupt);
    QTest::newRow("DoRA") << "use_dora"
                          << "true" << unsupported;
    QTest::newRow("ranks") << "rank_pattern"
                           << "{\"query\": 2}" << unsupported;
    QTest::newRow("biases") << "bias"
                            << "\"all\"" << unsupported;
    QTest::newRow("another kind") << "peft_type"
                                  << "\"IA3\"" << unsupported;
    QTest::newRow("another rank") << "r"
                                  << "8" << corrupt;
    QTest::newRow("rank 0") << "r"
                            << "0" << corrupt;
    QTest::newRow("no number") << "lora_alpha"
                               << "\"six\"" << corrupt;
    QTest::newRow("wrong type") << "use_rslora"
                                << "\"yes\"" << corrupt;
  }
  void read_refusesWhatChangesTheComputation() {
    QFETCH(QString, key);
    QFETCH(QString, value);
    QFETCH(int, code);
    const auto read = readWith(key.toStdString().c_str(), base::json::parse(value.toStdString()));
    QVERIFY(!read.has_value());
    QCOMPARE(static_cast<int>(read.error().code), code);
  }
  void read_scalesByTheRootWhenRankStabilised() {
    const auto read = readWith("use_rslora", true);
    QVERIFY(read.has_value());
    QCOMPARE(read->scale(), 3.0);
  }
};

TELESOFT_TEST(PeftFolderTest)

}  // namespace telesoft::engine

#include "peft_folder_test.moc"
