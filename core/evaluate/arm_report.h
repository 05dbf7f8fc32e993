// One arm's figures with their intervals.
#pragma once

#include <string>
#include <vector>

#include "telesoft/evaluate/arm_statistics.h"

namespace telesoft::evaluate {

/// What the intervals rest on.
struct ArmSource {
  const ArmStatistics& arm;
  const PatientResampler& patients;
  const std::vector<std::vector<double>>& draws;  // [statistic][resample]
};

/// Of a resampled figure; no interval with fewer than two patients.
[[nodiscard]] protocol::Estimate bootstrapEstimate(double value,
                                                   const std::vector<double>& draws,
                                                   const PatientResampler& patients,
                                                   std::int64_t n);

/// Shares: Wilson where every patient has one row, else the bootstrap by patient (Wilson over
/// patients at 0 and 1, where resamples do not vary). AUROC: DeLong where every patient has one
/// row, Clopper-Pearson over independent pairs at 0 and 1. All else: the bootstrap by patient.
[[nodiscard]] protocol::ArmMetrics describeArm(const ArmSource& source,
                                               const std::vector<std::string>& classNames);

}  // namespace telesoft::evaluate
