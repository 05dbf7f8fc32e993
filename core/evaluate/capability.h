// Whether tuning has lost what the base could: both on the same items of a battery.
#pragma once

#include <string>
#include <vector>

#include "telesoft/base/result.h"
#include "telesoft/protocol/evaluation.h"

namespace telesoft::evaluate {

/// The capabilities for which there is a battery.
[[nodiscard]] const std::vector<std::string>& capabilityNames();
/// InvalidInput names the known ones.
[[nodiscard]] base::Status checkCapabilities(const std::vector<std::string>& names);

/// Which items the base and the tuned model have answered rightly, in the same order. Shares with
/// Wilson's interval; the difference by resampling items, the same for both (2,000 times).
/// Errors: InvalidInput for no items or other numbers of them.
[[nodiscard]] base::Result<protocol::CapabilityMetrics> capabilityOfAnswers(
    const std::string& name, const std::vector<bool>& base, const std::vector<bool>& tuned);

/// Scores of the same rows, of which some are positive: AUROC with DeLong's intervals.
/// Errors: InvalidInput without rows of both kinds.
[[nodiscard]] base::Result<protocol::CapabilityMetrics> capabilityOfScores(
    const std::string& name,
    const std::vector<double>& base,
    const std::vector<double>& tuned,
    const std::vector<bool>& positive);

/// "lost": the whole interval lies below -0.05; "kept": none of it does; else "uncertain".
[[nodiscard]] std::string capabilityState(const protocol::Estimate& difference);

/// What a model of this kind cannot be asked, and why.
[[nodiscard]] protocol::CapabilityMetrics capabilityNotAsked(const std::string& name,
                                                             const std::string& why);

}  // namespace telesoft::evaluate
