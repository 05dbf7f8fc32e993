// The kernels for AVX-512 with bf16 dot products: attention multiplies pairs of bf16.
#define TELESOFT_KERNEL_SET set_avx512_bf16
#define TELESOFT_LANES 16
#include <immintrin.h>

#include "telesoft/engine/kernels/kernel_set.h"

namespace telesoft::engine {

namespace TELESOFT_KERNEL_SET {

struct Bf16Arithmetic {
  using Unit = uint32_t;
  static constexpr int64_t kPair = 2;
  static Unit unit(const Bf16* x, int64_t stride, int64_t left) {
    const uint32_t high = left > 1 ? x[stride].bits : 0U;
    return high << 16U | x[0].bits;
  }
  TELESOFT_INLINE Floats multiply(Floats acc, Unit a, const Unit* b) {
    const auto pairs = reinterpret_cast<__m512bh>(_mm512_loadu_si512(b));
    const auto same = reinterpret_cast<__m512bh>(_mm512_set1_epi32(static_cast<int>(a)));
    return reinterpret_cast<Floats>(_mm512_dpbf16_ps(reinterpret_cast<__m512>(acc), same, pairs));
  }
  TELESOFT_INLINE void put(Unit* to, int64_t column, Floats x) {
    const auto half = _mm512_cvtneps_pbh(reinterpret_cast<__m512>(x));
    memcpy(to + column / 2, &half, sizeof(half));
  }
  TELESOFT_INLINE void putAcross(Unit* to, Floats first, Floats second) {
    const auto low = _mm512_cvtneps_pbh(reinterpret_cast<__m512>(first));
    const auto high = _mm512_cvtneps_pbh(reinterpret_cast<__m512>(second));
    __m256i lowBits;
    __m256i highBits;
    memcpy(&lowBits, &low, sizeof(low));
    memcpy(&highBits, &high, sizeof(high));
    const __m512i pairs = _mm512_or_si512(_mm512_cvtepu16_epi32(lowBits),
                                          _mm512_slli_epi32(_mm512_cvtepu16_epi32(highBits), 16));
    _mm512_storeu_si512(to, pairs);
  }
};

}  // namespace TELESOFT_KERNEL_SET

const KernelTable& avx512Bf16Kernels() {
  static constexpr KernelTable kTable =
      TELESOFT_KERNEL_SET::kernelTableOf<TELESOFT_KERNEL_SET::Bf16Arithmetic>("avx512_bf16");
  return kTable;
}

}  // namespace telesoft::engine
