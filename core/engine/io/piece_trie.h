// The vocabulary as a double array: the longest entry at a place in the text is found in one pass
// over its bytes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "telesoft/base/result.h"

namespace telesoft::engine {

/// Immutable once built; reading it from several threads is safe.
/// Source: Aoe 1989, "An efficient digital search algorithm by using a double-array structure";
/// each base is used once, so a slot needs its label and not its parent to be checked.
class PieceTrie {
 public:
  using Node = std::uint32_t;
  static constexpr Node kNowhere = 0, kRoot = 1;

  PieceTrie() : slots_(258) {}
  /// Pieces may stand in any order, none twice, none with a zero byte.
  /// Errors: OutOfResources above some ten million nodes.
  [[nodiscard]] static base::Result<PieceTrie> build(
      std::vector<std::pair<std::string, std::int32_t>> pieces);

  [[nodiscard]] Node next(Node from, unsigned char byte) const {
    const std::uint32_t to = (slots_[from].baseAndLabel >> 8U) + byte;
    return (slots_[to].baseAndLabel & 0xFFU) == byte ? to : kNowhere;
  }
  /// The id of the piece that ends here, or -1.
  [[nodiscard]] std::int32_t idAt(Node node) const { return slots_[node].id; }
  [[nodiscard]] Node walk(std::string_view bytes, Node from = kRoot) const {
    for (std::size_t i = 0; i < bytes.size() && from != kNowhere; ++i) {
      from = next(from, static_cast<unsigned char>(bytes[i]));
    }
    return from;
  }

 private:
  // A label of 0 marks a free slot: next() is never asked for byte 0 by a caller that has pieces
  // without it. Slot 0 has base 0, so from nowhere one comes only to free slots.
  struct Slot {
    std::uint32_t baseAndLabel = 0;
    std::int32_t id = -1;
  };
  class Builder;
  std::vector<Slot> slots_;
};

}  // namespace telesoft::engine
