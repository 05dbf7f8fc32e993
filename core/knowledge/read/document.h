// A document as its reader gives it, whatever its format.
#pragma once

#include <string>
#include <vector>

#include "telesoft/knowledge/passages.h"

namespace telesoft::knowledge {

struct ReadDocument {
  std::string title;  // as the document itself says; "" where it does not
  std::vector<Block> blocks;
  std::vector<std::string> warnings;
};

constexpr std::uint64_t kMaxFileBytes = 50ULL << 20U;
constexpr int kMaxPages = 5000;
constexpr std::size_t kMaxPassages = 200000;

}  // namespace telesoft::knowledge
