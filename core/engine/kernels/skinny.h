// LoRA's three products between a wide matrix and one of a few columns.
#pragma once

#include "telesoft/engine/kernels/simd.h"

namespace telesoft::engine::TELESOFT_KERNEL_SET {

/// Eight dot products of one row with eight rows of the factor.
template <class E, bool kDrops>
TELESOFT_INLINE void eightDots(
    const Skinny<E>& s, const E* x, const float* factor, uint32_t key, float* out) {
  Floats acc[8] = {};
  blocks(s.columns, [&](int64_t i, int64_t n) {
    Floats value = load(x + i, n);
    if constexpr (kDrops) {
      value *= keep(s.drop, key, i);
    }
#pragma GCC unroll 8
    for (int64_t r = 0; r < 8; ++r) {
      acc[r] += value * load(factor + r * s.columns + i, n);
    }
  });
  for (int64_t r = 0; r < 8; ++r) {
    out[r] = sum(acc[r]) * s.scale;
  }
}

/// The same for two rows at once, which halves the loads of the factor.
template <class E>
TELESOFT_INLINE void twoTimesEightDots(const Skinny<E>& s,
                                       const E* x,
                                       const float* factor,
                                       float* out) {
  Floats acc[2][8] = {};
  const int64_t whole = s.columns / kLanes * kLanes;
  for (int64_t i = 0; i < whole; i += kLanes) {
    const Floats a = load(x + i);
    const Floats b = load(x + s.stride + i);
#pragma GCC unroll 8
    for (int64_t r = 0; r < 8; ++r) {
      const Floats f = load(factor + r * s.columns + i);
      acc[0][r] += a * f;
      acc[1][r] += b * f;
    }
  }
  for (int64_t r = 0; r < 8; ++r) {
    float one = sum(acc[0][r]);
    float two = sum(acc[1][r]);
    for (int64_t i = whole; i < s.columns; ++i) {
      const float f = factor[r * s.columns + i];
      one += toFloat(x[i]) * f;
      two += toFloat(x[s.stride + i]) * f;
    }
    out[r] = one * s.scale;
    out[s.thinStride + r] = two * s.scale;
  }
}

template <class E>
static void skinnyDownRows(const Skinny<E>& s, Range rows) {
  for (int64_t r = 0; r < s.rank; r += 8) {
    const float* factor = s.factor + r * s.columns;
    int64_t row = rows.begin;
    if (s.drop.threshold != 0) {
      for (; row < rows.end; ++row) {
        eightDots<E, true>(s, s.x + row * s.stride, factor, siteKey(s.drop, row),
                           s.thin + row * s.thinStride + r);
      }
      continue;
    }
    for (; row + 2 <= rows.end; row += 2) {
      twoTimesEightDots(s, s.x + row * s.stride, factor, s.thin + row * s.thinStride + r);
    }
    for (; row < rows.end; ++row) {
      eightDots<E, false>(s, s.x + row * s.stride, factor, 0, s.thin + row * s.thinStride + r);
    }
  }
}

template <class E>
static void skinnyUpRows(const Skinny<E>& s, Range rows) {
  E* x = const_cast<E*>(s.x);  // the one product that writes x
  for (int64_t row = rows.begin; row < rows.end; ++row) {
    const uint32_t key = s.drop.threshold != 0 ? siteKey(s.drop, row) : 0;
    const float* thin = s.thin + row * s.thinStride;
    E* at = x + row * s.stride;
    blocks(s.columns, [&](int64_t i, int64_t n) {
      Floats add = {};
      for (int64_t r = 0; r < s.rank; ++r) {
        add += load(s.factor + r * s.columns + i, n) * thin[r];
      }
      add *= s.scale;
      if (s.drop.threshold != 0) {
        add *= keep(s.drop, key, i);
      }
      store(at + i, load(at + i, n) + add, n);
    });
  }
}

template <class E, bool kDrops>
TELESOFT_INLINE void outerBlock(const Skinny<E>& s, int64_t rank, int64_t column, int64_t width) {
  const int64_t n1 = width < kLanes ? width : kLanes;
  const int64_t n2 = width - n1;
  Floats acc[8][2] = {};
  for (int64_t row = 0; row < s.rows; ++row) {
    const E* x = s.x + row * s.stride + column;
    Floats a = load(x, n1);
    Floats b = n2 > 0 ? load(x + kLanes, n2) : splat(0);
    if constexpr (kDrops) {
      const uint32_t key = siteKey(s.drop, row);
      a *= keep(s.drop, key, column);
      b *= keep(s.drop, key, column + kLanes);
    }
    const float* thin = s.thin + row * s.thinStride + rank;
#pragma GCC unroll 8
    for (int64_t r = 0; r < 8; ++r) {
      acc[r][0] += a * thin[r];
      acc[r][1] += b * thin[r];
    }
  }
  for (int64_t r = 0; r < 8; ++r) {
    float* out = s.factor + (rank + r) * s.columns + column;
    store(out, load(out, n1) + acc[r][0] * s.scale, n1);
    if (n2 > 0) {
      store(out + kLanes, load(out + kLanes, n2) + acc[r][1] * s.scale, n2);
    }
  }
}

template <class E>
static void skinnyOuterColumns(const Skinny<E>& s, Range columns) {
  for (int64_t r = 0; r < s.rank; r += 8) {
    for (int64_t c = columns.begin; c < columns.end; c += 2 * kLanes) {
      const int64_t width = columns.end - c < 2 * kLanes ? columns.end - c : 2 * kLanes;
      if (s.drop.threshold != 0) {
        outerBlock<E, true>(s, r, c, width);
      } else if (width == 2 * kLanes) {
        outerBlock<E, false>(s, r, c, 2 * kLanes);
      } else {
        outerBlock<E, false>(s, r, c, width);
      }
    }
  }
}

}  // namespace telesoft::engine::TELESOFT_KERNEL_SET
