#include "telesoft/engine/models/text_classifier.h"

#include <algorithm>

#include "telesoft/engine/adapters/peft_folder.h"

namespace telesoft::engine {

using base::ErrorCode;
using base::fail;
using base::Path;
using base::Result;
using base::Status;
using protocol::Approach;

namespace {

/// Tokens of a packed pass: enough for full speed of the products, few enough that a layer's
/// activations stay in the last-level cache.
constexpr std::int64_t kTokensPerPass = 2048;

Training trainingOf(Approach approach) {
  switch (approach) {
    case Approach::Full:
    case Approach::Scratch:
      return Training::Everything;
    case Approach::HeadOnly:
      return Training::Frozen;
    default:
      return Training::Lora;
  }
}

std::uint64_t drawSeed(const Draw& draw, std::int64_t row) {
  const auto mixed = draw.seed * 0x9e3779b97f4a7c15ULL + static_cast<std::uint64_t>(draw.epoch);
  return mixed * 0xbf58476d1ce4e5b9ULL + static_cast<std::uint64_t>(row) * 0x94d049bb133111ebULL;
}

}  // namespace

Status forPackedBatches(const Examples& examples, const base::Stop& stop, const BatchBody& body) {
  TokenBatch batch;
  std::int64_t begin = 0;
  for (std::int64_t row = 0; row < examples.size(); ++row) {
    batch.append(examples.tokens[static_cast<size_t>(row)], 0);
    if (batch.tokens() >= kTokensPerPass || row + 1 == examples.size()) {
      TELESOFT_CHECK(stop.check("computing predictions"));
      body(batch, {begin, row + 1});
      batch.clear();
      begin = row + 1;
    }
  }
  return {};
}

Status embedAll(TextNetwork& network,
                const Examples& examples,
                const base::Stop& stop,
                Buffer<float>& out) {
  const std::int64_t hidden = network.config().hidden;
  out.resize(examples.size() * hidden);
  Buffer<float> pooled;
  return forPackedBatches(examples, stop, [&](const TokenBatch& batch, Range rows) {
    network.embed(batch, pooled);
    std::copy(pooled.data(), pooled.data() + pooled.size(), out.data() + rows.begin * hidden);
  });
}

Result<std::unique_ptr<TextClassifier>> TextClassifier::create(const TextSetup& setup) {
  if (!setup.warmStart.empty()) {
    return createFrom(setup);
  }
  auto out = std::unique_ptr<TextClassifier>(new TextClassifier());
  out->setup_ = setup;
  const protocol::Hyperparameters& h = setup.hyperparameters;
  NetworkPlan plan;
  plan.training = trainingOf(setup.approach);
  plan.fromScratch = setup.approach == Approach::Scratch;
  plan.precision = h.precision;
  plan.lora = {h.loraRank, h.loraAlpha, h.loraDropout};
  plan.targets = h.targetModules;
  plan.seed = static_cast<std::uint64_t>(h.seed);
  TELESOFT_TRY(network, loadTextNetwork(setup.base, plan, out->parameters_));
  out->network_ = std::move(network);
  out->network_->setDropout(h.dropout, h.dropout);
  out->head_.hidden = out->network_->config().hidden;
  out->head_.classes = static_cast<std::int64_t>(setup.classes.size());
  out->head_.dropout = h.dropout;
  TELESOFT_CHECK(out->loadPooler(setup.base, !setup.referenceStart));
  base::Rng rng(plan.seed, "head");
  out->head_.addClassifier(out->parameters_, rng);
  return out;
}

Status TextClassifier::loadPooler(const Path& folder, bool trained) {
  const std::int64_t hidden = head_.hidden;
  std::vector<float> weight;
  std::vector<float> bias;
  bool found = false;
  if (setup_.approach != Approach::Scratch) {
    TELESOFT_TRY(file, weightsFile(folder));
    TELESOFT_TRY(source, WeightSource::open(file));
    found = source.has("pooler.dense.weight");
    if (found) {
      TELESOFT_CHECK(source.read("pooler.dense.weight", {hidden, hidden}, weight));
      TELESOFT_CHECK(source.read("pooler.dense.bias", {hidden}, bias));
    }
  }
  if (!found) {
    base::Rng rng(static_cast<std::uint64_t>(setup_.hyperparameters.seed), "pooler");
    weight.resize(static_cast<size_t>(hidden * hidden));
    bias.assign(static_cast<size_t>(hidden), 0.0F);
    for (float& x : weight) {
      x = static_cast<float>(0.02 * rng.normal());
    }
  }
  if (trained || !found) {
    head_.poolerWeight.trained =
        &parameters_.add("bert.pooler.dense.weight", {hidden, hidden}, true);
    head_.poolerBias.trained = &parameters_.add("bert.pooler.dense.bias", {hidden}, false);
    head_.poolerWeight.trained->value = std::move(weight);
    head_.poolerBias.trained->value = std::move(bias);
  } else {
    head_.poolerWeight.owned = std::move(weight);
    head_.poolerBias.owned = std::move(bias);
  }
  return {};
}

Status TextClassifier::prepare(const Examples& train,
                               const Examples& validation,
                               const base::Stop& stop) {
  if (setup_.approach == Approach::Scratch || !setup_.warmStart.empty()) {
    return {};
  }
  Buffer<float> trainX;
  Buffer<float> validationX;
  TELESOFT_CHECK(embedAll(*network_, train, stop, trainX));
  TELESOFT_CHECK(embedAll(*network_, validation, stop, validationX));
  const ProbeData fit{trainX.data(), &train.label, head_.hidden, head_.classes};
  const ProbeData check{validationX.data(), &validation.label, head_.hidden, head_.classes};
  TELESOFT_TRY(probe, chooseProbe(fit, check, stop));
  probe_ = std::move(probe);
  return setup_.referenceStart ? Status() : fitHead(train, stop);
}

Status TextClassifier::fitHead(const Examples& train, const base::Stop& stop) {
  const std::int64_t hidden = head_.hidden;
  Buffer<float> features(train.size() * hidden);
  TELESOFT_CHECK(forPackedBatches(train, stop, [&](const TokenBatch& batch, Range rows) {
    network_->forward(batch, false, first_);
    head_.forward(first_.data(), batch.sequences(), {});
    std::copy(head_.pooled(), head_.pooled() + batch.sequences() * hidden,
              features.data() + rows.begin * hidden);
  }));
  const ProbeData data{features.data(), &train.label, hidden, head_.classes};
  const Probe fitted = fitProbe(data, 1.0);
  head_.weight->value = fitted.weight;
  head_.bias->value = fitted.bias;
  return {};
}

std::int64_t TextClassifier::parameterCount() const {
  const std::int64_t hidden = head_.hidden;
  std::int64_t loras = 0;
  for (const Lora* lora : network_->loras()) {
    loras += lora->rank *
             (static_cast<std::int64_t>(lora->a->value.size()) / lora->paddedRank + lora->count);
  }
  return network_->parameterCount() + loras + hidden * hidden + hidden +
         head_.classes * (hidden + 1);
}

std::string TextClassifier::precisionName() const {
  return network_->isBf16() ? "bfloat16" : "float32";
}

void TextClassifier::refresh() {
  network_->refresh();
}

double TextClassifier::accumulateChunk(const Examples& examples,
                                       Range chunk,
                                       const std::vector<std::int64_t>& rows,
                                       const LossTerms& loss) {
  const std::int64_t count = chunk.end - chunk.begin;
  const bool encoderTrains = trainingOf(setup_.approach) != Training::Frozen;
  network_->forward(batch_, encoderTrains, first_);
  const DropKeys keys{batch_.firstKeys.data()};
  const float* logits = head_.forward(first_.data(), count, keys);
  float* gradient = dLogits_.resize(count * head_.classes);
  double total = 0;
  for (std::int64_t i = 0; i < count; ++i) {
    const auto row = static_cast<size_t>(rows[static_cast<size_t>(chunk.begin + i)]);
    total += crossEntropy(logits + i * head_.classes, head_.classes, examples.label[row], loss,
                          gradient + i * head_.classes);
  }
  const float* dFirst = head_.backward(first_.data(), count, gradient);
  if (encoderTrains) {
    network_->backward(dFirst);
  }
  return total;
}

double TextClassifier::accumulate(const Examples& examples,
                                  const std::vector<std::int64_t>& rows,
                                  const Draw& draw,
                                  const LossTerms& loss) {
  double total = 0;
  std::int64_t begin = 0;
  const auto count = static_cast<std::int64_t>(rows.size());
  batch_.clear();
  for (std::int64_t i = 0; i < count; ++i) {
    const std::int64_t row = rows[static_cast<size_t>(i)];
    batch_.append(examples.tokens[static_cast<size_t>(row)], drawSeed(draw, row));
    if (batch_.tokens() >= kTokensPerPass || i + 1 == count) {
      total += accumulateChunk(examples, {begin, i + 1}, rows, loss);
      batch_.clear();
      begin = i + 1;
    }
  }
  return total;
}

Result<std::vector<float>> TextClassifier::logits(const Examples& examples,
                                                  const base::Stop& stop) {
  std::vector<float> out(static_cast<size_t>(examples.size() * head_.classes));
  TELESOFT_CHECK(forPackedBatches(examples, stop, [&](const TokenBatch& batch, Range rows) {
    network_->forward(batch, false, first_);
    const float* here = head_.forward(first_.data(), batch.sequences(), {});
    std::copy(here, here + batch.sequences() * head_.classes,
              out.begin() + rows.begin * head_.classes);
  }));
  return out;
}

Result<Probabilities> TextClassifier::predict(const Examples& examples, const base::Stop& stop) {
  TELESOFT_TRY(all, logits(examples, stop));
  Probabilities out;
  out.reserve(static_cast<size_t>(examples.size()));
  for (std::int64_t row = 0; row < examples.size(); ++row) {
    out.push_back(softmax(all.data() + row * head_.classes, head_.classes));
  }
  return out;
}

}  // namespace telesoft::engine
