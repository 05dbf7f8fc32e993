// The 16-bit float of frozen weights and activations: the upper half of a float, rounded to even.
// Inlined always: the kernel translation units have other instruction sets than the rest.
#pragma once

#include <cstdint>
#include <cstring>

namespace telesoft::engine {

struct Bf16 {
  std::uint16_t bits;
};

[[nodiscard, gnu::always_inline]] inline float toFloat(float value) {
  return value;
}
[[nodiscard, gnu::always_inline]] inline float toFloat(Bf16 value) {
  const std::uint32_t wide = static_cast<std::uint32_t>(value.bits) << 16U;
  float out = 0;
  std::memcpy(&out, &wide, sizeof(out));
  return out;
}

template <class E>
[[nodiscard]] E fromFloat(float value);
template <>
[[nodiscard, gnu::always_inline]] inline float fromFloat<float>(float value) {
  return value;
}
template <>
[[nodiscard, gnu::always_inline]] inline Bf16 fromFloat<Bf16>(float value) {
  std::uint32_t wide = 0;
  std::memcpy(&wide, &value, sizeof(wide));
  wide += 0x7fffU + ((wide >> 16U) & 1U);
  return Bf16{static_cast<std::uint16_t>(wide >> 16U)};
}

}  // namespace telesoft::engine
