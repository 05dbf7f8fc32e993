// Every figure of one arm as a function of how often each row counts: the same code gives the
// estimate and its resamples.
#pragma once

#include <cstdint>
#include <vector>

#include "telesoft/base/stop.h"
#include "telesoft/evaluate/auroc.h"
#include "telesoft/evaluate/bootstrap.h"
#include "telesoft/evaluate/calibration.h"

namespace telesoft::evaluate {

enum Statistic : size_t { Accuracy, MacroF1, Auroc, Brier, CalibrationError, FirstOfClasses };
enum ClassStatistic : size_t { Precision, Recall, F1, ClassAuroc, PerClass };

[[nodiscard]] constexpr size_t indexOf(size_t c, ClassStatistic statistic) {
  return FirstOfClasses + c * PerClass + statistic;
}

using Probabilities = std::vector<std::vector<double>>;  // [row][class]

/// Thread: any, once made.
class ArmStatistics {
 public:
  ArmStatistics(const std::vector<std::int64_t>& labels,
                size_t classes,
                const Probabilities& probabilities);

  /// values[Statistic] and values[indexOf(class, ...)]; NaN where a figure is not defined, and
  /// everywhere when a probability is not finite.
  /// Macro-F1: over classes that are true or predicted somewhere, as scikit-learn's f1_score.
  /// AUROC: two classes, of class 1; more, the mean of each class against the rest where it is
  /// defined (scikit-learn's multi_class="ovr", average="macro").
  void compute(const std::vector<double>& weights, std::vector<double>& values) const;
  [[nodiscard]] std::vector<double> estimates() const;

  /// Rows with a probability that is not finite.
  [[nodiscard]] std::int64_t invalidRows() const { return invalidRows_; }
  /// The class with the highest probability; the first of equal ones.
  [[nodiscard]] const std::vector<std::int64_t>& predicted() const { return predicted_; }
  /// The score that class `c` against the rest is ranked by.
  [[nodiscard]] std::vector<double> scores(size_t c) const;
  [[nodiscard]] std::vector<bool> isOfClass(size_t c) const;
  [[nodiscard]] std::vector<protocol::CalibrationBin> calibrationBins() const {
    return reliability_.bins();
  }
  [[nodiscard]] const std::vector<std::int64_t>& labels() const { return labels_; }
  [[nodiscard]] size_t classes() const { return classes_; }

 private:
  void computeClasses(const std::vector<double>& weights, std::vector<double>& values) const;
  void computeAurocs(const std::vector<double>& weights, std::vector<double>& values) const;
  const std::vector<std::int64_t>& labels_;
  const Probabilities& probabilities_;
  size_t classes_;
  std::vector<std::int64_t> predicted_;
  std::vector<double> brier_;  // [row]
  std::int64_t invalidRows_ = 0;
  Reliability reliability_;
  std::vector<RankedScores> ranked_;  // of each class; two classes: of class 1 only
};

/// [arm][statistic][resample]: the same resamples for every arm, so that differences are paired.
using Draws = std::vector<std::vector<std::vector<double>>>;

struct Resampling {
  std::uint64_t seed = 42;
  std::string name;  // of the random stream
  std::int64_t resamples = 2000;
};
/// Errors: Cancelled.
[[nodiscard]] base::Result<Draws> resample(const std::vector<ArmStatistics>& arms,
                                           const PatientResampler& patients,
                                           const Resampling& plan,
                                           const base::Stop& stop);

}  // namespace telesoft::evaluate
