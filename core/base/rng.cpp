#include "telesoft/base/rng.h"

#include <bit>
#include <cmath>
#include <numbers>

namespace telesoft::base {

namespace {
std::uint64_t splitmix(std::uint64_t& x) {
  std::uint64_t z = (x += 0x9E3779B97F4A7C15ULL);
  z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9ULL;
  z = (z ^ (z >> 27U)) * 0x94D049BB133111EBULL;
  return z ^ (z >> 31U);
}
}  // namespace

Rng::Rng(std::uint64_t seed, std::string_view name) {
  std::uint64_t x = seed;
  for (const char c : name) {  // FNV-1a over the name, mixed with the seed
    x = (x ^ static_cast<unsigned char>(c)) * 0x100000001B3ULL;
  }
  for (std::uint64_t& word : state_) {
    word = splitmix(x);
  }
}

std::uint64_t Rng::next() {
  const std::uint64_t result = std::rotl(state_[1] * 5, 7) * 9;
  const std::uint64_t t = state_[1] << 17U;
  state_[2] ^= state_[0];
  state_[3] ^= state_[1];
  state_[1] ^= state_[2];
  state_[0] ^= state_[3];
  state_[2] ^= t;
  state_[3] = std::rotl(state_[3], 45);
  return result;
}

double Rng::uniform() {
  return static_cast<double>(next() >> 11U) * 0x1.0p-53;
}

std::uint64_t Rng::below(std::uint64_t bound) {
  const std::uint64_t threshold = (0 - bound) % bound;  // draws under it would be favoured
  while (true) {
    const std::uint64_t draw = next();
    if (draw >= threshold) {
      return draw % bound;
    }
  }
}

double Rng::normal() {
  const double u = 1.0 - uniform();  // never 0
  return std::sqrt(-2.0 * std::log(u)) * std::cos(2.0 * std::numbers::pi * uniform());
}

}  // namespace telesoft::base
