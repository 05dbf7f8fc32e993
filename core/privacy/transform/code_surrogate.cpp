#include "telesoft/privacy/transform/code_surrogate.h"

#include <bit>
#include <cstdint>
#include <vector>

namespace telesoft::privacy {

namespace {

constexpr int kRounds = 6;
constexpr std::uint64_t kMaxDomain = 1ULL << 50U;

unsigned radixOf(char c) {
  if (c >= '0' && c <= '9') {
    return 10;
  }
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ? 26 : 0;
}

char firstOf(char c) {
  return c <= '9' ? '0' : c <= 'Z' ? 'A' : 'a';
}

/// A keyed permutation of the numbers below `size`.
class Permutation {
 public:
  Permutation(const KeyedHash& hash, std::string tweak, std::uint64_t size)
      : hash_(hash), tweak_(std::move(tweak)), size_(size) {
    const auto bits = static_cast<unsigned>(std::bit_width(size - 1));
    half_ = (bits + 1) / 2;
    mask_ = (1ULL << half_) - 1;
  }
  [[nodiscard]] std::uint64_t forward(std::uint64_t x) const {
    do {
      std::uint64_t left = x >> half_, right = x & mask_;
      for (int round = 0; round < kRounds; ++round) {
        const std::uint64_t next = left ^ mix(right, round);
        left = right;
        right = next;
      }
      x = (left << half_) | right;
    } while (x >= size_);
    return x;
  }
  [[nodiscard]] std::uint64_t backward(std::uint64_t x) const {
    do {
      std::uint64_t left = x >> half_, right = x & mask_;
      for (int round = kRounds; round-- > 0;) {
        const std::uint64_t before = right ^ mix(left, round);
        right = left;
        left = before;
      }
      x = (left << half_) | right;
    } while (x >= size_);
    return x;
  }
  /// Never x itself.
  [[nodiscard]] std::uint64_t moved(std::uint64_t x) const {
    const std::uint64_t by = 1 + hash_.draw(tweak_, "rotation") % (size_ - 1);
    return backward((forward(x) + by) % size_);
  }

 private:
  [[nodiscard]] std::uint64_t mix(std::uint64_t value, int round) const {
    return hash_.draw(tweak_, std::to_string(value), static_cast<std::uint64_t>(round)) & mask_;
  }
  const KeyedHash& hash_;
  std::string tweak_;
  std::uint64_t size_;
  unsigned half_ = 0;
  std::uint64_t mask_ = 0;
};

}  // namespace

std::string codeSurrogate(const KeyedHash& hash, std::string_view purpose, std::string_view code) {
  std::string out, shape;
  std::vector<size_t> places;
  for (size_t i = 0; i < code.size(); ++i) {
    const unsigned radix = radixOf(code[i]);
    const bool other = (code[i] & 0x80) != 0;  // a foreign letter may not stay
    shape += radix == 0 ? code[i] : firstOf(code[i]);
    out += other ? 'x' : code[i];
    if (radix > 0) {
      places.push_back(i);
    }
  }
  if (places.empty()) {
    return hash.hex(purpose, code, 12);
  }
  for (size_t from = 0; from < places.size();) {
    size_t to = from;
    std::uint64_t size = 1, value = 0;
    for (; to < places.size() && size <= kMaxDomain / 26; ++to) {
      const char c = code[places[to]];
      size *= radixOf(c);
      value = value * radixOf(c) + static_cast<std::uint64_t>(c - firstOf(c));
    }
    const std::string tweak = std::string(purpose) + '\n' + shape + '\n' +
                              std::string(code.substr(0, from == 0 ? 0 : places[from]));
    std::uint64_t moved = Permutation(hash, tweak, size).moved(value);
    for (size_t i = to; i-- > from;) {
      const char c = code[places[i]];
      out[places[i]] = static_cast<char>(firstOf(c) + static_cast<char>(moved % radixOf(c)));
      moved /= radixOf(c);
    }
    from = to;
  }
  return out;
}

}  // namespace telesoft::privacy
