// The backward pass of Encoder: each step is the transpose of the one in encoder.cpp, from the last
// layer down to the first that is trained.
#include <algorithm>

#include "telesoft/engine/models/encoder.h"
#include "telesoft/engine/models/sites.h"

namespace telesoft::engine {

namespace {

constexpr std::int64_t kRowGrain = 32;
constexpr std::int64_t kColumnGrain = 32;

bool normTrains(const Norm& norm) {
  return norm.gamma.trained != nullptr;
}

}  // namespace

/// gradient_ becomes the gradient before the norm; gives the one that goes into the dropped branch.
template <class E>
const E* Encoder<E>::normBackward(const Norm& norm, NormBackward<E> call, std::int64_t rows) {
  const std::int64_t hidden = config.hidden;
  call.dy = call.dz = gradient_.data();
  call.gamma = norm.gamma.get();
  call.columns = hidden;
  if (normTrains(norm)) {
    const NormGrads<E> grads{
        call.dy, call.z, call.stats, norm.gamma.gradient(), norm.beta.gradient(), rows, hidden};
    parallel(hidden, kColumnGrain, [&](Range c) { rowKernels<E>().normGrads(grads, c); });
  }
  const bool drops = call.drop.threshold != 0;
  call.branch = drops ? room(branch_, rows, hidden) : nullptr;
  parallel(rows, kRowGrain, [&](Range r) { rowKernels<E>().normBackward(call, r); });
  return drops ? branch_.data() : gradient_.data();
}

template <class E>
void Encoder<E>::feedForwardBackward(size_t index) {
  EncoderLayer<E>& layer = layers[index];
  LayerTape<E>& tape = tapeOf(index);
  const std::int64_t rows = rowsOf(index);
  const DropKeys keys = rowKeys(index);
  NormBackward<E> call{};
  call.z = tape.z2.data();
  call.stats = tape.stats2.data();
  call.drop = dropOf(keys, dropSite(index, Place::Output), hiddenDropout);
  const E* branch = normBackward(layer.outputNorm, call, rows);
  E* wide = room(wide_, rows, config.intermediate);
  layer.output.backward({tape.g.data(), rows, layer.output.all(), keys}, {branch, wide, false},
                        tape.outputTape);
  parallel(rows, kRowGrain, [&](Range r) {
    rowKernels<E>().geluBackward(tape.h.data(), wide, config.intermediate, r);
  });
  layer.intermediate.backward({tape.x1.data(), rows, layer.intermediate.all(), keys},
                              {wide, gradient_.data(), true}, tape.intermediateTape);
}

template <class E>
void Encoder<E>::attentionBackward(size_t index, bool needsInput) {
  EncoderLayer<E>& layer = layers[index];
  LayerTape<E>& tape = tapeOf(index);
  const std::int64_t rows = rowsOf(index);
  const std::int64_t hidden = config.hidden;
  const DropKeys keys = rowKeys(index);
  NormBackward<E> norm{};
  norm.z = tape.z1.data();
  norm.stats = tape.stats1.data();
  norm.drop = dropOf(keys, dropSite(index, Place::AttentionOut), hiddenDropout);
  const E* branch = normBackward(layer.attentionNorm, norm, rows);
  const bool below = needsInput || layer.qkv.trains();
  E* dcontext = below ? room(dcontext_, rows, hidden) : nullptr;
  layer.attentionOut.backward({tape.context.data(), rows, layer.attentionOut.all(), keys},
                              {branch, dcontext, false}, tape.attentionTape);
  if (!below) {
    return;
  }
  const bool first = firstOnly(index);
  const std::int64_t tokens = run_.batch->tokens();
  Attention<E> call = attentionCall(index);
  call.dOut = dcontext;
  call.dkvStride = first ? 2 * hidden : 3 * hidden;
  E* dqkv = room(dqkv_, tokens, call.dkvStride);
  call.dq = first ? room(dquery_, rows, hidden) : dqkv;
  call.dqStride = first ? hidden : 3 * hidden;
  call.dk = dqkv + (first ? 0 : hidden);
  call.dv = call.dk + hidden;
  parallel(run_.batch->sequences() * config.heads, 1, [&](Range range) {
    for (std::int64_t n = range.begin; n < range.end; ++n) {
      rowKernels<E>().attentionBackward(call, n / config.heads, n % config.heads);
    }
  });
  projectBackward(index, needsInput);
}

template <class E>
void Encoder<E>::projectBackward(size_t index, bool needsInput) {
  EncoderLayer<E>& layer = layers[index];
  LayerTape<E>& tape = tapeOf(index);
  const std::int64_t hidden = config.hidden;
  const std::int64_t tokens = run_.batch->tokens();
  if (!firstOnly(index)) {
    layer.qkv.backward({tape.x.data(), tokens, layer.qkv.all(), tokenKeys()},
                       {dqkv_.data(), needsInput ? gradient_.data() : nullptr, true}, tape.qkvTape);
    return;
  }
  const std::int64_t sequences = run_.batch->sequences();
  layer.qkv.backward({tape.first.data(), sequences, {0, hidden}, rowKeys(index)},
                     {dquery_.data(), needsInput ? gradient_.data() : nullptr, true},
                     tape.queryTape);
  E* dtokens = needsInput ? room(dtokens_, tokens, hidden) : nullptr;
  layer.qkv.backward({tape.x.data(), tokens, {hidden, 3 * hidden}, tokenKeys()},
                     {dqkv_.data(), dtokens, false}, tape.qkvTape);
  if (!needsInput) {
    return;
  }
  for (std::int64_t s = 0; s < sequences; ++s) {
    E* to = dtokens + run_.batch->start[static_cast<size_t>(s)] * hidden;
    const E* from = gradient_.data() + s * hidden;
    for (std::int64_t i = 0; i < hidden; ++i) {
      to[i] = fromFloat<E>(toFloat(to[i]) + toFloat(from[i]));
    }
  }
  std::swap(gradient_, dtokens_);
}

template <class E>
void Encoder<E>::embeddingBackward() {
  const TokenBatch& batch = *run_.batch;
  const std::int64_t tokens = batch.tokens();
  const std::int64_t hidden = config.hidden;
  const Drop drop = dropOf(tokenKeys(), dropSite(0, Place::Embedding), hiddenDropout);
  if (drop.threshold != 0) {
    parallel(tokens, kRowGrain,
             [&](Range r) { rowKernels<E>().mask(gradient_.data(), hidden, drop, r); });
  }
  NormBackward<E> call{};
  call.z = embedded_.data();
  call.stats = embeddedStats_.data();
  normBackward(embeddingNorm, call, tokens);
  // Columns are shared out, so that two tokens of one word never meet in two threads.
  parallel(hidden, kColumnGrain, [&](Range columns) {
    for (std::int64_t t = 0; t < tokens; ++t) {
      const auto at = static_cast<size_t>(t);
      float* word = words.gradient() + batch.ids[at] * hidden;
      float* place = places.gradient() + batch.positions[at] * hidden;
      for (std::int64_t c = columns.begin; c < columns.end; ++c) {
        const float g = toFloat(gradient_[t * hidden + c]);
        word[c] += g;
        place[c] += g;
        types.gradient()[c] += g;
      }
    }
  });
}

template <class E>
void Encoder<E>::backward(const E* dOut) {
  const size_t count = layers.size();
  const std::int64_t rows = rowsOf(count - 1);
  std::copy(dOut, dOut + rows * config.hidden, room(gradient_, rows, config.hidden));
  size_t lowest = count;
  for (size_t i = count; i-- > 0;) {
    lowest = layers[i].trains() || embeddingsTrain() ? i : lowest;
  }
  for (size_t i = count; i-- > 0 && i >= lowest;) {
    const bool needsInput = i > lowest || embeddingsTrain();
    feedForwardBackward(i);
    if (needsInput || layers[i].qkv.trains() || layers[i].attentionOut.trains()) {
      attentionBackward(i, needsInput);
    }
  }
  if (embeddingsTrain()) {
    embeddingBackward();
  }
}

template class Encoder<float>;
template class Encoder<Bf16>;

}  // namespace telesoft::engine
