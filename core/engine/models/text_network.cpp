#include "telesoft/engine/models/text_network.h"

#include <algorithm>
#include <cmath>

#include "telesoft/engine/models/sites.h"

namespace telesoft::engine {

using base::ErrorCode;
using base::fail;
using base::Result;
using base::Status;

namespace {

constexpr std::int64_t kMaxColumns = 8192;  // of the row kernels

/// As PEFT matches a list of target modules: the whole name or a dotted end of it.
bool matches(const std::string& module, const std::vector<std::string>& targets) {
  return std::any_of(targets.begin(), targets.end(), [&](const std::string& target) {
    return module == target || module.ends_with("." + target);
  });
}

/// Where a fused layer's rows come from.
struct Part {
  std::string module;
  std::int64_t begin, count;
};

template <class E>
class Network final : public TextNetwork {
 public:
  explicit Network(Parameters& parameters) : parameters_(parameters) {}

  Status load(const base::Path& folder, const NetworkPlan& plan);

  const BertConfig& config() const override { return encoder_.config; }
  bool isBf16() const override { return sizeof(E) == 2; }
  std::int64_t parameterCount() const override { return count_; }
  void setDropout(double hidden, double attention) override {
    encoder_.hiddenDropout = hidden;
    encoder_.attentionDropout = attention;
  }
  void forward(const TokenBatch& batch, bool trains, Buffer<float>& first) override;
  void backward(const float* dFirst) override;
  void embed(const TokenBatch& batch, Buffer<float>& pooled) override;
  void fixForInference() override { encoder_.fixForInference(); }
  void refresh() override { encoder_.refresh(); }
  std::vector<const Lora*> loras() const override;
  std::vector<NamedFloats> weights() const override;

 private:
  Status floats(const std::string& name,
                const std::vector<std::int64_t>& shape,
                std::vector<float>& out);
  Status values(const std::string& name, const std::vector<std::int64_t>& shape, Values& out);
  Status norm(const std::string& name, Norm& out);
  Status linear(const std::vector<Part>& parts, std::int64_t in, Linear<E>& out);
  Status layer(size_t index, EncoderLayer<E>& out);
  Status embeddings();

  Parameters& parameters_;
  Encoder<E> encoder_;
  std::unique_ptr<WeightSource> source_;
  std::unique_ptr<base::Rng> rng_;
  NetworkPlan plan_;
  std::int64_t count_ = 0;
  std::int64_t adapted_ = 0;
  Buffer<E> gradient_;
};

template <class E>
Status Network<E>::floats(const std::string& name,
                          const std::vector<std::int64_t>& shape,
                          std::vector<float>& out) {
  std::int64_t size = 1;
  for (const std::int64_t side : shape) {
    size *= side;
  }
  count_ += size;
  if (!plan_.fromScratch) {
    return source_->read(name, shape, out);
  }
  const bool isNorm = name.find("LayerNorm") != std::string::npos;
  const bool isBias = name.ends_with(".bias");
  out.resize(static_cast<size_t>(size));
  for (float& x : out) {
    x = isBias ? 0.0F : isNorm ? 1.0F : static_cast<float>(0.02 * rng_->normal());
  }
  return {};
}

template <class E>
Status Network<E>::values(const std::string& name,
                          const std::vector<std::int64_t>& shape,
                          Values& out) {
  if (plan_.training != Training::Everything) {
    std::int64_t size = 1;
    for (const std::int64_t side : shape) {
      size *= side;
    }
    count_ += size;
    return source_->map(name, shape, out);
  }
  const bool decays = !name.ends_with(".bias") && name.find("LayerNorm") == std::string::npos;
  out.trained = &parameters_.add(name, shape, decays);
  return floats(name, shape, out.trained->value);
}

template <class E>
Status Network<E>::norm(const std::string& name, Norm& out) {
  TELESOFT_CHECK(values(name + ".weight", {encoder_.config.hidden}, out.gamma));
  return values(name + ".bias", {encoder_.config.hidden}, out.beta);
}

template <class E>
Status Network<E>::linear(const std::vector<Part>& parts, std::int64_t in, Linear<E>& out) {
  out.in = in;
  out.out = parts.back().begin + parts.back().count;
  const bool trains = plan_.training == Training::Everything;
  E* weight = out.weight.resize(out.out * in);
  std::vector<float>* bias = &out.bias.owned;
  if (trains) {
    out.master = &parameters_.add(parts.front().module + ".weight", {out.out, in}, true);
    out.bias.trained = &parameters_.add(parts.front().module + ".bias", {out.out}, false);
    bias = &out.bias.trained->value;
  }
  bias->resize(static_cast<size_t>(out.out));
  std::vector<float> loaded;
  for (const Part& part : parts) {
    TELESOFT_CHECK(floats(part.module + ".weight", {part.count, in}, loaded));
    rowKernels<E>().fromFloats(loaded.data(), weight + part.begin * in, {0, part.count * in});
    if (trains) {
      std::copy(loaded.begin(), loaded.end(), out.master->value.begin() + part.begin * in);
    }
    TELESOFT_CHECK(floats(part.module + ".bias", {part.count}, loaded));
    std::copy(loaded.begin(), loaded.end(), bias->begin() + part.begin);
  }
  if (plan_.training != Training::Lora) {
    return {};
  }
  const auto& targets = plan_.targets.empty() ? allLinearTargets() : plan_.targets;
  for (const Part& part : parts) {
    if (matches(part.module, targets)) {
      Lora place;
      place.module = part.module;
      place.begin = part.begin;
      place.count = part.count;
      place.site = dropSite(static_cast<size_t>(adapted_++), Place::Lora);
      base::Rng rng(plan_.seed, "lora/" + part.module);
      out.addLora(parameters_, plan_.lora, place, rng);
    }
  }
  return {};
}

template <class E>
Status Network<E>::layer(size_t index, EncoderLayer<E>& out) {
  const std::string at = "encoder.layer." + std::to_string(index) + ".";
  const std::int64_t hidden = encoder_.config.hidden;
  const std::int64_t wide = encoder_.config.intermediate;
  TELESOFT_CHECK(linear({{at + "attention.self.query", 0, hidden},
                         {at + "attention.self.key", hidden, hidden},
                         {at + "attention.self.value", 2 * hidden, hidden}},
                        hidden, out.qkv));
  TELESOFT_CHECK(linear({{at + "attention.output.dense", 0, hidden}}, hidden, out.attentionOut));
  TELESOFT_CHECK(norm(at + "attention.output.LayerNorm", out.attentionNorm));
  TELESOFT_CHECK(linear({{at + "intermediate.dense", 0, wide}}, hidden, out.intermediate));
  TELESOFT_CHECK(linear({{at + "output.dense", 0, hidden}}, wide, out.output));
  return norm(at + "output.LayerNorm", out.outputNorm);
}

template <class E>
Status Network<E>::embeddings() {
  const BertConfig& c = encoder_.config;
  TELESOFT_CHECK(values("embeddings.word_embeddings.weight", {c.vocab, c.hidden}, encoder_.words));
  TELESOFT_CHECK(
      values("embeddings.position_embeddings.weight", {c.maxPositions, c.hidden}, encoder_.places));
  TELESOFT_CHECK(
      values("embeddings.token_type_embeddings.weight", {c.typeVocab, c.hidden}, encoder_.types));
  return norm("embeddings.LayerNorm", encoder_.embeddingNorm);
}

template <class E>
Status Network<E>::load(const base::Path& folder, const NetworkPlan& plan) {
  plan_ = plan;
  TELESOFT_TRY(config, readBertConfig(folder));
  if (config.hiddenAct != "gelu") {
    return fail(ErrorCode::Unsupported, "the base model uses the activation " + config.hiddenAct,
                "only BERT encoders with the erf form of gelu are built in");
  }
  if (std::max(config.intermediate, 3 * config.hidden) > kMaxColumns) {
    return fail(ErrorCode::Unsupported, "the base model has layers wider than 8192",
                "use a smaller base model");
  }
  encoder_.config = config;
  if (plan.fromScratch) {
    rng_ = std::make_unique<base::Rng>(plan.seed, "scratch");
  } else {
    TELESOFT_TRY(file, weightsFile(folder));
    TELESOFT_TRY(source, WeightSource::open(file));
    source_ = std::make_unique<WeightSource>(std::move(source));
  }
  TELESOFT_CHECK(embeddings());
  encoder_.layers.resize(static_cast<size_t>(config.layers));
  for (size_t i = 0; i < encoder_.layers.size(); ++i) {
    TELESOFT_CHECK(layer(i, encoder_.layers[i]));
  }
  if (plan.training == Training::Lora && adapted_ == 0) {
    return fail(ErrorCode::InvalidInput,
                "\"hyperparameters.targetModules\" names no layer of the base model",
                "use names such as query, key, value, attention.output.dense, intermediate.dense, "
                "output.dense");
  }
  return {};
}

template <class E>
void Network<E>::forward(const TokenBatch& batch, bool trains, Buffer<float>& first) {
  const E* out = encoder_.forward({&batch, LastLayer::FirstTokenOnly, trains});
  const std::int64_t size = batch.sequences() * encoder_.config.hidden;
  float* to = first.resize(size);
  std::transform(out, out + size, to, [](E x) { return toFloat(x); });
}

template <class E>
void Network<E>::backward(const float* dFirst) {
  // The size is that of the last forward's output; encoder_ copies it at once.
  const std::int64_t size = encoder_.lastRows() * encoder_.config.hidden;
  E* gradient = gradient_.resize(size);
  std::transform(dFirst, dFirst + size, gradient, [](float x) { return fromFloat<E>(x); });
  encoder_.backward(gradient);
}

template <class E>
void Network<E>::embed(const TokenBatch& batch, Buffer<float>& pooled) {
  const std::int64_t hidden = encoder_.config.hidden;
  const E* out = encoder_.forward({&batch, LastLayer::AllTokens, false});
  float* to = pooled.resize(batch.sequences() * hidden);
  parallel(batch.sequences(), 1, [&](Range range) {
    for (std::int64_t s = range.begin; s < range.end; ++s) {
      float* mean = to + s * hidden;
      std::fill(mean, mean + hidden, 0.0F);
      for (std::int64_t t = batch.start[static_cast<size_t>(s)];
           t < batch.start[static_cast<size_t>(s) + 1]; ++t) {
        for (std::int64_t i = 0; i < hidden; ++i) {
          mean[i] += toFloat(out[t * hidden + i]);
        }
      }
      double length = 0;
      for (std::int64_t i = 0; i < hidden; ++i) {
        length += static_cast<double>(mean[i]) * static_cast<double>(mean[i]);
      }
      const auto scale = static_cast<float>(1.0 / std::max(std::sqrt(length), 1e-12));
      std::transform(mean, mean + hidden, mean, [scale](float x) { return x * scale; });
    }
  });
}

template <class E>
std::vector<const Lora*> Network<E>::loras() const {
  std::vector<const Lora*> out;
  for (const EncoderLayer<E>& layer : encoder_.layers) {
    for (const Linear<E>* linear :
         {&layer.qkv, &layer.attentionOut, &layer.intermediate, &layer.output}) {
      for (const Lora& lora : linear->loras) {
        out.push_back(&lora);
      }
    }
  }
  return out;
}

template <class E>
std::vector<NamedFloats> Network<E>::weights() const {
  std::vector<NamedFloats> out;
  const std::int64_t hidden = encoder_.config.hidden;
  for (const auto& p : parameters_.all()) {
    if (!p->name.starts_with("embeddings.") && !p->name.starts_with("encoder.")) {
      continue;
    }
    const auto at = p->name.find("attention.self.query.");
    if (at == std::string::npos) {
      out.push_back({"bert." + p->name, p->shape, p->value});
      continue;
    }
    // The fused layer carries the first part's name: three parts, one after another.
    const std::int64_t size = static_cast<std::int64_t>(p->value.size()) / 3;
    auto shape = p->shape;
    shape[0] = hidden;
    std::int64_t begin = 0;
    for (const char* part : {"query.", "key.", "value."}) {
      const std::string name = p->name.substr(0, at) + "attention.self." + part +
                               p->name.substr(at + std::string("attention.self.query.").size());
      out.push_back(
          {"bert." + name, shape, {p->value.begin() + begin, p->value.begin() + begin + size}});
      begin += size;
    }
  }
  return out;
}

bool wantsBf16(protocol::Precision precision) {
  return precision == protocol::Precision::BFloat16 ||
         (precision == protocol::Precision::Auto && cpuFeatures().avx512Bf16);
}

template <class E>
Result<std::unique_ptr<TextNetwork>> loadAs(const base::Path& folder,
                                            const NetworkPlan& plan,
                                            Parameters& parameters) {
  auto network = std::make_unique<Network<E>>(parameters);
  TELESOFT_CHECK(network->load(folder, plan));
  return std::unique_ptr<TextNetwork>(std::move(network));
}

}  // namespace

const std::vector<std::string>& allLinearTargets() {
  static const std::vector<std::string> kTargets = {
      "query", "key", "value", "attention.output.dense", "intermediate.dense", "output.dense"};
  return kTargets;
}

Result<std::unique_ptr<TextNetwork>> loadTextNetwork(const base::Path& folder,
                                                     const NetworkPlan& plan,
                                                     Parameters& parameters) {
  return wantsBf16(plan.precision) ? loadAs<Bf16>(folder, plan, parameters)
                                   : loadAs<float>(folder, plan, parameters);
}

}  // namespace telesoft::engine
