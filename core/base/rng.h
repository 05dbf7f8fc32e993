// Random draws that are the same on every machine: each purpose has its own stream, seeded by name.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

namespace telesoft::base {

/// xoshiro256** (Blackman & Vigna 2018), seeded with splitmix64 over seed and name.
class Rng {
 public:
  Rng(std::uint64_t seed, std::string_view name);
  [[nodiscard]] std::uint64_t next();
  /// In [0, 1).
  [[nodiscard]] double uniform();
  /// In [0, bound), without modulo bias; bound > 0.
  [[nodiscard]] std::uint64_t below(std::uint64_t bound);
  [[nodiscard]] double normal();
  template <class T>
  void shuffle(std::vector<T>& items) {
    for (size_t i = items.size(); i > 1; --i) {
      std::swap(items[i - 1], items[below(i)]);
    }
  }
  using State = std::array<std::uint64_t, 4>;
  [[nodiscard]] const State& state() const { return state_; }
  void restore(const State& state) { state_ = state; }

 private:
  State state_{};
};

}  // namespace telesoft::base
