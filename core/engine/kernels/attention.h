// Fused attention of one sequence and head without the score matrix in memory: padding-free
// sequences, dropout on the probabilities, any head size.
// Source: Dao et al., FlashAttention (2205.14135), section 3.1; the score rows of one block of
// queries are held whole here, since clinical sequences have at most a few thousand tokens.
#pragma once

#include "telesoft/engine/kernels/attention_tiles.h"

namespace telesoft::engine::TELESOFT_KERNEL_SET {

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

}  // namespace telesoft::engine::TELESOFT_KERNEL_SET
