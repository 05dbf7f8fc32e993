#include "telesoft/engine/adapters/peft_folder.h"

#include <cmath>

#include "telesoft/base/json.h"
#include "telesoft/engine/models/weight_source.h"

namespace telesoft::engine {

using base::ErrorCode;
using base::fail;
using base::json;
using base::Path;
using base::Result;
using base::Status;

namespace {

constexpr const char* kPrefix = "base_model.model.";
constexpr const char* kConfig = "adapter_config.json";
constexpr const char* kWeights = "adapter_model.safetensors";

std::string_view bytesOf(const std::vector<float>& values) {
  return {reinterpret_cast<const char*>(values.data()), values.size() * sizeof(float)};
}

json configOf(const PeftAdapter& a) {
  return {{"peft_type", "LORA"},
          {"peft_version", "0.21.2"},
          {"task_type", "SEQ_CLS"},
          {"base_model_name_or_path", a.baseModel},
          {"r", a.rank},
          {"lora_alpha", a.alpha},
          {"lora_dropout", a.dropout},
          {"target_modules", a.targets},
          {"modules_to_save", a.savedModules},
          {"bias", "none"},
          {"fan_in_fan_out", false},
          {"inference_mode", true},
          {"init_lora_weights", true},
          {"use_rslora", a.rankStabilised},
          {"use_dora", false},
          {"revision", nullptr},
          {"auto_mapping", nullptr}};
}

std::string cardText(const PeftAdapter& a, const ModelCard& card) {
  std::string out =
      "---\nlibrary_name: peft\nbase_model: " + a.baseModel +
      "\npipeline_tag: text-classification\ntags:\n- lora\n- base_model:adapter:" + a.baseModel +
      "\n---\n\n# " + card.title + "\n\nClasses, in label order:\n\n";
  for (const std::string& name : card.classes) {
    out += "- " + name + "\n";
  }
  return out + "\n" + card.notes + "\n";
}

Status refuseUnsupported(const json& config) {
  const auto isSet = [&](const char* key) {
    return config.contains(key) && !config[key].is_null() && config[key] != false &&
           !(config[key].is_object() && config[key].empty());
  };
  for (const char* key : {"use_dora", "use_qalora", "use_bdlora", "rank_pattern", "alpha_pattern",
                          "layer_replication", "lora_bias", "target_parameters"}) {
    if (isSet(key)) {
      return fail(ErrorCode::Unsupported, std::string("the adapter uses ") + key,
                  "merge it into its base with PEFT and use the whole model");
    }
  }
  if (config.value("peft_type", "") != "LORA" || config.value("bias", "none") != "none") {
    return fail(ErrorCode::Unsupported, "the adapter is not a plain LoRA without biases",
                "merge it into its base with PEFT and use the whole model");
  }
  return {};
}

Result<PeftAdapter> readConfig(const Path& file) {
  TELESOFT_TRY(text, base::readFile(file, 1U << 20U));
  TELESOFT_TRY(config, base::parseJson(text));
  PeftAdapter out;
  const bool numbers = config.is_object() && config.contains("r") &&
                       config["r"].is_number_integer() && config.contains("lora_alpha") &&
                       config["lora_alpha"].is_number();
  if (!numbers || config["r"].get<std::int64_t>() < 1) {
    return fail(ErrorCode::Corrupt, "adapter_config.json lacks \"r\" or \"lora_alpha\"",
                "save the adapter again");
  }
  try {
    TELESOFT_CHECK(refuseUnsupported(config));
    out.rank = config["r"].get<std::int64_t>();
    out.alpha = config["lora_alpha"].get<double>();
    out.dropout = config.value("lora_dropout", 0.0);
    out.rankStabilised = config.value("use_rslora", false);
    if (config.contains("base_model_name_or_path") &&
        config["base_model_name_or_path"].is_string()) {
      out.baseModel = config["base_model_name_or_path"].get<std::string>();
    }
  } catch (const json::exception&) {
    return fail(ErrorCode::Corrupt, "adapter_config.json has a value of the wrong type",
                "save the adapter again");
  }
  return out;
}

/// "base_model.model.x.lora_A.default.weight" -> "x.lora_A.weight".
std::string plainName(std::string name) {
  if (name.starts_with(kPrefix)) {
    name = name.substr(std::string_view(kPrefix).size());
  }
  for (const char* part : {".modules_to_save.default", ".modules_to_save", ".default"}) {
    const auto at = name.find(std::string(part) + ".");
    if (at != std::string::npos) {
      name.erase(at, std::string_view(part).size());
    }
  }
  return name;
}

Status checkLora(const std::string& module, const StoredLora& lora, std::int64_t rank) {
  const bool whole = lora.a.shape.size() == 2 && lora.b.shape.size() == 2 &&
                     lora.a.shape[0] == rank && lora.b.shape[1] == rank;
  return whole ? Status()
               : fail(ErrorCode::Corrupt,
                      "the adapter's matrices of \"" + module + "\" are missing or not of rank " +
                          std::to_string(rank),
                      "save the adapter again");
}

}  // namespace

double PeftAdapter::scale() const {
  const auto r = static_cast<double>(rank);
  return alpha / (rankStabilised ? std::sqrt(r) : r);
}

bool isPeftFolder(const Path& folder) {
  std::error_code ignored;
  return std::filesystem::exists(folder / kConfig, ignored);
}

Status writePeftFolder(const Path& folder, const PeftAdapter& adapter, const ModelCard& card) {
  TELESOFT_CHECK(base::makePrivateFolder(folder));
  std::vector<TensorToWrite> tensors;
  for (const auto& [module, lora] : adapter.loras) {
    tensors.push_back(
        {kPrefix + module + ".lora_A.weight", DType::F32, lora.a.shape, bytesOf(lora.a.values)});
    tensors.push_back(
        {kPrefix + module + ".lora_B.weight", DType::F32, lora.b.shape, bytesOf(lora.b.values)});
  }
  for (const auto& [name, tensor] : adapter.saved) {
    tensors.push_back({kPrefix + name, DType::F32, tensor.shape, bytesOf(tensor.values)});
  }
  TELESOFT_CHECK(writeSafetensors(folder / kWeights, tensors, {{"format", "pt"}}));
  TELESOFT_CHECK(base::writeFileWhole(folder / "README.md", cardText(adapter, card)));
  return base::writeFileWhole(folder / kConfig, configOf(adapter).dump(2) + "\n");
}

Result<PeftAdapter> readPeftFolder(const Path& folder) {
  TELESOFT_TRY(out, readConfig(folder / kConfig));
  TELESOFT_TRY(source, WeightSource::open(folder / kWeights));
  for (const auto& [name, view] : source.file().tensors()) {
    StoredTensor tensor{view.shape, {}};
    TELESOFT_CHECK(source.read(name, view.shape, tensor.values));
    const std::string plain = plainName(name);
    const auto a = plain.find(".lora_A.weight");
    const auto b = plain.find(".lora_B.weight");
    if (a != std::string::npos) {
      out.loras[plain.substr(0, a)].a = std::move(tensor);
    } else if (b != std::string::npos) {
      out.loras[plain.substr(0, b)].b = std::move(tensor);
    } else {
      out.saved[plain] = std::move(tensor);
    }
  }
  for (const auto& [module, lora] : out.loras) {
    TELESOFT_CHECK(checkLora(module, lora, out.rank));
    out.targets.push_back(module);
  }
  return out;
}

}  // namespace telesoft::engine
