// A register of floats at a time, in the compiler's own vector types, so that one source serves
// every instruction set. Included only by the kernel translation units, each of which defines
// TELESOFT_KERNEL_SET and TELESOFT_LANES: nothing compiled for one instruction set may be merged
// with another's.
#pragma once

#include <math.h>
#include <stdint.h>
#include <string.h>

#include "telesoft/engine/kernels/table.h"

#define TELESOFT_INLINE static inline __attribute__((always_inline))

namespace telesoft::engine::TELESOFT_KERNEL_SET {

constexpr int64_t kLanes = TELESOFT_LANES;
typedef float Floats __attribute__((vector_size(TELESOFT_LANES * 4)));     // NOLINT
typedef int32_t Ints __attribute__((vector_size(TELESOFT_LANES * 4)));     // NOLINT
typedef uint32_t Bits __attribute__((vector_size(TELESOFT_LANES * 4)));    // NOLINT
typedef uint16_t Halves __attribute__((vector_size(TELESOFT_LANES * 2)));  // NOLINT

constexpr int64_t kMaxColumns = 8192;

TELESOFT_INLINE Floats splat(float x) {
  return Floats{} + x;
}
TELESOFT_INLINE Floats bitsToFloat(Bits x) {
  Floats out;
  memcpy(&out, &x, sizeof(out));
  return out;
}
TELESOFT_INLINE Bits floatToBits(Floats x) {
  Bits out;
  memcpy(&out, &x, sizeof(out));
  return out;
}

TELESOFT_INLINE Floats load(const float* p) {
  Floats out;
  memcpy(&out, p, sizeof(out));
  return out;
}
TELESOFT_INLINE Floats load(const Bf16* p) {
  Halves half;
  memcpy(&half, p, sizeof(half));
  return bitsToFloat(__builtin_convertvector(half, Bits) << 16U);
}
TELESOFT_INLINE void store(float* p, Floats x) {
  memcpy(p, &x, sizeof(x));
}
TELESOFT_INLINE Halves toHalf(Floats x) {
  Bits u = floatToBits(x);
  u += 0x7fffU + ((u >> 16U) & 1U);
  return __builtin_convertvector(u >> 16U, Halves);
}
TELESOFT_INLINE void store(Bf16* p, Floats x) {
  const Halves half = toHalf(x);
  memcpy(p, &half, sizeof(half));
}
/// The first n; the rest is 0.
template <class E>
TELESOFT_INLINE Floats load(const E* p, int64_t n) {
  if (n == kLanes) {
    return load(p);
  }
  E part[kLanes];
  memset(part, 0, sizeof(part));
  memcpy(part, p, static_cast<size_t>(n) * sizeof(E));
  return load(part);
}
template <class E>
TELESOFT_INLINE void store(E* p, Floats x, int64_t n) {
  if (n == kLanes) {
    store(p, x);
    return;
  }
  E part[kLanes];
  store(part, x);
  memcpy(p, part, static_cast<size_t>(n) * sizeof(E));
}

TELESOFT_INLINE Floats select(Ints mask, Floats yes, Floats no) {
  return mask ? yes : no;
}
TELESOFT_INLINE Floats larger(Floats a, Floats b) {
  return select(a > b, a, b);
}
TELESOFT_INLINE float sum(Floats x) {
  float part[kLanes];
  store(part, x);
  for (int64_t width = kLanes / 2; width > 0; width /= 2) {
    for (int64_t i = 0; i < width; ++i) {
      part[i] += part[i + width];
    }
  }
  return part[0];
}
TELESOFT_INLINE float largest(Floats x) {
  float part[kLanes];
  store(part, x);
  float out = part[0];
  for (int64_t i = 1; i < kLanes; ++i) {
    out = part[i] > out ? part[i] : out;
  }
  return out;
}

/// e^x, within 2 units in the last place; 0 under -87.
TELESOFT_INLINE Floats exponential(Floats x) {
  const Floats low = splat(-87.3365F);
  const Ints vanishes = x < low;
  x = select(x < low, low, x);
  x = select(x > splat(88.0F), splat(88.0F), x);
  const Floats magic =
      splat(12582912.0F);  // 1.5 * 2^23: the sum's low bits are the rounded integer
  const Floats shifted = x * 1.44269504F + magic;
  const Floats n = shifted - magic;
  const Floats r = (x - n * 0.693359375F) - n * -2.12194440e-4F;
  Floats p = splat(1.9875691500e-4F);
  p = p * r + 1.3981999507e-3F;
  p = p * r + 8.3334519073e-3F;
  p = p * r + 4.1665795894e-2F;
  p = p * r + 1.6666665459e-1F;
  p = p * r + 5.0000001201e-1F;
  p = p * (r * r) + r + 1.0F;
  const Bits exponent = (floatToBits(shifted) - floatToBits(magic)) << 23U;
  return select(vanishes, splat(0), bitsToFloat(floatToBits(p) + exponent));
}

struct Gelu {
  Floats cumulative;  // of the normal distribution at x
  Floats density;
};
/// Abramowitz and Stegun 7.1.26: within 1.5e-7.
TELESOFT_INLINE Gelu gelu(Floats x) {
  const Floats magnitude = select(x < splat(0), -x, x) * 0.70710678F;
  const Floats t = 1.0F / (magnitude * 0.3275911F + 1.0F);
  const Floats fall = exponential(-magnitude * magnitude);
  Floats p = t * 1.061405429F + -1.453152027F;
  p = p * t + 1.421413741F;
  p = p * t + -0.284496736F;
  p = p * t + 0.254829592F;
  const Floats tail = p * t * fall * 0.5F;
  return {select(x < splat(0), tail, 1.0F - tail), fall * 0.39894228F};
}

/// Chris Wellons' lowbias32.
TELESOFT_INLINE Bits mix(Bits x) {
  x ^= x >> 16U;
  x *= 0x21f0aaadU;
  x ^= x >> 15U;
  x *= 0xd35a2d97U;
  x ^= x >> 15U;
  return x;
}
TELESOFT_INLINE uint32_t mix(uint32_t x) {
  x ^= x >> 16U;
  x *= 0x21f0aaadU;
  x ^= x >> 15U;
  x *= 0xd35a2d97U;
  x ^= x >> 15U;
  return x;
}
constexpr uint32_t kColumnStep = 0x9e3779b9U;

TELESOFT_INLINE Bits columnNumbers() {
  Bits out;
  for (int64_t i = 0; i < kLanes; ++i) {
    out[i] = static_cast<uint32_t>(i) * kColumnStep;
  }
  return out;
}
/// The key of a row at a site, to which column * kColumnStep is added before the last mix.
TELESOFT_INLINE uint32_t siteKey(const Drop& drop, int64_t row) {
  return mix(drop.keys[row] ^ drop.site);
}
/// 0 or drop.scale for kLanes columns from `column`.
TELESOFT_INLINE Floats keep(const Drop& drop, uint32_t key, int64_t column) {
  const Bits hash = mix(columnNumbers() + (key + static_cast<uint32_t>(column) * kColumnStep));
  return select(hash >= drop.threshold, splat(drop.scale), splat(0));
}

template <class Body>
TELESOFT_INLINE void blocks(int64_t columns, Body body) {
  int64_t i = 0;
  for (; i + kLanes <= columns; i += kLanes) {
    body(i, kLanes);
  }
  if (i < columns) {
    body(i, columns - i);
  }
}

}  // namespace telesoft::engine::TELESOFT_KERNEL_SET
