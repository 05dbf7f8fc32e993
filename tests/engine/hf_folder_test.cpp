#include "telesoft/engine/io/hf_folder.h"

#include "telesoft/base/json.h"
#include "telesoft/base/os/paths.h"

#include "support/temp_folder.h"
#include "support/test_case.h"

namespace telesoft::engine {

namespace {

using base::ErrorCode;
using base::json;
using tests::TempFolder;

json goodConfig() {
  return {{"model_type", "bert"},          {"hidden_size", 8},        {"num_hidden_layers", 2},
          {"num_attention_heads", 2},      {"intermediate_size", 16}, {"vocab_size", 100},
          {"max_position_embeddings", 64}, {"type_vocab_size", 2},    {"hidden_act", "relu"},
          {"hidden_dropout_prob", 0.25},   {"layer_norm_eps", 1e-5},  {"pad_token_id", nullptr},
          {"architectures", {"BertModel"}}};
}

void put(const base::Path& file, const std::string& text) {
  QVERIFY(base::writeFileWhole(file, text));
}

}  // namespace

class HfFolderTest : public QObject {
  Q_OBJECT
 private slots:
  void config_readsWhatIsThereAndKeepsDefaults();
  void config_refuses_data();
  void config_refuses();
  void config_readsTheShippedBase();
  void weights_saysWhatToDoWithOtherForms();
};

void HfFolderTest::config_readsWhatIsThereAndKeepsDefaults() {
  const TempFolder folder;
  put(folder / "config.json", goodConfig().dump());
  const auto config = readBertConfig(folder.path());
  QVERIFY(config.has_value());
  QCOMPARE(config->hidden, 8);
  QCOMPARE(config->layers, 2);
  QCOMPARE(config->heads, 2);
  QCOMPARE(config->intermediate, 16);
  QCOMPARE(config->vocab, 100);
  QCOMPARE(config->maxPositions, 64);
  QCOMPARE(config->typeVocab, 2);
  QCOMPARE(config->padId, 0);
  QCOMPARE(config->hiddenAct, std::string("relu"));
  QCOMPARE(config->hiddenDropout, 0.25);
  QCOMPARE(config->attentionDropout, 0.1);
  QCOMPARE(config->layerNormEps, 1e-5);
}

void HfFolderTest::config_refuses_data() {
  QTest::addColumn<QString>("key");
  QTest::addColumn<QString>("value");
  QTest::addColumn<int>("code");
  QTest::addColumn<QString>("wanted");
  const auto row = [](const char* key, const char* value, ErrorCode code, const char* wanted) {
    QTest::addRow("%s %s", key, value) << QString::fromUtf8(key) << QString::fromUtf8(value)
                                       << static_cast<int>(code) << QString::fromUtf8(wanted);
  };
  row("model_type", "\"gpt2\"", ErrorCode::Unsupported, "model_type \"gpt2\"");
  row("hidden_act", "\"silu\"", ErrorCode::Unsupported, "hidden_act \"silu\"");
  row("position_embedding_type", "\"relative_key\"", ErrorCode::Unsupported, "relative_key");
  row("is_decoder", "true", ErrorCode::Unsupported, "is_decoder");
  row("hidden_size", "7", ErrorCode::Corrupt, "no multiple");
  row("hidden_size", "0", ErrorCode::Corrupt, "hidden_size is 0");
  row("num_hidden_layers", "-1", ErrorCode::Corrupt, "num_hidden_layers");
  row("vocab_size", "99999999999", ErrorCode::Corrupt, "vocab_size");
  row("pad_token_id", "100", ErrorCode::Corrupt, "pad_token_id");
  row("hidden_dropout_prob", "1.5", ErrorCode::Corrupt, "hidden_dropout_prob");
  row("layer_norm_eps", "0", ErrorCode::Corrupt, "layer_norm_eps");
  row("intermediate_size", "\"many\"", ErrorCode::InvalidInput, "intermediate_size");
}

void HfFolderTest::config_refuses() {
  QFETCH(QString, key);
  QFETCH(QString, value);
  QFETCH(int, code);
  QFETCH(QString, wanted);
  const TempFolder folder;
  json config = goodConfig();
  config[key.toStdString()] = json::parse(value.toStdString());
  put(folder / "config.json", config.dump());
  const auto read = readBertConfig(folder.path());
  QVERIFY(!read.has_value());
  QCOMPARE(static_cast<int>(read.error().code), code);
  const QString message = QString::fromStdString(read.error().text());
  QVERIFY2(message.contains(wanted), qPrintable(message));
}

void HfFolderTest::config_readsTheShippedBase() {
  const base::Path folder = base::cacheFolder() / "models/telesoft-diagnostic-v2";
  if (!std::filesystem::exists(folder / "config.json")) {
    QSKIP("the base model is not fetched");
  }
  const auto config = readBertConfig(folder);
  QVERIFY(config.has_value());
  QCOMPARE(config->hidden, 384);
  QCOMPARE(config->layers, 6);
  QCOMPARE(config->heads, 12);
  QCOMPARE(config->vocab, 30522);
  QVERIFY(weightsFile(folder).has_value());
}

void HfFolderTest::weights_saysWhatToDoWithOtherForms() {
  const TempFolder folder;
  const auto none = weightsFile(folder.path());
  QVERIFY(!none && none.error().code == ErrorCode::NotFound);
  put(folder / "pytorch_model.bin", "x");
  const auto pickle = weightsFile(folder.path());
  QVERIFY(!pickle && pickle.error().code == ErrorCode::Unsupported);
  put(folder / "model.safetensors", "x");
  QCOMPARE(weightsFile(folder.path()).value(), folder / "model.safetensors");
}

}  // namespace telesoft::engine

using telesoft::engine::HfFolderTest;
TELESOFT_TEST(HfFolderTest)
#include "hf_folder_test.moc"
