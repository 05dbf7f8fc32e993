// Text models on disk: an adapter as PEFT keeps it, or a whole Hugging Face folder.
#include <algorithm>
#include <array>

#include "telesoft/base/json.h"
#include "telesoft/engine/adapters/peft_folder.h"
#include "telesoft/engine/models/text_classifier.h"

namespace telesoft::engine {

using base::ErrorCode;
using base::fail;
using base::json;
using base::Path;
using base::Result;
using base::Status;
using protocol::Approach;

namespace {

/// The first `rank` rows of [padded, columns].
std::vector<float> firstRows(const Parameter& p, std::int64_t rank, std::int64_t columns) {
  return {p.value.begin(), p.value.begin() + rank * columns};
}

std::vector<float> transposed(const std::vector<float>& x,
                              std::int64_t rows,
                              std::int64_t columns) {
  std::vector<float> out(x.size());
  for (std::int64_t r = 0; r < rows; ++r) {
    for (std::int64_t c = 0; c < columns; ++c) {
      out[static_cast<size_t>(c * rows + r)] = x[static_cast<size_t>(r * columns + c)];
    }
  }
  return out;
}

Status copyTokenizer(const Path& from, const Path& to) {
  for (const char* name :
       {"tokenizer.json", "tokenizer_config.json", "vocab.txt", "special_tokens_map.json"}) {
    std::error_code ignored;
    if (std::filesystem::exists(from / name, ignored)) {
      TELESOFT_TRY(bytes, base::readFile(from / name, 1U << 28U));
      TELESOFT_CHECK(base::writeFileWhole(to / name, bytes));
    }
  }
  return {};
}

Status writeHuggingFaceConfig(const TextSetup& setup, const Path& folder) {
  TELESOFT_TRY(text, base::readFile(setup.base / "config.json", 1U << 20U));
  TELESOFT_TRY(config, base::parseJson(text));
  config["architectures"] = {"BertForSequenceClassification"};
  config["problem_type"] = "single_label_classification";
  config.erase("_name_or_path");
  json names = json::object();
  json numbers = json::object();
  for (size_t i = 0; i < setup.classes.size(); ++i) {
    names[std::to_string(i)] = setup.classes[i].name;
    numbers[setup.classes[i].name] = i;
  }
  config["id2label"] = names;
  config["label2id"] = numbers;
  return base::writeFileWhole(folder / "config.json", config.dump(2) + "\n");
}

std::string_view bytesOf(const std::vector<float>& values) {
  return {reinterpret_cast<const char*>(values.data()), values.size() * sizeof(float)};
}

Result<PeftAdapter> readAdapter(const Path& folder) {
  TELESOFT_TRY(adapter, readPeftFolder(folder));
  if (adapter.loras.empty() || !adapter.saved.contains("classifier.weight") ||
      !adapter.saved.contains("classifier.bias")) {
    return fail(ErrorCode::Corrupt, "the adapter holds no LoRA matrices or no classifier",
                "save it with modules_to_save=[\"classifier\"]");
  }
  return adapter;
}

/// The adapted layers of the encoder. PEFT's "all-linear" adapts the pooler too, which is not of
/// it: that one is merged.
std::vector<std::string> encoderModules(const PeftAdapter& adapter) {
  std::vector<std::string> out;
  for (const std::string& module : adapter.targets) {
    if (module != "bert.pooler.dense") {
      out.push_back(module.starts_with("bert.") ? module.substr(5) : module);
    }
  }
  return out;
}

std::string cardNotes(const TextSetup& setup) {
  const auto& h = setup.hyperparameters;
  return "Trained by Telesoft Workbench on a hospital's own labelled texts. Base weights: sha256 " +
         setup.reference.sha256 + ". At most " + std::to_string(h.maxLength) +
         " tokens a text.\n\n`probe.safetensors` is the frozen base with a logistic regression on "
         "mean-pooled embeddings, fitted on the same rows: what training the weights is compared "
         "with.\n";
}

}  // namespace

std::vector<NamedFloats> TextClassifier::headWeights() const {
  const auto values = [](const Values& v, std::int64_t count) {
    return std::vector<float>(v.get(), v.get() + count);
  };
  const std::int64_t hidden = head_.hidden;
  std::vector<NamedFloats> out;
  out.push_back({"classifier.weight", head_.weight->shape, head_.weight->value});
  out.push_back({"classifier.bias", head_.bias->shape, head_.bias->value});
  out.push_back(
      {"bert.pooler.dense.weight", {hidden, hidden}, values(head_.poolerWeight, hidden * hidden)});
  out.push_back({"bert.pooler.dense.bias", {hidden}, values(head_.poolerBias, hidden)});
  return out;
}

Result<Model::Saved> TextClassifier::save(const Path& folder) {
  TELESOFT_CHECK(base::makePrivateFolder(folder));
  if (probe_) {
    TELESOFT_CHECK(writeProbe(folder, *probe_));
  }
  return setup_.approach == Approach::Peft ? saveAdapter(folder) : saveWhole(folder);
}

Result<Model::Saved> TextClassifier::saveAdapter(const Path& folder) {
  const protocol::Hyperparameters& h = setup_.hyperparameters;
  PeftAdapter adapter;
  adapter.rank = h.loraRank;
  adapter.alpha = h.loraAlpha;
  adapter.dropout = h.loraDropout;
  adapter.baseModel = setup_.reference.id.empty() ? setup_.base.string() : setup_.reference.id;
  adapter.targets = h.targetModules.empty() ? allLinearTargets() : h.targetModules;
  adapter.savedModules = {"classifier"};
  if (head_.poolerWeight.trained != nullptr) {
    adapter.savedModules.emplace_back("pooler");
  }
  for (const Lora* lora : network_->loras()) {
    const auto in = static_cast<std::int64_t>(lora->a->value.size()) / lora->paddedRank;
    const std::string module = "bert." + lora->module;
    adapter.loras[module].a = {{lora->rank, in}, firstRows(*lora->a, lora->rank, in)};
    adapter.loras[module].b = {
        {lora->count, lora->rank},
        transposed(firstRows(*lora->b, lora->rank, lora->count), lora->rank, lora->count)};
  }
  for (NamedFloats& w : headWeights()) {
    const bool isPooler = w.name.starts_with("bert.pooler");
    if (!isPooler || head_.poolerWeight.trained != nullptr) {
      adapter.saved[w.name] = {std::move(w.shape), std::move(w.values)};
    }
  }
  ModelCard card{"LoRA adapter for text classification", {}, cardNotes(setup_)};
  for (const protocol::ClassSpec& c : setup_.classes) {
    card.classes.push_back(c.name);
  }
  TELESOFT_CHECK(writePeftFolder(folder, adapter, card));
  return Saved{"adapter_model.safetensors", "peft"};
}

Result<Model::Saved> TextClassifier::saveWhole(const Path& folder) {
  std::vector<NamedFloats> all = headWeights();
  if (setup_.approach == Approach::HeadOnly) {
    // The encoder has stayed as it is in the base's file.
    TELESOFT_TRY(file, weightsFile(setup_.base));
    TELESOFT_TRY(source, WeightSource::open(file));
    for (const auto& [name, view] : source.file().tensors()) {
      const std::string plain = name.starts_with("bert.") ? name.substr(5) : name;
      if (plain.starts_with("encoder.") ||
          (plain.starts_with("embeddings.") && !plain.ends_with("position_ids"))) {
        NamedFloats w{"bert." + plain, view.shape, {}};
        TELESOFT_CHECK(source.read(name, view.shape, w.values));
        all.push_back(std::move(w));
      }
    }
  } else {
    for (NamedFloats& w : network_->weights()) {
      all.push_back(std::move(w));
    }
  }
  std::vector<TensorToWrite> tensors;
  for (const NamedFloats& w : all) {
    tensors.push_back({w.name, DType::F32, w.shape, bytesOf(w.values)});
  }
  TELESOFT_CHECK(writeHuggingFaceConfig(setup_, folder));
  TELESOFT_CHECK(copyTokenizer(setup_.base, folder));
  TELESOFT_CHECK(writeSafetensors(folder / "model.safetensors", tensors, {{"format", "pt"}}));
  return Saved{"model.safetensors", "full"};
}

Status TextClassifier::mergeIntoPooler(const StoredLora& lora, double scale) {
  const std::int64_t hidden = head_.hidden;
  const auto rank = lora.a.shape[0];
  if (lora.a.shape[1] != hidden || lora.b.shape[0] != hidden) {
    return fail(ErrorCode::Conflict, "the adapter's pooler does not fit its base model",
                "use the base model that it was trained on");
  }
  float* weight = head_.poolerWeight.trained != nullptr ? head_.poolerWeight.trained->value.data()
                                                        : head_.poolerWeight.owned.data();
  for (std::int64_t i = 0; i < hidden * hidden; ++i) {
    double sum = 0;
    for (std::int64_t r = 0; r < rank; ++r) {
      sum += static_cast<double>(lora.b.values[static_cast<size_t>(i / hidden * rank + r)]) *
             static_cast<double>(lora.a.values[static_cast<size_t>(r * hidden + i % hidden)]);
    }
    weight[i] += static_cast<float>(scale * sum);
  }
  return {};
}

/// Copies the adapter's matrices and saved modules into a network that was made for them.
Status TextClassifier::takeAdapter(PeftAdapter& adapter) {
  const std::string useItsOwn = "use the base model that it was trained on: " + adapter.baseModel;
  const auto pooler = adapter.loras.extract("bert.pooler.dense");
  if (network_->loras().size() != adapter.loras.size()) {
    return fail(ErrorCode::Conflict, "the adapter names layers that its base model does not have",
                useItsOwn);
  }
  for (const Lora* lora : network_->loras()) {
    const auto at = adapter.loras.find("bert." + lora->module);
    const auto in = static_cast<std::int64_t>(lora->a->value.size()) / lora->paddedRank;
    if (at == adapter.loras.end() || at->second.a.shape[1] != in ||
        at->second.b.shape[0] != lora->count) {
      return fail(ErrorCode::Conflict, "the adapter's matrices do not fit its base model",
                  useItsOwn);
    }
    const auto& [a, b] = at->second;
    std::copy(a.values.begin(), a.values.end(), lora->a->value.begin());
    const auto up = transposed(b.values, lora->count, lora->rank);
    std::copy(up.begin(), up.end(), lora->b->value.begin());
  }
  if (!pooler.empty()) {
    TELESOFT_CHECK(mergeIntoPooler(pooler.mapped(), adapter.scale()));
  }
  for (const auto& p : parameters_.all()) {
    const auto at = adapter.saved.find(p->name);
    if (at == adapter.saved.end()) {
      continue;
    }
    if (at->second.values.size() != p->value.size()) {
      return fail(ErrorCode::Corrupt, "the adapter's \"" + p->name + "\" has the wrong size",
                  "save the adapter again");
    }
    p->value = at->second.values;
  }
  return {};
}

Result<std::unique_ptr<TextClassifier>> TextClassifier::createFrom(const TextSetup& setup) {
  TextSetup fresh = setup;
  fresh.warmStart.clear();
  if (!isPeftFolder(setup.warmStart)) {
    fresh.base = setup.warmStart;
    TELESOFT_TRY(out, create(fresh));
    TELESOFT_CHECK(out->readClassifier(setup.warmStart));
    out->setup_.warmStart = setup.warmStart;
    return out;
  }
  TELESOFT_TRY(adapter, readAdapter(setup.warmStart));
  protocol::Hyperparameters& h = fresh.hyperparameters;
  h.loraRank = adapter.rank;
  h.loraAlpha = adapter.scale() * static_cast<double>(adapter.rank);
  h.targetModules = encoderModules(adapter);
  TELESOFT_TRY(out, create(fresh));
  TELESOFT_CHECK(out->takeAdapter(adapter));
  if (out->network_->loras().size() ==
      allLinearTargets().size() * static_cast<size_t>(out->network_->config().layers)) {
    out->setup_.hyperparameters.targetModules.clear();
  }
  out->setup_.warmStart = setup.warmStart;
  return out;
}

Status TextClassifier::openAdapter(const Path& folder,
                                   const Path& base,
                                   protocol::Precision precision) {
  TELESOFT_TRY(adapter, readAdapter(folder));
  setup_.base = base;
  setup_.approach = Approach::Peft;
  NetworkPlan plan;
  plan.training = Training::Lora;
  plan.precision = precision;
  plan.lora = {adapter.rank, adapter.scale() * static_cast<double>(adapter.rank), 0};
  plan.targets = encoderModules(adapter);
  TELESOFT_TRY(network, loadTextNetwork(base, plan, parameters_));
  network_ = std::move(network);
  head_.hidden = network_->config().hidden;
  TELESOFT_CHECK(loadPooler(base, adapter.saved.contains("bert.pooler.dense.weight")));
  const auto& shape = adapter.saved.at("classifier.weight").shape;
  head_.classes = shape.empty() ? 0 : shape[0];
  base::Rng unused(0, "head");
  head_.addClassifier(parameters_, unused);
  return takeAdapter(adapter);
}

Status TextClassifier::readClassifier(const Path& folder) {
  TELESOFT_TRY(file, weightsFile(folder));
  TELESOFT_TRY(source, WeightSource::open(file));
  TELESOFT_CHECK(
      source.read("classifier.weight", {head_.classes, head_.hidden}, head_.weight->value));
  return source.read("classifier.bias", {head_.classes}, head_.bias->value);
}

Status TextClassifier::openWhole(const Path& folder, protocol::Precision precision) {
  setup_.base = folder;
  setup_.approach = Approach::HeadOnly;
  NetworkPlan plan;
  plan.precision = precision;
  TELESOFT_TRY(network, loadTextNetwork(folder, plan, parameters_));
  network_ = std::move(network);
  head_.hidden = network_->config().hidden;
  TELESOFT_CHECK(loadPooler(folder, false));
  TELESOFT_TRY(file, weightsFile(folder));
  TELESOFT_TRY(source, WeightSource::open(file));
  const auto& tensors = source.file().tensors();
  const auto at = tensors.find("classifier.weight");
  if (at == tensors.end() || at->second.shape.size() != 2) {
    return fail(ErrorCode::Corrupt, "the model folder holds no classifier",
                "give a model that was trained to classify");
  }
  head_.classes = at->second.shape[0];
  base::Rng unused(0, "head");
  head_.addClassifier(parameters_, unused);
  return readClassifier(folder);
}

Result<std::unique_ptr<TextClassifier>> TextClassifier::open(const Path& folder,
                                                             const Path& base,
                                                             protocol::Precision precision) {
  auto out = std::unique_ptr<TextClassifier>(new TextClassifier());
  TELESOFT_CHECK(isPeftFolder(folder) ? out->openAdapter(folder, base, precision)
                                      : out->openWhole(folder, precision));
  std::error_code ignored;
  if (std::filesystem::exists(folder / "probe.json", ignored)) {
    TELESOFT_TRY(probe, readProbe(folder));
    out->probe_ = std::move(probe);
  }
  return out;
}

}  // namespace telesoft::engine
