// Do the probabilities mean what they say: bins, expected calibration error, Brier score.
#pragma once

#include <cstdint>
#include <vector>

#include "telesoft/protocol/evaluation.h"

namespace telesoft::evaluate {

inline constexpr size_t kCalibrationBins = 10;

/// Rows sorted into bins of equal width, each open at the left and closed at the right (0 in the
/// first), once for all resamples.
class Reliability {
 public:
  /// `happened`: what `predicted` is the probability of.
  Reliability(std::vector<double> predicted,
              std::vector<bool> happened,
              size_t bins = kCalibrationBins);
  /// Expected calibration error: the mean over rows of |observed - predicted| of their bin.
  /// Source: Guo et al., ICML 2017 (arXiv 1706.04599), equation 3.
  [[nodiscard]] double error(const std::vector<double>& weights) const;
  /// Empty bins too, with NaN; every row counts once.
  [[nodiscard]] std::vector<protocol::CalibrationBin> bins() const;

 private:
  std::vector<double> predicted_;
  std::vector<bool> happened_;
  std::vector<std::uint32_t> binOfRow_;
  size_t bins_;
};

/// Two classes: (p of class 1 - y)^2, 0 to 1. More: the sum over classes, 0 to 2.
/// Source: Brier, Mon. Weather Rev. 1950;78:1; scaled as scikit-learn 1.7's brier_score_loss.
[[nodiscard]] double brierOfRow(const std::vector<double>& probabilities, std::int64_t label);

}  // namespace telesoft::evaluate
