// Names of the places where dropout stands, so that no two draw the same mask.
#pragma once

#include <cstdint>

namespace telesoft::engine {

enum class Place : std::uint32_t {
  Embedding = 1,
  Chances,
  AttentionOut,
  Output,
  Pooled,
  Lora,  // and the six linear layers after it
};

[[nodiscard]] constexpr std::uint32_t dropSite(size_t layer, Place place, std::uint32_t extra = 0) {
  const auto number =
      static_cast<std::uint32_t>(layer) * 64U + static_cast<std::uint32_t>(place) + extra;
  return number * 0x632be5abU;
}

}  // namespace telesoft::engine
