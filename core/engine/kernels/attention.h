// Fused attention of one sequence and head, forward and backward, without the score matrix in
// memory: padding-free sequences, dropout on the probabilities, any head size.
//
// An Arithmetic says how numbers are held for the products: plain floats, or pairs of bf16 for
// AVX512-BF16's dot product. kPair consecutive numbers along the summed dimension form a Unit.
// Source: Dao et al., FlashAttention (2205.14135), section 3.1; the score rows of one block of
// queries are held whole here, since clinical sequences have at most a few thousand tokens.
#pragma once

#include <stdlib.h>

#include "telesoft/engine/kernels/simd.h"

namespace telesoft::engine::TELESOFT_KERNEL_SET {

constexpr int64_t kQueryBlock = 8;
constexpr int64_t kKeyBlock = 32;

TELESOFT_INLINE int64_t roundUp(int64_t n, int64_t to) {
  return (n + to - 1) / to * to;
}

/// One allocation a thread, grown as needed.
struct Scratch {
  char* bytes = nullptr;
  size_t size = 0;
  size_t used = 0;
  ~Scratch() { free(bytes); }
  bool reserve(size_t wanted) {
    used = 0;
    if (wanted <= size) {
      return true;
    }
    free(bytes);
    bytes = static_cast<char*>(aligned_alloc(64, (wanted + 63) / 64 * 64));
    size = bytes != nullptr ? wanted : 0;
    return bytes != nullptr;
  }
  template <class T>
  T* take(int64_t count) {
    T* out = reinterpret_cast<T*>(bytes + used);
    used += (static_cast<size_t>(count) * sizeof(T) + 63) / 64 * 64;
    return out;
  }
};
static thread_local Scratch attentionScratch;

struct FloatArithmetic {
  using Unit = float;
  static constexpr int64_t kPair = 1;
  static constexpr int kWide = 2;  // vectors of a tile
  template <class E>
  static Unit unit(const E* x, int64_t, int64_t) {
    return toFloat(*x);
  }
  TELESOFT_INLINE Floats multiply(Floats acc, Unit a, const Unit* b) { return acc + load(b) * a; }
  /// kLanes numbers of a row, along the summed dimension
  TELESOFT_INLINE void put(Unit* to, int64_t column, Floats x) { store(to + column, x); }
  /// kLanes numbers of a row across the summed dimension, whose place in the pair is row % kPair
  TELESOFT_INLINE void putAcross(Unit* to, Floats first, Floats) { store(to, first); }
};

/// c[R][Z * kLanes] (+)= sum over steps of a[r * aRow + s * aStep] * b[s * bStep + ...].
template <class A, int R, int Z>
TELESOFT_INLINE void tile(const typename A::Unit* a,
                          int64_t aRow,
                          int64_t aStep,
                          const typename A::Unit* b,
                          int64_t bStep,
                          int64_t steps,
                          float* c,
                          int64_t cRow,
                          bool add) {
  Floats acc[R][Z];
#pragma GCC unroll 8
  for (int r = 0; r < R; ++r) {
#pragma GCC unroll 4
    for (int z = 0; z < Z; ++z) {
      acc[r][z] = add ? load(c + r * cRow + z * kLanes) : splat(0);
    }
  }
  for (int64_t s = 0; s < steps; ++s) {
#pragma GCC unroll 8
    for (int r = 0; r < R; ++r) {
#pragma GCC unroll 4
      for (int z = 0; z < Z; ++z) {
        acc[r][z] = A::multiply(acc[r][z], a[r * aRow + s * aStep], b + s * bStep + z * kLanes);
      }
    }
  }
#pragma GCC unroll 8
  for (int r = 0; r < R; ++r) {
#pragma GCC unroll 4
    for (int z = 0; z < Z; ++z) {
      store(c + r * cRow + z * kLanes, acc[r][z]);
    }
  }
}

/// All columns (a multiple of kLanes) of eight rows.
template <class A>
static void eightRows(const typename A::Unit* a,
                      int64_t aRow,
                      int64_t aStep,
                      const typename A::Unit* b,
                      int64_t columns,
                      int64_t steps,
                      float* c,
                      bool add) {
  int64_t column = 0;
  for (; column + 2 * kLanes <= columns; column += 2 * kLanes) {
    tile<A, 8, 2>(a, aRow, aStep, b + column, columns, steps, c + column, columns, add);
  }
  if (column < columns) {
    tile<A, 8, 1>(a, aRow, aStep, b + column, columns, steps, c + column, columns, add);
  }
}

template <class A>
struct Packed {
  using Unit = typename A::Unit;
  /// rows [count][size] -> [roundUp(count)][sizePadded / kPair], zeros beyond.
  template <class E>
  static void rowsOf(const E* x,
                     int64_t stride,
                     int64_t count,
                     int64_t padded,
                     int64_t size,
                     int64_t sizePadded,
                     Unit* out) {
    const int64_t units = sizePadded / A::kPair;
    memset(out, 0, static_cast<size_t>(padded * units) * sizeof(Unit));
    for (int64_t row = 0; row < count; ++row) {
      for (int64_t u = 0; u * A::kPair < size; ++u) {
        const E* at = x + row * stride + u * A::kPair;
        out[row * units + u] = A::unit(at, 1, size - u * A::kPair);
      }
    }
  }
  /// -> [sizePadded / kPair][padded]: for products that sum over the head's dimensions.
  template <class E>
  static void across(const E* x,
                     int64_t stride,
                     int64_t count,
                     int64_t padded,
                     int64_t size,
                     int64_t sizePadded,
                     Unit* out) {
    memset(out, 0, static_cast<size_t>(padded * (sizePadded / A::kPair)) * sizeof(Unit));
    for (int64_t row = 0; row < count; ++row) {
      for (int64_t u = 0; u * A::kPair < size; ++u) {
        const E* at = x + row * stride + u * A::kPair;
        out[u * padded + row] = A::unit(at, 1, size - u * A::kPair);
      }
    }
  }
  /// -> [padded / kPair][sizePadded]: for products that sum over rows.
  template <class E>
  static void along(const E* x,
                    int64_t stride,
                    int64_t count,
                    int64_t padded,
                    int64_t size,
                    int64_t sizePadded,
                    Unit* out) {
    memset(out, 0, static_cast<size_t>(padded / A::kPair * sizePadded) * sizeof(Unit));
    for (int64_t row = 0; row < count; row += A::kPair) {
      for (int64_t d = 0; d < size; ++d) {
        out[row / A::kPair * sizePadded + d] = A::unit(x + row * stride + d, stride, count - row);
      }
    }
  }
};

template <class E>
struct HeadOf {
  int64_t queries, keys, size, sizePadded, queryRow;
  const E* q;
  const E* k;
  const E* v;
  uint32_t site;  // of this head
  HeadOf(const Attention<E>& a, int64_t sequence, int64_t head)
      : queries(a.queryStart[sequence + 1] - a.queryStart[sequence]),
        keys(a.keyStart[sequence + 1] - a.keyStart[sequence]),
        size(a.headSize),
        sizePadded(roundUp(a.headSize, 16)),
        queryRow(a.queryStart[sequence]),
        q(a.q + queryRow * a.qStride + head * size),
        k(a.k + a.keyStart[sequence] * a.kvStride + head * size),
        v(a.v + a.keyStart[sequence] * a.kvStride + head * size),
        site(mix(a.drop.site + static_cast<uint32_t>(head) * 0x85ebca6bU)) {}
};

TELESOFT_INLINE uint32_t attentionKey(const Drop& drop, uint32_t site, int64_t row) {
  return mix(drop.keys[row] ^ site);
}

/// Turns eight rows of scores into probabilities in Units; sums and the log of the sum go out.
template <class A, class E>
static void softmaxRows(const Attention<E>& a,
                        const HeadOf<E>& h,
                        int64_t block,
                        int64_t head,
                        int64_t padded,
                        float* scores,
                        typename A::Unit* out,
                        float* inverse) {
  for (int64_t r = 0; r < kQueryBlock && block + r < h.queries; ++r) {
    float* row = scores + r * padded;
    for (int64_t i = h.keys; i < padded; ++i) {
      row[i] = -3.0e38F;
    }
    Floats top = load(row);
    for (int64_t i = kLanes; i < padded; i += kLanes) {
      top = larger(top, load(row + i));
    }
    const float most = largest(top);
    Floats total = {};
    const int64_t queryRow = h.queryRow + block + r;
    const bool drops = a.drop.threshold != 0;
    const uint32_t key = drops ? attentionKey(a.drop, h.site, queryRow) : 0;
    for (int64_t i = 0; i < padded; i += kLanes) {
      Floats p = exponential((load(row + i) - most) * a.scale);
      total += p;
      if (drops) {
        p *= keep(a.drop, key, i);
      }
      A::put(out + r * (padded / A::kPair), i, p);
    }
    const float whole = sum(total);
    inverse[r] = 1.0F / whole;
    a.logSum[queryRow * a.heads + head] = most * a.scale + logf(whole);
  }
}

template <class A, class E>
static void attentionForward(const Attention<E>& a, int64_t sequence, int64_t head) {
  using Unit = typename A::Unit;
  using P = Packed<A>;
  const HeadOf<E> h(a, sequence, head);
  const int64_t keys = roundUp(h.keys, kKeyBlock);
  const int64_t queries = roundUp(h.queries, kQueryBlock);
  const int64_t units = h.sizePadded / A::kPair;
  Scratch& s = attentionScratch;
  const size_t cells = static_cast<size_t>(keys * h.sizePadded * 2 + queries * h.sizePadded +
                                           kQueryBlock * (keys * 2 + h.sizePadded) + 256);
  if (!s.reserve(cells * sizeof(float) + 1024)) {
    abort();  // a few hundred kilobytes cannot be had: nothing sensible can go on
  }
  Unit* kAcross = s.take<Unit>(keys * units);
  Unit* vAlong = s.take<Unit>(keys / A::kPair * h.sizePadded);
  Unit* qRows = s.take<Unit>(queries * units);
  float* scores = s.take<float>(kQueryBlock * keys);
  Unit* chances = s.take<Unit>(kQueryBlock * keys / A::kPair);
  float* out = s.take<float>(kQueryBlock * h.sizePadded);
  P::across(h.k, a.kvStride, h.keys, keys, h.size, h.sizePadded, kAcross);
  P::along(h.v, a.kvStride, h.keys, keys, h.size, h.sizePadded, vAlong);
  P::rowsOf(h.q, a.qStride, h.queries, queries, h.size, h.sizePadded, qRows);
  memset(chances, 0, static_cast<size_t>(kQueryBlock * keys / A::kPair) * sizeof(Unit));
  for (int64_t block = 0; block < h.queries; block += kQueryBlock) {
    float inverse[kQueryBlock] = {};
    eightRows<A>(qRows + block * units, units, 1, kAcross, keys, units, scores, false);
    softmaxRows<A>(a, h, block, head, keys, scores, chances, inverse);
    eightRows<A>(chances, keys / A::kPair, 1, vAlong, h.sizePadded, keys / A::kPair, out, false);
    for (int64_t r = 0; r < kQueryBlock && block + r < h.queries; ++r) {
      E* to = a.out + ((h.queryRow + block + r) * a.heads + head) * h.size;
      const float* from = out + r * h.sizePadded;
      blocks(h.size,
             [&](int64_t i, int64_t n) { store(to + i, load(from + i, n) * inverse[r], n); });
    }
  }
}

/// What the backward pass holds for one head; the score tiles are transposed: [keys][queries].
template <class A>
struct BackwardBuffers {
  using Unit = typename A::Unit;
  Unit *qAcross, *gAcross, *qAlong, *gAlong, *kAlong, *kRows, *vRows, *chances, *dScores, *dAcross;
  float *scores, *dChances, *dq, *dk, *dv, *logSum, *delta;
  uint32_t* dropKeys;
  void take(Scratch& s, int64_t queries, int64_t keys, int64_t size) {
    const int64_t units = size / A::kPair;
    qAcross = s.take<Unit>(queries * units);
    gAcross = s.take<Unit>(queries * units);
    qAlong = s.take<Unit>(queries / A::kPair * size);
    gAlong = s.take<Unit>(queries / A::kPair * size);
    kAlong = s.take<Unit>(keys / A::kPair * size);
    kRows = s.take<Unit>(keys * units);
    vRows = s.take<Unit>(keys * units);
    chances = s.take<Unit>(kKeyBlock * queries / A::kPair);
    dScores = s.take<Unit>(kKeyBlock * queries / A::kPair);
    dAcross = s.take<Unit>(kKeyBlock / A::kPair * queries);
    scores = s.take<float>(kKeyBlock * queries);
    dChances = s.take<float>(kKeyBlock * queries);
    dq = s.take<float>(queries * size);
    dk = s.take<float>(kKeyBlock * size);
    dv = s.take<float>(kKeyBlock * size);
    logSum = s.take<float>(queries);
    delta = s.take<float>(queries);
    dropKeys = s.take<uint32_t>(queries);
  }
  static size_t bytes(int64_t queries, int64_t keys, int64_t size) {
    return static_cast<size_t>(queries * size * 5 + keys * size * 3 + kKeyBlock * queries * 5 +
                               kKeyBlock * size * 2 + queries * 3) *
               sizeof(float) +
           18 * 64;
  }
};

/// From scores and dChances of kPair key rows: chances and dScores in Units.
template <class A, class E>
TELESOFT_INLINE void differentiate(
    const Attention<E>& a, const BackwardBuffers<A>& b, int64_t row, int64_t key, int64_t queries) {
  const int64_t units = queries / A::kPair;
  for (int64_t i = 0; i < queries; i += kLanes) {
    Floats d[2] = {};
    for (int64_t p = 0; p < A::kPair; ++p) {
      const int64_t at = (row + p) * queries + i;
      const Floats chance = exponential(load(b.scores + at) * a.scale - load(b.logSum + i));
      Floats dChance = load(b.dChances + at);
      Floats kept = chance;
      if (a.drop.threshold != 0) {
        Bits keys;
        memcpy(&keys, b.dropKeys + i, sizeof(keys));
        const Bits hash = mix(keys + static_cast<uint32_t>(key + p) * kColumnStep);
        const Floats mask = select(hash >= a.drop.threshold, splat(a.drop.scale), splat(0));
        kept *= mask;
        dChance *= mask;
      }
      d[p] = chance * (dChance - load(b.delta + i)) * a.scale;
      A::put(b.chances + (row + p) * units, i, kept);
      A::put(b.dScores + (row + p) * units, i, d[p]);
    }
    A::putAcross(b.dAcross + row / A::kPair * queries + i, d[0], d[1]);
  }
}

template <class A, class E>
static void prepareBackward(const Attention<E>& a,
                            const HeadOf<E>& h,
                            int64_t head,
                            int64_t queries,
                            int64_t keys,
                            BackwardBuffers<A>& b) {
  using P = Packed<A>;
  const int64_t gStride = a.heads * h.size;
  const E* g = a.dOut + h.queryRow * gStride + head * h.size;
  const E* out = a.out + h.queryRow * gStride + head * h.size;
  P::across(h.q, a.qStride, h.queries, queries, h.size, h.sizePadded, b.qAcross);
  P::across(g, gStride, h.queries, queries, h.size, h.sizePadded, b.gAcross);
  P::along(h.q, a.qStride, h.queries, queries, h.size, h.sizePadded, b.qAlong);
  P::along(g, gStride, h.queries, queries, h.size, h.sizePadded, b.gAlong);
  P::along(h.k, a.kvStride, h.keys, keys, h.size, h.sizePadded, b.kAlong);
  P::rowsOf(h.k, a.kvStride, h.keys, keys, h.size, h.sizePadded, b.kRows);
  P::rowsOf(h.v, a.kvStride, h.keys, keys, h.size, h.sizePadded, b.vRows);
  for (int64_t m = 0; m < queries; ++m) {
    if (m >= h.queries) {
      b.logSum[m] = 3.0e38F;  // e^(score - this) is 0
      b.delta[m] = 0;
      b.dropKeys[m] = 0;
      continue;
    }
    Floats dot = {};
    blocks(h.size, [&](int64_t i, int64_t n) {
      dot += load(g + m * gStride + i, n) * load(out + m * gStride + i, n);
    });
    b.delta[m] = sum(dot);
    b.logSum[m] = a.logSum[(h.queryRow + m) * a.heads + head];
    b.dropKeys[m] = a.drop.threshold != 0 ? attentionKey(a.drop, h.site, h.queryRow + m) : 0;
  }
}

template <class E>
TELESOFT_INLINE void writeRows(
    const float* from, int64_t fromStride, int64_t rows, int64_t size, E* to, int64_t toStride) {
  for (int64_t r = 0; r < rows; ++r) {
    blocks(size, [&](int64_t i, int64_t n) {
      store(to + r * toStride + i, load(from + r * fromStride + i, n), n);
    });
  }
}

template <class A, class E>
static void attentionBackward(const Attention<E>& a, int64_t sequence, int64_t head) {
  const HeadOf<E> h(a, sequence, head);
  const int64_t keys = roundUp(h.keys, kKeyBlock);
  const int64_t queries = roundUp(h.queries, 2 * kLanes);
  const int64_t size = h.sizePadded;
  const int64_t units = size / A::kPair;
  if (!attentionScratch.reserve(BackwardBuffers<A>::bytes(queries, keys, size))) {
    abort();
  }
  BackwardBuffers<A> b;
  b.take(attentionScratch, queries, keys, size);
  prepareBackward<A>(a, h, head, queries, keys, b);
  for (int64_t key = 0; key < h.keys; key += kKeyBlock) {
    for (int64_t r = 0; r < kKeyBlock; r += 8) {
      const int64_t at = (key + r) * units;
      eightRows<A>(b.kRows + at, units, 1, b.qAcross, queries, units, b.scores + r * queries,
                   false);
      eightRows<A>(b.vRows + at, units, 1, b.gAcross, queries, units, b.dChances + r * queries,
                   false);
    }
    for (int64_t r = 0; r < kKeyBlock; r += A::kPair) {
      differentiate<A>(a, b, r, key + r, queries);
    }
    const int64_t steps = queries / A::kPair;
    for (int64_t r = 0; r < kKeyBlock; r += 8) {
      eightRows<A>(b.chances + r * steps, steps, 1, b.gAlong, size, steps, b.dv + r * size, false);
      eightRows<A>(b.dScores + r * steps, steps, 1, b.qAlong, size, steps, b.dk + r * size, false);
    }
    for (int64_t m = 0; m < queries; m += 8) {
      eightRows<A>(b.dAcross + m, 1, queries, b.kAlong + key / A::kPair * size, size,
                   kKeyBlock / A::kPair, b.dq + m * size, key != 0);
    }
    const int64_t rows = h.keys - key < kKeyBlock ? h.keys - key : kKeyBlock;
    const int64_t first = a.keyStart[sequence] + key;
    writeRows(b.dk, size, rows, h.size, a.dk + first * a.dkvStride + head * h.size, a.dkvStride);
    writeRows(b.dv, size, rows, h.size, a.dv + first * a.dkvStride + head * h.size, a.dkvStride);
  }
  writeRows(b.dq, size, h.queries, h.size, a.dq + h.queryRow * a.dqStride + head * h.size,
            a.dqStride);
}

}  // namespace telesoft::engine::TELESOFT_KERNEL_SET
