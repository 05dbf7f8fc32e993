// The hand-written inner loops of training, chosen once for the CPU at hand: each works on a range
// of rows or columns, so that the caller decides how threads share the work.
#pragma once

#include <cstdint>

#include "telesoft/engine/kernels/bf16.h"

namespace telesoft::engine {

struct Range {
  std::int64_t begin = 0, end = 0;
};

/// Dropout without stored masks and without a serial generator: an element is dropped when the hash
/// of (key of its row, site, column) falls under the threshold, so that forward and backward draw
/// the same mask, and a row's mask does not depend on the batch it stands in.
struct Drop {
  const std::uint32_t* keys = nullptr;  // one a row
  std::uint32_t site = 0;
  std::uint32_t threshold = 0;  // p * 2^32; 0: nothing is dropped
  float scale = 1;              // 1 / (1 - p)
};

/// scale * down[row] * up is added to columns [begin, begin + count).
struct LoraUp {
  const float* down = nullptr;  // [rows, rank]
  std::int64_t downStride = 0;
  const float* up = nullptr;  // [rank, count]
  std::int64_t rank = 0;      // a multiple of 4
  std::int64_t begin = 0, count = 0;
  float scale = 1;
};

/// What a linear layer still has to add to its matrix product.
struct Finish {
  const float* bias = nullptr;
  const LoraUp* pieces = nullptr;
  std::int64_t pieceCount = 0;
};

template <class E>
struct NormForward {  // z = residual + drop(z + finish); out = norm(z)
  E* z;
  const E* residual;
  Finish finish;
  Drop drop;
  const float* gamma;
  const float* beta;
  float epsilon;
  E* out;
  float* stats;  // [rows, 2]: mean, 1 / deviation
  std::int64_t columns;
};

template <class E>
struct NormBackward {  // dz from dy; branch = drop(dz)
  const E* dy;
  const E* z;
  const float* stats;
  const float* gamma;
  Drop drop;
  E* dz;
  E* branch;
  std::int64_t columns;
};

template <class E>
struct NormGrads {  // gamma's and beta's gradients, added, for a range of columns
  const E* dy;
  const E* z;
  const float* stats;
  float* dGamma;
  float* dBeta;
  std::int64_t rows, columns;
};

template <class E>
struct Embed {
  const std::int32_t* ids;
  const std::int32_t* positions;
  const float* words;
  const float* places;
  const float* type;
  const float* gamma;
  const float* beta;
  float epsilon;
  Drop drop;
  E* z;          // nullptr: not kept
  float* stats;  // nullptr: not kept
  E* out;
  std::int64_t columns;
};

/// [rows, columns] and a few rows of rank vectors: the three products that LoRA needs.
template <class E>
struct Skinny {
  const E* x;
  std::int64_t stride, columns, rows;
  float* thin;  // [rows, rank]
  std::int64_t thinStride;
  float* factor;      // [rank, columns]
  std::int64_t rank;  // a multiple of 8
  float scale;
  Drop drop;  // of x
};

template <class E>
struct Attention {
  const E* q;
  std::int64_t qStride;
  const E* k;
  const E* v;
  std::int64_t kvStride;
  E* out;                          // [query rows, heads * headSize]
  float* logSum;                   // [query rows, heads]
  const std::int64_t* queryStart;  // [sequences + 1]
  const std::int64_t* keyStart;
  std::int64_t heads, headSize;
  float scale;
  Drop drop;  // keys of query rows
  // backward
  const E* dOut;
  E* dq;
  E* dk;
  E* dv;
  std::int64_t dqStride, dkvStride;
};

template <class E>
struct RowKernels {
  void (*finish)(E* y, std::int64_t columns, const Finish& finish, Range rows);
  /// h += finish; g = gelu(h).
  void (*gelu)(E* h, E* g, std::int64_t columns, const Finish& finish, Range rows);
  /// dg becomes dh.
  void (*geluBackward)(const E* h, E* dg, std::int64_t columns, Range rows);
  void (*normForward)(const NormForward<E>& n, Range rows);
  void (*normBackward)(const NormBackward<E>& n, Range rows);
  void (*normGrads)(const NormGrads<E>& n, Range columns);
  void (*embed)(const Embed<E>& e, Range rows);
  void (*mask)(E* x, std::int64_t columns, const Drop& drop, Range rows);
  /// sum[column] += over rows of x, for a range of columns.
  void (*columnSums)(const E* x, std::int64_t rows, std::int64_t columns, float* sum, Range range);
  /// thin = scale * drop(x) factor^T.
  void (*skinnyDown)(const Skinny<E>& s, Range rows);
  /// x += drop(scale * thin factor).
  void (*skinnyUp)(const Skinny<E>& s, Range rows);
  /// factor += scale * thin^T drop(x), for a range of columns that starts at a multiple of 32.
  void (*skinnyOuter)(const Skinny<E>& s, Range columns);
  void (*attentionForward)(const Attention<E>& a, std::int64_t sequence, std::int64_t head);
  void (*attentionBackward)(const Attention<E>& a, std::int64_t sequence, std::int64_t head);
  void (*fromFloats)(const float* from, E* to, Range range);
};

struct AdamStep {
  float* value;
  const float* gradient;
  float* first;
  float* second;
  float learningRate, weightDecay, beta1, beta2, epsilon;
  float correction1, rootCorrection2;  // 1 - beta1^t, sqrt(1 - beta2^t)
  float gradientScale;
};

constexpr std::int64_t kPanel = 32;  // outputs of a panel

/// Weights [out, in] as [out / 32][in / 2][32][2]: of each pair of inputs, 32 outputs side by side.
struct PanelProduct {
  const Bf16* x;  // [rows, in]
  std::int64_t in;
  const Bf16* panels;
  std::int64_t firstPanel;  // with which y begins
  Bf16* y;                  // [rows, columns]
  std::int64_t columns;
};

struct KernelTable {
  const char* name;
  RowKernels<float> f32;
  RowKernels<Bf16> bf16;
  void (*adam)(const AdamStep& step, Range range);
  /// y = x w^T for rows [begin, end), a multiple of 32. Null without AVX512-BF16.
  void (*panelProduct)(const PanelProduct& product, Range rows, Range panels) = nullptr;
};

struct CpuFeatures {
  bool avx2 = false, avx512 = false, avx512Bf16 = false;
};

[[nodiscard]] const CpuFeatures& cpuFeatures();
[[nodiscard]] const KernelTable& kernelTable();

template <class E>
[[nodiscard]] const RowKernels<E>& rowKernels();
template <>
[[nodiscard]] inline const RowKernels<float>& rowKernels<float>() {
  return kernelTable().f32;
}
template <>
[[nodiscard]] inline const RowKernels<Bf16>& rowKernels<Bf16>() {
  return kernelTable().bf16;
}

// One a translation unit, each compiled for its own instruction set.
[[nodiscard]] const KernelTable& portableKernels();
[[nodiscard]] const KernelTable& avx2Kernels();
[[nodiscard]] const KernelTable& avx512Kernels();
[[nodiscard]] const KernelTable& avx512Bf16Kernels();

}  // namespace telesoft::engine
