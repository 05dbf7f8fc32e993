#include "telesoft/engine/models/tabular_network.h"

#include <algorithm>
#include <cmath>

#include "telesoft/base/rng.h"

namespace telesoft::engine {

using base::ErrorCode;
using base::fail;
using base::Result;
using base::Status;
using protocol::Approach;

namespace {

constexpr double kTowardStart = 1e-2;
constexpr std::int64_t kRowsBetweenStops = 4096;

using Floats = std::vector<float>;

/// y = x w + b.
template <class L>
void apply(const L& layer, const float* x, float* y) {
  const float* w = layer.weight.get();
  std::copy_n(layer.bias.get(), layer.out, y);
  for (std::int64_t i = 0; i < layer.in; ++i, w += layer.out) {
    if (x[i] == 0.0F) {
      continue;
    }
    for (std::int64_t o = 0; o < layer.out; ++o) {
      y[o] += x[i] * w[o];
    }
  }
}

/// Adds to the layer's gradients where it is trained, and to dx where that is asked for.
template <class L>
void applyBackward(L& layer, const float* x, const float* dy, float* dx) {
  if (float* gradient = layer.weight.gradient(); gradient != nullptr) {
    float* bias = layer.bias.gradient();
    for (std::int64_t o = 0; o < layer.out; ++o) {
      bias[o] += dy[o];
    }
    for (std::int64_t i = 0; i < layer.in; ++i, gradient += layer.out) {
      for (std::int64_t o = 0; o < layer.out; ++o) {
        gradient[o] += x[i] * dy[o];
      }
    }
  }
  if (dx == nullptr) {
    return;
  }
  const float* w = layer.weight.get();
  for (std::int64_t i = 0; i < layer.in; ++i, w += layer.out) {
    float sum = 0;
    for (std::int64_t o = 0; o < layer.out; ++o) {
      sum += w[o] * dy[o];
    }
    dx[i] += sum;
  }
}

/// SiLU, x * sigmoid(x), and its slope.
float silu(float x, float& slope) {
  const float s = 1.0F / (1.0F + std::exp(-x));
  slope = s * (1.0F + x * (1.0F - s));
  return x * s;
}

Floats drawn(std::int64_t count, double sd, base::Rng& rng) {
  Floats out(static_cast<size_t>(count));
  for (float& x : out) {
    x = static_cast<float>(sd * rng.normal());
  }
  return out;
}

}  // namespace

/// Of one row: states[b] goes into block b, the last into the output layer.
struct TabularNetwork::Row {
  std::vector<Floats> states, activations, slopes;
  Floats logits, dState, dHidden;
  base::Rng* dropRng = nullptr;
  double dropout = 0;

  explicit Row(const TabularConfig& c)
      : states(static_cast<size_t>(c.blocks) + 1, Floats(static_cast<size_t>(c.hidden))),
        activations(static_cast<size_t>(c.blocks), Floats(static_cast<size_t>(c.hidden))),
        slopes(activations),
        logits(c.classes.size()),
        dState(static_cast<size_t>(c.hidden)),
        dHidden(static_cast<size_t>(c.hidden)) {}
};

TabularNetwork::TabularNetwork(TabularConfig config) : config_(std::move(config)) {
  const std::int64_t hidden = config_.hidden;
  input_ = {"input", encoding().width(), hidden, {}, {}};
  for (std::int64_t b = 0; b < config_.blocks; ++b) {
    const std::string block = "blocks." + std::to_string(b);
    inner_.push_back({block + ".first", hidden, hidden, {}, {}});
    inner_.push_back({block + ".second", hidden, hidden, {}, {}});
  }
  output_ = {"output", hidden, static_cast<std::int64_t>(config_.classes.size()), {}, {}};
}

std::vector<TabularNetwork::Layer*> TabularNetwork::layers() {
  std::vector<Layer*> out = {&input_};
  for (Layer& layer : inner_) {
    out.push_back(&layer);
  }
  out.push_back(&output_);
  return out;
}

std::unique_ptr<TabularNetwork> TabularNetwork::create(TabularConfig config, std::uint64_t seed) {
  auto out = std::unique_ptr<TabularNetwork>(new TabularNetwork(std::move(config)));
  out->draw(seed);
  return out;
}

void TabularNetwork::draw(std::uint64_t seed) {
  base::Rng rng(seed, "tabular network");
  for (Layer* layer : layers()) {
    const bool endsBlock = layer->name.ends_with(".second");
    const double sd = endsBlock ? 0.0 : 1.0 / std::sqrt(static_cast<double>(layer->in));
    layer->weight.owned = drawn(layer->in * layer->out, sd, rng);
    layer->bias.owned.assign(static_cast<size_t>(layer->out), 0.0F);
  }
  // "Missing" may never occur in these rows and does in another hospital's: it then says nothing.
  const std::vector<bool> missing = encoding().missingInputs();
  for (size_t i = 0; i < missing.size(); ++i) {
    if (missing[i]) {
      const auto begin = input_.weight.owned.begin() + static_cast<std::ptrdiff_t>(i) * input_.out;
      std::fill(begin, begin + input_.out, 0.0F);
    }
  }
}

void TabularNetwork::train(Layer& layer) {
  Parameter& weight = parameters_.add(layer.name + ".weight", {layer.in, layer.out}, true);
  Parameter& bias = parameters_.add(layer.name + ".bias", {layer.out}, false);
  weight.value = std::move(layer.weight.owned);
  bias.value = std::move(layer.bias.owned);
  layer.weight.trained = &weight;
  layer.bias.trained = &bias;
}

Status TabularNetwork::makeTrainable(Approach approach, double dropout) {
  dropout_ = dropout;
  switch (approach) {
    case Approach::HeadOnly:
      train(output_);
      return {};
    case Approach::Full:
    case Approach::Scratch:
      for (Layer* layer : layers()) {
        train(*layer);
      }
      break;
    default:
      return fail(ErrorCode::Unsupported,
                  "the risk network has " + std::to_string(parameterCount()) +
                      " weights, too few for an adapter to save anything",
                  "choose approach \"full\", which is held near the base, or \"head_only\"");
  }
  if (approach == Approach::Full) {
    for (const auto& p : parameters_.all()) {
      start_.push_back(p->value);
    }
  }
  return {};
}

std::int64_t TabularNetwork::parameterCount() const {
  std::int64_t total = input_.out * (input_.in + 1) + output_.out * (output_.in + 1);
  for (const Layer& layer : inner_) {
    total += layer.out * (layer.in + 1);
  }
  return total;
}

void TabularNetwork::forward(const float* x, Row& row) const {
  apply(input_, x, row.states[0].data());
  Floats change(static_cast<size_t>(config_.hidden));
  for (size_t b = 0; b < row.activations.size(); ++b) {
    Floats& activation = row.activations[b];
    apply(inner_[2 * b], row.states[b].data(), activation.data());
    for (size_t i = 0; i < activation.size(); ++i) {
      activation[i] = silu(activation[i], row.slopes[b][i]);
      if (row.dropRng != nullptr && row.dropout > 0) {
        const bool kept = row.dropRng->uniform() >= row.dropout;
        const auto scale = static_cast<float>(kept ? 1.0 / (1.0 - row.dropout) : 0.0);
        activation[i] *= scale;
        row.slopes[b][i] *= scale;
      }
    }
    apply(inner_[2 * b + 1], activation.data(), change.data());
    for (size_t i = 0; i < change.size(); ++i) {
      row.states[b + 1][i] = row.states[b][i] + change[i];
    }
  }
  apply(output_, row.states.back().data(), row.logits.data());
}

void TabularNetwork::backward(const float* x, Row& row, const float* dLogits) {
  std::fill(row.dState.begin(), row.dState.end(), 0.0F);
  applyBackward(output_, row.states.back().data(), dLogits, row.dState.data());
  if (input_.weight.trained == nullptr) {
    return;
  }
  for (size_t b = row.activations.size(); b-- > 0;) {
    std::fill(row.dHidden.begin(), row.dHidden.end(), 0.0F);
    applyBackward(inner_[2 * b + 1], row.activations[b].data(), row.dState.data(),
                  row.dHidden.data());
    for (size_t i = 0; i < row.dHidden.size(); ++i) {
      row.dHidden[i] *= row.slopes[b][i];
    }
    applyBackward(inner_[2 * b], row.states[b].data(), row.dHidden.data(), row.dState.data());
  }
  applyBackward(input_, x, row.dState.data(), nullptr);
}

void TabularNetwork::pullTowardStart(double strength) {
  for (size_t k = 0; k < start_.size(); ++k) {
    Parameter& p = *parameters_.all()[k];
    for (size_t i = 0; i < p.value.size(); ++i) {
      p.gradient[i] += static_cast<float>(strength) * (p.value[i] - start_[k][i]);
    }
  }
}

double TabularNetwork::accumulate(const Examples& examples,
                                  const std::vector<std::int64_t>& rows,
                                  const Draw& draw,
                                  const LossTerms& loss) {
  Row row(config_);
  row.dropout = dropout_;
  Floats dLogits(config_.classes.size());
  double total = 0;
  double weights = 0;
  for (const std::int64_t r : rows) {
    const std::uint64_t mixed = draw.seed * 0x9e3779b97f4a7c15ULL + static_cast<std::uint64_t>(r);
    base::Rng rng(mixed, "dropout of epoch " + std::to_string(draw.epoch));
    row.dropRng = &rng;
    const float* x = examples.features.data() + r * examples.featureCount;
    const std::int64_t label = examples.label[static_cast<size_t>(r)];
    forward(x, row);
    total += crossEntropy(row.logits.data(), output_.out, label, loss, dLogits.data());
    weights += loss.weight(label);
    backward(x, row, dLogits.data());
  }
  pullTowardStart(kTowardStart * loss.scale * weights);  // sums to the whole over micro-batches
  return total;
}

Result<Probabilities> TabularNetwork::predict(const Examples& examples, const base::Stop& stop) {
  Row row(config_);
  Probabilities out;
  out.reserve(static_cast<size_t>(examples.size()));
  for (std::int64_t r = 0; r < examples.size(); ++r) {
    if (r % kRowsBetweenStops == 0) {
      TELESOFT_CHECK(stop.check("computing predictions"));
    }
    forward(examples.features.data() + r * examples.featureCount, row);
    out.push_back(softmax(row.logits.data(), output_.out));
  }
  return out;
}

std::vector<float> TabularNetwork::lastFeatures(const Examples& examples) {
  Row row(config_);
  Floats out;
  for (std::int64_t r = 0; r < examples.size(); ++r) {
    forward(examples.features.data() + r * examples.featureCount, row);
    out.insert(out.end(), row.states.back().begin(), row.states.back().end());
  }
  return out;
}

}  // namespace telesoft::engine
