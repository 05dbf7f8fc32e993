// The area under the ROC curve: by weights for resampling, and by DeLong with its covariance.
#pragma once

#include <cstdint>
#include <vector>

namespace telesoft::evaluate {

/// Scores in their order, sorted once, so that the AUROC of each resample is one pass.
class RankedScores {
 public:
  RankedScores(const std::vector<double>& scores, const std::vector<bool>& positive);
  /// The chance that a positive scores above a negative, ties half; every row counts `weights[row]`
  /// times. NaN where either side has no weight.
  [[nodiscard]] double auroc(const std::vector<double>& weights) const;

 private:
  struct Entry {
    std::uint32_t row;
    bool positive;
    bool endsTie;  // the next score is a different one
  };
  std::vector<Entry> entries_;
};

struct DeLong {
  std::vector<double> auroc;  // [arm]
  std::vector<std::vector<double>>
      covariance;  // [arm][arm]; NaN with fewer than two on either side
};

/// Several scores of the same rows. Source: DeLong, DeLong & Clarke-Pearson, Biometrics
/// 1988;44:837, by mid-ranks as Sun & Xu, IEEE Signal Process. Lett. 2014;21:1389. Oracle: pROC.
[[nodiscard]] DeLong delong(const std::vector<std::vector<double>>& scoresOfArm,
                            const std::vector<bool>& positive);

}  // namespace telesoft::evaluate
