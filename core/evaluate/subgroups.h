// The primary figure in every declared group of patients.
#pragma once

#include <string>
#include <vector>

#include "telesoft/evaluate/evaluate.h"

namespace telesoft::evaluate {

/// Groups below this are listed without a figure: it would say more of chance, and of people, than
/// of the model.
inline constexpr std::int64_t kSmallestGroup = 10;

/// Every value of every subgroup column, every arm. Columns with one value in all rows are left
/// out; "" is shown as "not known".
/// Errors: Cancelled.
[[nodiscard]] base::Result<std::vector<protocol::SubgroupMetrics>> describeSubgroups(
    const EvaluationInput& input, const base::Stop& stop);

}  // namespace telesoft::evaluate
