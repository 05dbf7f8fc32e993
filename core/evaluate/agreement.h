// How far two readers of the same cases agree, beyond what chance would give.
#pragma once

#include "telesoft/protocol/review.h"

namespace telesoft::evaluate {

/// `counts` [first reader's answer][second reader's answer], square, of `classes`.
/// Observed agreement has Wilson's interval. Cohen's kappa has the large-sample interval, cut at
/// -1 and 1; it has none where the formula's variance is 0, as for full agreement. Kappa is NaN
/// where both readers gave one and the same answer throughout. Source: Cohen, Educ Psychol Meas
/// 1960;20:37; Fleiss, Cohen & Everitt, Psychol Bull 1969;72:323, equation 13.
[[nodiscard]] protocol::Agreement agreement(std::vector<std::string> classes,
                                            std::vector<std::vector<std::int64_t>> counts);

}  // namespace telesoft::evaluate
