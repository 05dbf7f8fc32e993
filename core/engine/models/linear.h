// A linear layer over packed tokens with LoRA on parts of its outputs and a hand-written backward
// pass: a frozen weight costs no product for its own gradient.
// Source: Hu et al., LoRA (2106.09685); scale and start as PEFT 0.21 (tuners/lora/layer.py).
#pragma once

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "telesoft/base/rng.h"
#include "telesoft/engine/kernels/compute.h"
#include "telesoft/engine/models/parameter.h"

namespace telesoft::engine {

struct LoraSettings {
  std::int64_t rank = 8;
  double alpha = 16;
  double dropout = 0;
};

/// y += scale * B(A(drop(x))) for outputs [begin, begin + count). The rank is padded to a multiple
/// of eight with zeros, which stay zero under training.
struct Lora {
  std::string module;  // "encoder.layer.0.attention.self.query"
  std::int64_t begin = 0, count = 0;
  std::int64_t rank = 0, paddedRank = 0;
  float scale = 1;
  float dropout = 0;
  std::uint32_t site = 0;
  Parameter* a = nullptr;  // [paddedRank, in]
  Parameter* b = nullptr;  // [paddedRank, count]: B transposed
};

/// Where the rows' dropout keys stand while training; none in evaluation.
struct DropKeys {
  const std::uint32_t* keys = nullptr;
  [[nodiscard]] bool on() const { return keys != nullptr; }
};

[[nodiscard]] Drop dropOf(const DropKeys& keys, std::uint32_t site, double probability);

/// Products run over whole blocks of rows, so that oneDNN compiles and keeps kernels for a few
/// shapes and not for every number of tokens that occurs.
[[nodiscard]] constexpr std::int64_t productRows(std::int64_t rows) {
  constexpr std::int64_t kBlock = 64;
  return (rows + kBlock - 1) / kBlock * kBlock;
}
/// Resizes a matrix that a Linear reads or writes: the rows up to a whole block are 0, and stay so.
template <class E>
E* room(Buffer<E>& buffer, std::int64_t rows, std::int64_t columns) {
  E* data = buffer.resize(productRows(rows) * columns);
  std::fill(data + rows * columns, data + productRows(rows) * columns, E{});
  return data;
}

template <class E>
class Linear {
 public:
  /// What the forward pass keeps for the backward pass: x A^T of every LoRA piece.
  struct Tape {
    Buffer<float> thin;
    std::array<LoraUp, 3> ups;
    std::int64_t upCount = 0;
  };
  struct Input {
    const E* x = nullptr;  // with room(), as are all matrices here
    std::int64_t rows = 0;
    Range outputs;  // which of the layer's outputs are computed
    DropKeys keys;
  };

  std::int64_t in = 0, out = 0;
  Buffer<E> weight;  // [out, in]
  Values bias;
  std::vector<Lora> loras;
  Parameter* master = nullptr;  // the weight, when it is trained

  [[nodiscard]] Range all() const { return {0, out}; }
  [[nodiscard]] bool trains() const { return master != nullptr || !loras.empty(); }
  void addLora(Parameters& parameters,
               const LoraSettings& settings,
               const Lora& place,
               base::Rng& rng);
  /// The working copy of a trained weight.
  void refresh();
  /// Puts a frozen weight into panels, where the CPU and the sizes allow it: faster, and each row's
  /// result is then the same in every batch. There is no backward() afterwards.
  void fixForInference();

  /// y [rows, outputs] = x W^T; the bias and the LoRA pieces are still to be added by whoever reads
  /// finish(): every consumer passes over y anyway.
  void forward(const Input& input, E* y, Tape& tape) const;
  [[nodiscard]] Finish finish(const Tape& tape, Range outputs) const {
    return {bias.get() + outputs.begin, tape.ups.data(), tape.upCount};
  }
  /// Adds to the gradients of what is trained; dx = (or +=) dy W unless dx is null.
  struct Output {
    const E* dy = nullptr;
    E* dx = nullptr;
    bool add = false;
  };
  void backward(const Input& input, const Output& output, Tape& tape);

 private:
  void loraBackward(
      const Lora& lora, const Input& input, const Output& output, Tape& tape, std::int64_t column);
  void fullBackward(const Input& input, const E* dy);
  void multiplyPanels(const Input& input, E* y) const;
  Buffer<E> panels_;
  Buffer<float> thinGradient_;
  Buffer<E> weightGradient_;
};

extern template class Linear<float>;
extern template class Linear<Bf16>;

}  // namespace telesoft::engine
