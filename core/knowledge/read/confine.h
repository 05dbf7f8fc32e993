// Locks this process up before it opens a file that may be hostile.
#pragma once

#include "telesoft/base/result.h"

namespace telesoft::knowledge {

struct ConfineLimits {
  std::uint64_t memoryBytes = 1ULL << 30U;
  std::uint64_t cpuSeconds = 60;
};

/// From now on, and for good: no more memory and time than that; no file can be opened to write,
/// removed or renamed; no socket; no other program; no core dump. What is refused fails with EPERM.
/// Under a sanitizer only the time is bounded. Errors: Unavailable where the kernel does not do it.
[[nodiscard]] base::Status confineThisProcess(const ConfineLimits& limits = {});

}  // namespace telesoft::knowledge
