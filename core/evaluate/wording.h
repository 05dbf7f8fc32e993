// How figures are written for people, the same in sentences and in the report.
#pragma once

#include <string>

#include "telesoft/protocol/evaluation.h"

namespace telesoft::evaluate {

/// ".912 (.890-.931)"; without an interval where there is none; "not defined" for NaN.
[[nodiscard]] std::string estimateText(const protocol::Estimate& estimate);
/// "+.312 (.281 to .340)".
[[nodiscard]] std::string differenceText(const protocol::Estimate& difference);
/// "p < .001", "p = .034"; "p not defined".
[[nodiscard]] std::string pText(double pValue);
/// "macro-F1" for "f1_score" and "macro_f1", "AUROC" for "auroc", ...
[[nodiscard]] std::string metricName(const std::string& metric);
/// "tuned model", "base", "trained head on the frozen base"; the arm itself where it is unknown.
[[nodiscard]] std::string armName(const std::string& arm);

}  // namespace telesoft::evaluate
