// A BERT encoder over packed tokens (no padding), forward and backward written by hand.
//
// With last = LastLayer::FirstTokenOnly the last layer computes only what the first token of each
// sequence needs: the same numbers for a classifier at a sixth of that layer's cost.
// Source: Devlin et al. 2018; layer order as Hugging Face BertModel (post-norm, erf GELU).
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "telesoft/engine/io/hf_folder.h"
#include "telesoft/engine/models/linear.h"

namespace telesoft::engine {

/// Sequences one after another.
struct TokenBatch {
  std::vector<std::int32_t> ids, positions;
  std::vector<std::int64_t> start{0};    // [sequences + 1]
  std::vector<std::uint32_t> keys;       // of each token, for dropout
  std::vector<std::uint32_t> firstKeys;  // of each sequence's first token
  [[nodiscard]] std::int64_t tokens() const { return start.back(); }
  [[nodiscard]] std::int64_t sequences() const {
    return static_cast<std::int64_t>(start.size()) - 1;
  }
  void clear();
  /// `seed` distinguishes epoch and row: the same one draws the same masks.
  void append(const std::vector<std::int32_t>& sequence, std::uint64_t seed);
};

enum class LastLayer { AllTokens, FirstTokenOnly };

struct Norm {
  Values gamma, beta;
};

template <class E>
struct EncoderLayer {
  Linear<E> qkv, attentionOut, intermediate, output;  // qkv: query, key, value one after another
  Norm attentionNorm, outputNorm;
  [[nodiscard]] bool trains() const {
    return qkv.trains() || attentionOut.trains() || intermediate.trains() || output.trains();
  }
};

/// What one layer keeps for the backward pass.
template <class E>
struct LayerTape {
  Buffer<E> x, qkv, query, context, z1, x1, h, g, z2;
  Buffer<E> first;  // x of first tokens, in a first-token-only layer
  Buffer<float> logSum, stats1, stats2;
  typename Linear<E>::Tape qkvTape, queryTape, attentionTape, intermediateTape, outputTape;
};

template <class E>
class Encoder {
 public:
  BertConfig config;
  Values words, places, types;
  Norm embeddingNorm;
  std::vector<EncoderLayer<E>> layers;
  double hiddenDropout = 0, attentionDropout = 0;

  struct Run {
    const TokenBatch* batch = nullptr;
    LastLayer last = LastLayer::FirstTokenOnly;
    bool trains = false;  // dropout is on and the tape is kept
  };
  /// -> [tokens or sequences, hidden], valid until the next call.
  const E* forward(const Run& run);
  /// dOut of the last forward(), which must have been a training one.
  void backward(const E* dOut);
  /// Rows of the last forward()'s output.
  [[nodiscard]] std::int64_t lastRows() const { return rowsOf(layers.size() - 1); }
  void refresh();
  void fixForInference();

 private:
  /// Rows of a layer's second half: tokens, or sequences where only first tokens are asked for.
  [[nodiscard]] std::int64_t rowsOf(size_t layer) const;
  [[nodiscard]] bool firstOnly(size_t layer) const;
  [[nodiscard]] DropKeys tokenKeys() const;
  [[nodiscard]] DropKeys rowKeys(size_t layer) const;
  [[nodiscard]] LayerTape<E>& tapeOf(size_t layer);
  [[nodiscard]] bool embeddingsTrain() const { return words.trained != nullptr; }

  void embed();
  void project(size_t layer);
  [[nodiscard]] Attention<E> attentionCall(size_t layer);
  void feedForward(size_t layer);
  void addAndNorm(size_t layer, const Norm& norm, NormForward<E> call);

  void feedForwardBackward(size_t layer);
  void attentionBackward(size_t layer, bool needsInput);
  void projectBackward(size_t layer, bool needsInput);
  const E* normBackward(const Norm& norm, NormBackward<E> call, std::int64_t rows);
  void embeddingBackward();

  Run run_;
  std::vector<LayerTape<E>> tapes_;
  Buffer<E> out_, embedded_;
  Buffer<float> embeddedStats_;
  Buffer<E> gradient_, branch_, wide_, dqkv_, dquery_, dcontext_, dtokens_;
  std::vector<std::int64_t> firstStart_;
};

extern template class Encoder<float>;
extern template class Encoder<Bf16>;

}  // namespace telesoft::engine
