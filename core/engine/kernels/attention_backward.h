// The backward pass of fused attention: scores are computed again, a block of keys at a time.
#pragma once

#include "telesoft/engine/kernels/attention.h"

namespace telesoft::engine::TELESOFT_KERNEL_SET {

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
