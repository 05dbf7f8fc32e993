#include "telesoft/engine/models/text_network.h"

#include <set>

#include "bert_tiny.h"
#include "kernel_cases.h"

namespace telesoft::engine {

namespace {

base::Result<std::unique_ptr<TextNetwork>> loraOn(const std::vector<std::string>& targets,
                                                  Parameters& parameters) {
  NetworkPlan plan;
  plan.training = Training::Lora;
  plan.precision = protocol::Precision::Float32;
  plan.lora = {6, 12, 0};
  plan.targets = targets;
  return loadTextNetwork(BertTiny::folder(), plan, parameters);
}

void copyBase(const tests::TempFolder& folder) {
  for (const char* name : {"config.json", "model.safetensors"}) {
    std::filesystem::copy_file(BertTiny::folder() / name, folder / name);
  }
}

}  // namespace

class TextNetworkTest : public QObject {
  Q_OBJECT
 private slots:
  void lora_startsAsPeftDoes() {
    Parameters parameters;
    const auto network = loraOn({"query"}, parameters);
    const auto loras = (*network)->loras();
    QCOMPARE(loras.size(), std::size_t{2});
    for (const Lora* lora : loras) {
      QCOMPARE(lora->scale, 2.0F);
      QCOMPARE(lora->paddedRank, std::int64_t{8});
      QCOMPARE(lora->b->value, std::vector<float>(8 * 24));
      const auto& a = lora->a->value;
      const float top = *std::max_element(a.begin(), a.end());
      QVERIFY(top <= 1 / std::sqrt(24.0F) && top > 0.9F / std::sqrt(24.0F));
      QCOMPARE(std::vector<float>(a.begin() + 6 * 24, a.end()), std::vector<float>(2 * 24));
    }
    QVERIFY(loras[0]->a->value != loras[1]->a->value);
  }
  void targets_matchWholeEndsAsInPeft_data() {
    QTest::addColumn<QStringList>("targets");
    QTest::addColumn<int>("count");
    QTest::newRow("all") << QStringList{} << 12;
    QTest::newRow("query, value") << QStringList{"query", "value"} << 4;
    QTest::newRow("output.dense is two layers") << QStringList{"output.dense"} << 4;
    QTest::newRow("one layer") << QStringList{"encoder.layer.1.attention.self.key"} << 1;
  }
  void targets_matchWholeEndsAsInPeft() {
    QFETCH(QStringList, targets);
    QFETCH(int, count);
    std::vector<std::string> names;
    for (const QString& t : targets) {
      names.push_back(t.toStdString());
    }
    Parameters parameters;
    const auto network = loraOn(names, parameters);
    QCOMPARE((*network)->loras().size(), static_cast<std::size_t>(count));
    QCOMPARE(parameters.all().size(), static_cast<std::size_t>(2 * count));
  }
  void targets_thatMatchNothingAreRefused() {
    Parameters parameters;
    const auto network = loraOn({"uery"}, parameters);
    QCOMPARE(network.error().code, base::ErrorCode::InvalidInput);
    QVERIFY(network.error().message.find("targetModules") != std::string::npos);
  }
  void weights_haveHuggingFacesNamesAndValues() {
    Parameters parameters;
    NetworkPlan plan;
    plan.training = Training::Everything;
    plan.precision = protocol::Precision::Float32;
    const auto network = loadTextNetwork(BertTiny::folder(), plan, parameters);
    const auto file = SafetensorsFile::open(BertTiny::folder() / "model.safetensors");
    std::set<std::string> names;
    for (const NamedFloats& w : (*network)->weights()) {
      const auto tensor = file->tensor(w.name.substr(5));
      QVERIFY2(tensor.has_value(), w.name.c_str());
      QCOMPARE(w.shape, (*tensor)->shape);
      QCOMPARE(std::memcmp(w.values.data(), (*tensor)->data, (*tensor)->bytes), 0);
      names.insert(w.name);
    }
    QCOMPARE(names.size(), file->tensors().size() - 2);  // all but the pooler, which is the head's
  }
  void scratch_needsTheConfigOnly() {
    const tests::TempFolder folder;
    std::filesystem::copy_file(BertTiny::folder() / "config.json", folder / "config.json");
    NetworkPlan plan;
    plan.training = Training::Everything;
    plan.fromScratch = true;
    plan.seed = 4;
    Parameters first;
    Parameters second;
    QVERIFY(loadTextNetwork(folder.path(), plan, first).has_value());
    QVERIFY(loadTextNetwork(folder.path(), plan, second).has_value());
    QCOMPARE(first.all()[0]->value, second.all()[0]->value);
    double squares = 0;
    for (const float x : first.all()[0]->value) {
      squares += static_cast<double>(x) * static_cast<double>(x);
    }
    TELESOFT_NEAR(
        std::abs(std::sqrt(squares / static_cast<double>(first.all()[0]->value.size())) - 0.02),
        0.001);
  }
  void load_saysWhatIsWrongWithAFolder() {
    Parameters parameters;
    const tests::TempFolder empty;
    QCOMPARE(loadTextNetwork(empty.path(), {}, parameters).error().code, base::ErrorCode::NotFound);
    const tests::TempFolder cut;
    copyBase(cut);
    std::filesystem::resize_file(cut / "model.safetensors", 30000);
    QCOMPARE(loadTextNetwork(cut.path(), {}, parameters).error().code, base::ErrorCode::Corrupt);
    const tests::TempFolder other;
    copyBase(other);
    auto config = base::json::parse(base::readFile(other / "config.json").value());
    config["hidden_act"] = "gelu_new";
    QVERIFY(base::writeFileWhole(other / "config.json", config.dump()).has_value());
    QCOMPARE(loadTextNetwork(other.path(), {}, parameters).error().code,
             base::ErrorCode::Unsupported);
    config["hidden_act"] = "gelu";
    config["intermediate_size"] = 44;
    QVERIFY(base::writeFileWhole(other / "config.json", config.dump()).has_value());
    QCOMPARE(loadTextNetwork(other.path(), {}, parameters).error().code, base::ErrorCode::Corrupt);
  }
};

TELESOFT_TEST(TextNetworkTest)

}  // namespace telesoft::engine

#include "text_network_test.moc"
