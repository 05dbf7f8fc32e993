// Which rows hang together, by pairs that were joined.
#pragma once

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <vector>

namespace telesoft::data {

/// Union-find with path halving; the root of a set is its lowest item.
class DisjointSets {
 public:
  explicit DisjointSets(size_t count) : parent_(count), sets_(count) {
    std::iota(parent_.begin(), parent_.end(), size_t{0});
  }
  [[nodiscard]] size_t root(size_t item) {
    while (parent_[item] != item) {
      parent_[item] = parent_[parent_[item]];
      item = parent_[item];
    }
    return item;
  }
  void join(size_t a, size_t b) {
    const auto [low, high] = std::minmax({root(a), root(b)});
    sets_ -= low != high ? 1 : 0;
    parent_[high] = low;
  }
  [[nodiscard]] size_t sets() const { return sets_; }

 private:
  std::vector<size_t> parent_;
  size_t sets_;
};

}  // namespace telesoft::data
