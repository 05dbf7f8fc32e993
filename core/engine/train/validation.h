// The few figures that steer training: computed after each evaluation on the validation rows.
#pragma once

#include <cstdint>
#include <limits>
#include <map>
#include <string>
#include <vector>

#include "telesoft/engine/models/model.h"

namespace telesoft::engine {

struct ValidationMetrics {
  double accuracy = 0;
  double macroF1 = 0;  // over the classes that occur in labels or predictions
  double auroc = std::numeric_limits<double>::quiet_NaN();  // of class 1, or the macro mean
  double loss = 0;                                          // mean cross-entropy
  double brier = 0;  // mean over rows of the squared distance to the label

  /// The keys of events and results: accuracy, f1_score, auroc, validationLoss, brier.
  [[nodiscard]] std::map<std::string, double> byName() const;
  /// The primary metric of a spec, larger being better ("loss" is negated).
  [[nodiscard]] double score(const std::string& primary) const;
};

[[nodiscard]] ValidationMetrics validate(const Probabilities& probabilities,
                                         const std::vector<std::int64_t>& labels,
                                         std::int64_t classes);

}  // namespace telesoft::engine
