#include "telesoft/engine/io/piece_trie.h"

#include <algorithm>
#include <array>
#include <deque>

namespace telesoft::engine {

namespace {
constexpr std::uint32_t kMaxSlots = (1U << 24U) - 512;  // a base has 24 bits
constexpr std::uint32_t kFirstBase = 2;                 // bases below would reach slots 0 and 1
}  // namespace

class PieceTrie::Builder {
 public:
  explicit Builder(std::vector<std::pair<std::string, std::int32_t>> pieces)
      : pieces_(std::move(pieces)) {
    std::sort(pieces_.begin(), pieces_.end());
  }

  base::Result<PieceTrie> build() {
    grow(kFirstBase + 1024);
    slots_[kRoot].baseAndLabel = kRootLabel;
    std::deque<Range> open = {{kRoot, 0, pieces_.size(), 0}};
    while (!open.empty()) {
      const Range range = open.front();
      open.pop_front();
      if (slots_.size() > kMaxSlots) {
        return base::fail(base::ErrorCode::OutOfResources, "the vocabulary is too large",
                          "use one of fewer than a million entries");
      }
      place(range, open);
    }
    slots_[kRoot].baseAndLabel &= ~0xFFU;  // no byte leads to the root
    PieceTrie trie;
    slots_.resize(slots_.size() + 256);  // so that base + byte never leaves the array
    trie.slots_ = std::move(slots_);
    return trie;
  }

 private:
  static constexpr std::uint32_t kRootLabel = 0xFF;
  /// Pieces [begin, end) share `depth` bytes and meet in `node`.
  struct Range {
    Node node;
    std::size_t begin, end, depth;
  };

  void grow(std::size_t size) {
    if (size > slots_.size()) {
      slots_.resize(std::max(size, slots_.size() * 2));
      baseTaken_.resize(slots_.size(), false);
    }
  }
  [[nodiscard]] bool isFree(std::size_t slot) const {
    return (slots_[slot].baseAndLabel & 0xFFU) == 0;
  }

  void place(Range range, std::deque<Range>& open) {
    if (range.begin < range.end && pieces_[range.begin].first.size() == range.depth) {
      slots_[range.node].id = pieces_[range.begin].second;
      ++range.begin;
    }
    std::vector<Range> children;
    std::vector<unsigned char> labels;
    for (std::size_t i = range.begin; i < range.end; ++i) {
      const auto label = static_cast<unsigned char>(pieces_[i].first[range.depth]);
      if (labels.empty() || labels.back() != label) {
        labels.push_back(label);
        children.push_back({0, i, i, range.depth + 1});
      }
      children.back().end = i + 1;
    }
    if (children.empty()) {
      return;  // base 0: its children would be slots 1-255 with labels that fit only by chance
    }
    const std::uint32_t base = findBase(labels);
    slots_[range.node].baseAndLabel |= base << 8U;
    for (std::size_t i = 0; i < children.size(); ++i) {
      children[i].node = base + labels[i];
      slots_[children[i].node].baseAndLabel = labels[i];
      open.push_back(children[i]);
    }
  }

  std::uint32_t findBase(const std::vector<unsigned char>& labels) {
    while (!isFree(firstFree_)) {
      ++firstFree_;
      grow(firstFree_ + 512);
    }
    std::size_t tried = 0;
    for (std::size_t slot = std::max<std::size_t>(firstFree_, kFirstBase + labels.front());;
         ++slot) {
      const std::size_t base = slot - labels.front();
      grow(base + 512);
      const bool fits = !baseTaken_[base] && std::all_of(labels.begin(), labels.end(),
                                                         [&](auto l) { return isFree(base + l); });
      if (fits) {
        baseTaken_[base] = true;
        return static_cast<std::uint32_t>(base);
      }
      if (++tried == 256) {
        firstFree_ = slot;  // what is behind is nearly full: do not look there again
      }
    }
  }

  std::vector<std::pair<std::string, std::int32_t>> pieces_;
  std::vector<Slot> slots_;
  std::vector<bool> baseTaken_;
  std::size_t firstFree_ = 2 + 256;  // the slots below stay free: childless nodes point there
};

base::Result<PieceTrie> PieceTrie::build(std::vector<std::pair<std::string, std::int32_t>> pieces) {
  return Builder(std::move(pieces)).build();
}

}  // namespace telesoft::engine
