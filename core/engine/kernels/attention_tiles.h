// Small matrix products of attention, in registers, and the forms in which they take their
// operands.
//
// An Arithmetic says how numbers are held for the products: plain floats, or pairs of bf16 for
// AVX512-BF16's dot product. kPair consecutive numbers along the summed dimension form a Unit.
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
  static constexpr bool kHasTiles = false;
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
  if constexpr (A::kHasTiles) {
    if (aStep == 1 && A::tiled({a, aRow, b, columns, steps, c, add})) {
      return;
    }
  }
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

}  // namespace telesoft::engine::TELESOFT_KERNEL_SET
