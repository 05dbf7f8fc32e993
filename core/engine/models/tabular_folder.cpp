// The risk network on disk: config.json, model.safetensors, README.md.
#include "telesoft/engine/models/tabular_network.h"
#include "telesoft/engine/models/weight_source.h"

namespace telesoft::engine {

using base::ErrorCode;
using base::fail;
using base::Path;
using base::Result;
using base::Status;

namespace {

constexpr const char* kWeights = "model.safetensors";
constexpr std::int64_t kMost = 4096;

Status checkConfig(const TabularConfig& c) {
  if (c.format != "telesoft.tabular-model" || c.version != 1 || c.architecture != "tabular") {
    return fail(ErrorCode::Unsupported,
                "config.json does not describe a telesoft.tabular-model of version 1",
                "choose a base model for tables of measurements");
  }
  const bool sizesHold = c.hidden >= 1 && c.hidden <= kMost && c.blocks >= 0 && c.blocks <= 64 &&
                         c.classes.size() >= 2 && c.classes.size() <= kMost &&
                         !c.features.empty() && c.features.size() <= kMost;
  if (!sizesHold) {
    return fail(ErrorCode::Corrupt, "config.json has sizes that cannot be", "get the model again");
  }
  for (const EncodedFeature& f : c.features) {
    const bool known = f.kind == "number" || f.kind == "category";
    if (!known || !(f.sd > 0) || f.categories.size() > static_cast<size_t>(kMost)) {
      return fail(ErrorCode::Corrupt, "config.json describes feature \"" + f.name + "\" wrongly",
                  "get the model again");
    }
  }
  return {};
}

std::string cardText(const TabularConfig& c) {
  std::string out =
      "---\npipeline_tag: tabular-classification\n---\n\n# Tabular risk network\n\nTrained by "
      "Telesoft Workbench. A residual multilayer perceptron of " +
      std::to_string(c.hidden) + " units and " + std::to_string(c.blocks) +
      " blocks; config.json says how each feature becomes an input.\n\nClasses, in label "
      "order:\n\n";
  for (const std::string& name : c.classes) {
    out += "- " + name + "\n";
  }
  out += "\nFeatures:\n\n";
  for (const EncodedFeature& f : c.features) {
    out += "- " + f.name + " (" + f.kind + (f.unit.empty() ? "" : ", " + f.unit) + ")\n";
  }
  return out;
}

std::string_view bytesOf(const float* values, std::int64_t count) {
  return {reinterpret_cast<const char*>(values), static_cast<size_t>(count) * sizeof(float)};
}

}  // namespace

Result<std::unique_ptr<TabularNetwork>> TabularNetwork::open(const Path& folder) {
  TELESOFT_TRY(text, base::readFile(folder / "config.json", 1U << 26U));
  TELESOFT_TRY(parsed, base::parseJson(text));
  if (!parsed.is_object() || parsed.value("architecture", base::json()) != "tabular") {
    return fail(ErrorCode::Unsupported, "the model folder holds no tabular network",
                "choose a base model for tables of measurements");
  }
  TELESOFT_TRY(config, base::fromJson<TabularConfig>(parsed));
  TELESOFT_CHECK(checkConfig(config));
  auto out = std::unique_ptr<TabularNetwork>(new TabularNetwork(std::move(config)));
  TELESOFT_TRY(source, WeightSource::open(folder / kWeights));
  for (Layer* layer : out->layers()) {
    TELESOFT_CHECK(
        source.read(layer->name + ".weight", {layer->in, layer->out}, layer->weight.owned));
    TELESOFT_CHECK(source.read(layer->name + ".bias", {layer->out}, layer->bias.owned));
  }
  return out;
}

Result<Model::Saved> TabularNetwork::save(const Path& folder) {
  TELESOFT_CHECK(base::makePrivateFolder(folder));
  std::vector<TensorToWrite> tensors;
  for (const Layer* layer : layers()) {
    tensors.push_back({layer->name + ".weight",
                       DType::F32,
                       {layer->in, layer->out},
                       bytesOf(layer->weight.get(), layer->in * layer->out)});
    tensors.push_back(
        {layer->name + ".bias", DType::F32, {layer->out}, bytesOf(layer->bias.get(), layer->out)});
  }
  TELESOFT_CHECK(writeSafetensors(folder / kWeights, tensors, {{"format", "pt"}}));
  TELESOFT_CHECK(base::writeFileWhole(folder / "README.md", cardText(config_)));
  TELESOFT_CHECK(
      base::writeFileWhole(folder / "config.json", base::toJson(config_).dump(2) + "\n"));
  return Saved{kWeights, "full"};
}

}  // namespace telesoft::engine
