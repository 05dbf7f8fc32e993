#include "telesoft/engine/io/hf_folder.h"

#include <filesystem>
#include <optional>
#include <system_error>

#include "telesoft/base/json.h"

namespace telesoft::engine {

namespace {

using base::ErrorCode;
using base::fail;
using base::json;

constexpr std::uint64_t kMaxConfigBytes = 4U << 20U;

/// Keys of config.json; a missing optional keeps transformers' BertConfig default.
struct RawConfig {
  std::string modelType;
  std::int64_t hidden = 768, layers = 12, heads = 12, intermediate = 3072, vocab = 30522;
  std::int64_t maxPositions = 512, typeVocab = 2, padId = 0;
  double layerNormEps = 1e-12, hiddenDropout = 0.1, attentionDropout = 0.1;
  std::string hiddenAct = "gelu";
  std::string positions = "absolute";
  bool isDecoder = false;
};

template <class V>
void describe(V& v, RawConfig& c) {
  v.required("model_type", c.modelType);
  v.required("hidden_size", c.hidden);
  v.required("num_hidden_layers", c.layers);
  v.required("num_attention_heads", c.heads);
  v.required("intermediate_size", c.intermediate);
  v.required("vocab_size", c.vocab);
  v.optional("max_position_embeddings", c.maxPositions);
  v.optional("type_vocab_size", c.typeVocab);
  v.optional("pad_token_id", c.padId);
  v.optional("layer_norm_eps", c.layerNormEps);
  v.optional("hidden_dropout_prob", c.hiddenDropout);
  v.optional("attention_probs_dropout_prob", c.attentionDropout);
  v.optional("hidden_act", c.hiddenAct);
  v.optional("position_embedding_type", c.positions);
  v.optional("is_decoder", c.isDecoder);
}

base::Error unsupported(const std::string& key, const std::string& value, const std::string& hint) {
  return fail(ErrorCode::Unsupported,
              "config.json has " + key + " \"" + value.substr(0, 64) + "\", which is not built",
              hint);
}

base::Status checkKinds(const RawConfig& c) {
  if (c.modelType != "bert") {
    return unsupported("model_type", c.modelType, "choose a model of type bert, such as MiniLM");
  }
  if (c.isDecoder) {
    return unsupported("is_decoder", "true", "choose an encoder");
  }
  if (c.positions != "absolute") {
    return unsupported("position_embedding_type", c.positions, "choose a model with absolute ones");
  }
  if (c.hiddenAct != "gelu" && c.hiddenAct != "gelu_new" && c.hiddenAct != "relu") {
    return unsupported("hidden_act", c.hiddenAct, "choose a model with gelu, gelu_new or relu");
  }
  return {};
}

base::Status checkRange(const char* key, std::int64_t value, std::int64_t low, std::int64_t high) {
  if (value < low || value > high) {
    return fail(ErrorCode::Corrupt,
                std::string("config.json: ") + key + " is " + std::to_string(value) +
                    ", it must be from " + std::to_string(low) + " to " + std::to_string(high),
                "fetch the model again");
  }
  return {};
}

base::Status checkShare(const char* key, double value) {
  if (!(value >= 0 && value < 1)) {
    return fail(ErrorCode::Corrupt,
                std::string("config.json: ") + key + " must be from 0 to below 1",
                "fetch the model again");
  }
  return {};
}

base::Status checkNumbers(const RawConfig& c) {
  TELESOFT_CHECK(checkRange("hidden_size", c.hidden, 1, 16384));
  TELESOFT_CHECK(checkRange("num_hidden_layers", c.layers, 1, 256));
  TELESOFT_CHECK(checkRange("num_attention_heads", c.heads, 1, 256));
  TELESOFT_CHECK(checkRange("intermediate_size", c.intermediate, 1, 131072));
  TELESOFT_CHECK(checkRange("vocab_size", c.vocab, 1, 4'000'000));
  TELESOFT_CHECK(checkRange("max_position_embeddings", c.maxPositions, 2, 1'000'000));
  TELESOFT_CHECK(checkRange("type_vocab_size", c.typeVocab, 1, 1024));
  TELESOFT_CHECK(checkRange("pad_token_id", c.padId, 0, c.vocab - 1));
  TELESOFT_CHECK(checkShare("hidden_dropout_prob", c.hiddenDropout));
  TELESOFT_CHECK(checkShare("attention_probs_dropout_prob", c.attentionDropout));
  if (c.hidden % c.heads != 0) {
    return fail(ErrorCode::Corrupt,
                "config.json: hidden_size is no multiple of num_attention_heads",
                "fetch the model again");
  }
  if (!(c.layerNormEps > 0 && c.layerNormEps < 1)) {
    return fail(ErrorCode::Corrupt, "config.json: layer_norm_eps must be above 0 and below 1",
                "fetch the model again");
  }
  return {};
}

base::Result<BertConfig> parseBertConfig(const base::Path& folder) {
  TELESOFT_TRY(text, base::readFile(folder / "config.json", kMaxConfigBytes));
  TELESOFT_TRY(document, base::parseJson(text));
  if (document.is_object() && !document.contains("model_type")) {
    return fail(ErrorCode::Unsupported, "config.json has no model_type",
                "choose a Hugging Face folder of a BERT encoder");
  }
  // The type first: another family's missing keys would only confuse.
  if (document.is_object() && document["model_type"].is_string() &&
      document["model_type"] != "bert") {
    return unsupported("model_type", document["model_type"].get<std::string>(),
                       "choose a model of type bert, such as MiniLM");
  }
  TELESOFT_TRY(raw, base::fromJson<RawConfig>(document));
  TELESOFT_CHECK(checkKinds(raw));
  TELESOFT_CHECK(checkNumbers(raw));
  return BertConfig{raw.hidden,        raw.layers,           raw.heads,     raw.intermediate,
                    raw.vocab,         raw.maxPositions,     raw.typeVocab, raw.layerNormEps,
                    raw.hiddenDropout, raw.attentionDropout, raw.padId,     raw.hiddenAct};
}

}  // namespace

base::Result<BertConfig> readBertConfig(const base::Path& folder) {
  return parseBertConfig(folder).in("reading the base model", folder.filename().string());
}

base::Result<base::Path> weightsFile(const base::Path& folder) {
  std::error_code ignored;
  const auto has = [&](const char* name) {
    return std::filesystem::exists(folder / name, ignored);
  };
  if (has("model.safetensors")) {
    return folder / "model.safetensors";
  }
  if (has("model.safetensors.index.json")) {
    return fail(ErrorCode::Unsupported, "the model's weights are split over several files",
                "save it in one file: model.save_pretrained(folder, max_shard_size=\"100GB\")");
  }
  if (has("pytorch_model.bin")) {
    return fail(ErrorCode::Unsupported, "the model's weights are a pickle, which may run code",
                "save it as safetensors: model.save_pretrained(folder, safe_serialization=True)");
  }
  return fail(ErrorCode::NotFound, "the model folder holds no model.safetensors",
              "fetch the model again");
}

}  // namespace telesoft::engine
