// The two arms of a rollout against each other.
#pragma once

#include <cstdint>

#include "telesoft/protocol/evaluation.h"

namespace telesoft::deploy {

struct Share {
  std::int64_t count = 0, n = 0;
};

/// candidate - stable with its 95 % interval; NaN where an arm has nothing.
/// Source: Newcombe, Stat. Med. 1998;17:873, method 10; oracle: statsmodels
/// confint_proportions_2indep(method="newcomb").
[[nodiscard]] protocol::Estimate differenceOfShares(const Share& candidate, const Share& stable);

/// How likely a split of the subjects at least this far from the asked share is by chance: chi
/// square, one degree of freedom. NaN where an arm should have fewer than 8 subjects.
/// Source: Fabijan et al., KDD 2019; oracle: scipy.stats.chisquare.
[[nodiscard]] double sampleRatioP(std::int64_t stable, std::int64_t candidate, double percentage);

}  // namespace telesoft::deploy
