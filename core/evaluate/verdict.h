// From the figures to a verdict and to sentences that a physician reads.
#pragma once

#include <string>

#include "telesoft/protocol/evaluation.h"

namespace telesoft::evaluate {

inline constexpr std::int64_t kFewestRows = 30, kFewestPatients = 20, kFewestOfClass = 10;

/// Fills verdict and improvementSummary from arms, comparisons, primary, rows and patients. Decided
/// by the 95 % interval of the primary figure's difference, tuned - base, alone:
///   TooLittleData  fewer than kFewestRows rows or kFewestPatients patients, fewer than two classes
///                  with kFewestOfClass rows, or no difference that can be computed
///   TunedIsBetter  the interval lies above 0
///   KeepBase       it lies below 0; or it includes 0 and the base is clearly better than guessing,
///                  since a change needs evidence; or the tuned model gave probabilities that are
///                  no numbers
///   NoDifference   it includes 0 and the base is not shown to be better than guessing
void judge(protocol::Evaluation& evaluation);

/// What guessing reaches: .5 for the AUROC, the largest class' share for the accuracy, one over the
/// number of classes for macro-F1 (classes drawn as often as they occur).
[[nodiscard]] double guessingLevel(const protocol::ArmMetrics& arm, const std::string& primary);

/// The arm's primary figure; nullptr where the arm is not there.
[[nodiscard]] const protocol::ArmMetrics* findArm(const protocol::Evaluation& evaluation,
                                                  const std::string& arm);
[[nodiscard]] const protocol::Estimate& primaryOf(const protocol::ArmMetrics& arm,
                                                  const std::string& primary);
/// The primary difference against an arm; nullptr where it was not compared.
[[nodiscard]] const protocol::Comparison* primaryComparison(const protocol::Evaluation& evaluation,
                                                            const std::string& against);

}  // namespace telesoft::evaluate
