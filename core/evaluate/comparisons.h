// The tuned arm against another on the same rows.
#pragma once

#include <vector>

#include "telesoft/evaluate/arm_report.h"

namespace telesoft::evaluate {

/// accuracy, macro_f1, auroc and brier of `tuned` - `other`, whose draws are of the same resamples.
/// Where every patient has one row, accuracy is tested by McNemar, and the AUROC of two classes by
/// DeLong; all else by the bootstrap by patient.
[[nodiscard]] std::vector<protocol::Comparison> compareArms(const ArmSource& tuned,
                                                            const ArmSource& other);

}  // namespace telesoft::evaluate
