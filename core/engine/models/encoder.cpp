#include "telesoft/engine/models/encoder.h"

#include <cmath>

#include "telesoft/engine/models/sites.h"

namespace telesoft::engine {

namespace {

constexpr std::int64_t kRowGrain = 32;

std::uint32_t mixed(std::uint64_t x) {
  x += 0x9e3779b97f4a7c15ULL;  // splitmix64
  x = (x ^ (x >> 30U)) * 0xbf58476d1ce4e5b9ULL;
  x = (x ^ (x >> 27U)) * 0x94d049bb133111ebULL;
  return static_cast<std::uint32_t>((x ^ (x >> 31U)) >> 32U);
}

}  // namespace

void TokenBatch::clear() {
  ids.clear();
  positions.clear();
  keys.clear();
  firstKeys.clear();
  start.assign(1, 0);
}

void TokenBatch::append(const std::vector<std::int32_t>& sequence, std::uint64_t seed) {
  for (size_t i = 0; i < sequence.size(); ++i) {
    ids.push_back(sequence[i]);
    positions.push_back(static_cast<std::int32_t>(i));
    keys.push_back(mixed(seed + i * 0x9fb21c651e98df25ULL));
  }
  firstKeys.push_back(mixed(seed));
  start.push_back(static_cast<std::int64_t>(ids.size()));
}

template <class E>
bool Encoder<E>::firstOnly(size_t layer) const {
  return run_.last == LastLayer::FirstTokenOnly && layer + 1 == layers.size();
}

template <class E>
std::int64_t Encoder<E>::rowsOf(size_t layer) const {
  return firstOnly(layer) ? run_.batch->sequences() : run_.batch->tokens();
}

template <class E>
DropKeys Encoder<E>::tokenKeys() const {
  return {run_.trains ? run_.batch->keys.data() : nullptr};
}

template <class E>
DropKeys Encoder<E>::rowKeys(size_t layer) const {
  if (!run_.trains) {
    return {};
  }
  return {firstOnly(layer) ? run_.batch->firstKeys.data() : run_.batch->keys.data()};
}

template <class E>
LayerTape<E>& Encoder<E>::tapeOf(size_t layer) {
  return tapes_[run_.trains ? layer : layer % 2];
}

template <class E>
void Encoder<E>::embed() {
  const std::int64_t tokens = run_.batch->tokens();
  Embed<E> call{};
  call.ids = run_.batch->ids.data();
  call.positions = run_.batch->positions.data();
  call.words = words.get();
  call.places = places.get();
  call.type = types.get();
  call.gamma = embeddingNorm.gamma.get();
  call.beta = embeddingNorm.beta.get();
  call.epsilon = static_cast<float>(config.layerNormEps);
  call.drop = dropOf(tokenKeys(), dropSite(0, Place::Embedding), hiddenDropout);
  call.columns = config.hidden;
  call.out = room(tapeOf(0).x, tokens, config.hidden);
  if (run_.trains && embeddingsTrain()) {
    call.z = embedded_.resize(tokens * config.hidden);
    call.stats = embeddedStats_.resize(2 * tokens);
  }
  parallel(tokens, kRowGrain, [&](Range rows) { rowKernels<E>().embed(call, rows); });
}

/// Queries, keys and values, with bias and LoRA.
template <class E>
void Encoder<E>::project(size_t index) {
  EncoderLayer<E>& layer = layers[index];
  LayerTape<E>& tape = tapeOf(index);
  const std::int64_t tokens = run_.batch->tokens();
  const std::int64_t hidden = config.hidden;
  const auto finish = [&](E* y, std::int64_t rows, const Finish& rest, std::int64_t columns) {
    parallel(rows, kRowGrain, [&](Range r) { rowKernels<E>().finish(y, columns, rest, r); });
  };
  if (!firstOnly(index)) {
    E* y = room(tape.qkv, tokens, 3 * hidden);
    layer.qkv.forward({tape.x.data(), tokens, layer.qkv.all(), tokenKeys()}, y, tape.qkvTape);
    finish(y, tokens, layer.qkv.finish(tape.qkvTape, layer.qkv.all()), 3 * hidden);
    return;
  }
  const std::int64_t sequences = run_.batch->sequences();
  E* first = room(tape.first, sequences, hidden);
  for (std::int64_t s = 0; s < sequences; ++s) {
    const E* row = tape.x.data() + run_.batch->start[static_cast<size_t>(s)] * hidden;
    std::copy(row, row + hidden, first + s * hidden);
  }
  const Range queries{0, hidden};
  const Range others{hidden, 3 * hidden};
  E* q = room(tape.query, sequences, hidden);
  layer.qkv.forward({first, sequences, queries, rowKeys(index)}, q, tape.queryTape);
  finish(q, sequences, layer.qkv.finish(tape.queryTape, queries), hidden);
  E* kv = room(tape.qkv, tokens, 2 * hidden);
  layer.qkv.forward({tape.x.data(), tokens, others, tokenKeys()}, kv, tape.qkvTape);
  finish(kv, tokens, layer.qkv.finish(tape.qkvTape, others), 2 * hidden);
}

template <class E>
Attention<E> Encoder<E>::attentionCall(size_t index) {
  LayerTape<E>& tape = tapeOf(index);
  const std::int64_t hidden = config.hidden;
  Attention<E> call{};
  const bool first = firstOnly(index);
  call.q = first ? tape.query.data() : tape.qkv.data();
  call.qStride = first ? hidden : 3 * hidden;
  call.k = tape.qkv.data() + (first ? 0 : hidden);
  call.v = call.k + hidden;
  call.kvStride = first ? 2 * hidden : 3 * hidden;
  call.out = room(tape.context, rowsOf(index), hidden);
  call.logSum = tape.logSum.resize(rowsOf(index) * config.heads);
  call.keyStart = run_.batch->start.data();
  call.queryStart = first ? firstStart_.data() : call.keyStart;
  call.heads = config.heads;
  call.headSize = hidden / config.heads;
  call.scale = static_cast<float>(1.0 / std::sqrt(static_cast<double>(call.headSize)));
  call.drop = dropOf(rowKeys(index), dropSite(index, Place::Chances), attentionDropout);
  return call;
}

template <class E>
void Encoder<E>::addAndNorm(size_t index, const Norm& norm, NormForward<E> call) {
  call.gamma = norm.gamma.get();
  call.beta = norm.beta.get();
  call.epsilon = static_cast<float>(config.layerNormEps);
  call.columns = config.hidden;
  parallel(rowsOf(index), kRowGrain, [&](Range r) { rowKernels<E>().normForward(call, r); });
}

template <class E>
void Encoder<E>::feedForward(size_t index) {
  EncoderLayer<E>& layer = layers[index];
  LayerTape<E>& tape = tapeOf(index);
  const std::int64_t rows = rowsOf(index);
  const std::int64_t hidden = config.hidden;
  const DropKeys keys = rowKeys(index);
  NormForward<E> add{};
  add.z = room(tape.z1, rows, hidden);
  layer.attentionOut.forward({tape.context.data(), rows, layer.attentionOut.all(), keys}, add.z,
                             tape.attentionTape);
  add.finish = layer.attentionOut.finish(tape.attentionTape, layer.attentionOut.all());
  add.residual = firstOnly(index) ? tape.first.data() : tape.x.data();
  add.drop = dropOf(keys, dropSite(index, Place::AttentionOut), hiddenDropout);
  add.out = room(tape.x1, rows, hidden);
  add.stats = tape.stats1.resize(2 * rows);
  addAndNorm(index, layer.attentionNorm, add);

  E* h = room(tape.h, rows, config.intermediate);
  E* g = room(tape.g, rows, config.intermediate);
  layer.intermediate.forward({add.out, rows, layer.intermediate.all(), keys}, h,
                             tape.intermediateTape);
  const Finish finish = layer.intermediate.finish(tape.intermediateTape, layer.intermediate.all());
  parallel(rows, kRowGrain,
           [&](Range r) { rowKernels<E>().gelu(h, g, config.intermediate, finish, r); });

  NormForward<E> last{};
  last.z = room(tape.z2, rows, hidden);
  layer.output.forward({g, rows, layer.output.all(), keys}, last.z, tape.outputTape);
  last.finish = layer.output.finish(tape.outputTape, layer.output.all());
  last.residual = add.out;
  last.drop = dropOf(keys, dropSite(index, Place::Output), hiddenDropout);
  last.stats = tape.stats2.resize(2 * rows);
  const bool top = index + 1 == layers.size();
  last.out = room(top ? out_ : tapeOf(index + 1).x, rows, hidden);
  addAndNorm(index, layer.outputNorm, last);
}

template <class E>
const E* Encoder<E>::forward(const Run& run) {
  run_ = run;
  tapes_.resize(run.trains ? layers.size() : std::max<size_t>(tapes_.size(), 2));
  firstStart_.resize(run.batch->start.size());
  for (size_t i = 0; i < firstStart_.size(); ++i) {
    firstStart_[i] = static_cast<std::int64_t>(i);
  }
  embed();
  for (size_t i = 0; i < layers.size(); ++i) {
    project(i);
    const Attention<E> call = attentionCall(i);
    parallel(run_.batch->sequences() * config.heads, 1, [&](Range range) {
      for (std::int64_t n = range.begin; n < range.end; ++n) {
        rowKernels<E>().attentionForward(call, n / config.heads, n % config.heads);
      }
    });
    feedForward(i);
  }
  return out_.data();
}

template <class E>
void Encoder<E>::refresh() {
  for (EncoderLayer<E>& layer : layers) {
    for (Linear<E>* linear :
         {&layer.qkv, &layer.attentionOut, &layer.intermediate, &layer.output}) {
      linear->refresh();
    }
  }
}

template <class E>
void Encoder<E>::fixForInference() {
  for (EncoderLayer<E>& layer : layers) {
    for (Linear<E>* linear :
         {&layer.qkv, &layer.attentionOut, &layer.intermediate, &layer.output}) {
      linear->fixForInference();
    }
  }
}

template class Encoder<float>;
template class Encoder<Bf16>;

}  // namespace telesoft::engine
