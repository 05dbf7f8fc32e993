// Multinomial logistic regression with L2, fitted whole by L-BFGS: the bar that adapting the
// weights has to clear, and the head from which training starts. Source: Nocedal & Wright,
// Numerical Optimization, 2nd ed., algorithms 7.4 and 3.1; objective as scikit-learn's
// LogisticRegression (C * sum of cross-entropy + |w|^2 / 2, bias not penalised).
#pragma once

#include <cstdint>
#include <vector>

#include "telesoft/base/result.h"
#include "telesoft/base/stop.h"
#include "telesoft/engine/models/model.h"

namespace telesoft::engine {

struct Probe {
  std::int64_t features = 0, classes = 0;
  std::vector<float> weight;  // [classes, features]
  std::vector<float> bias;
  double c = 1;  // the inverse of the penalty
};

struct ProbeData {
  const float* x = nullptr;  // [rows, features]
  const std::vector<std::int64_t>* labels = nullptr;
  std::int64_t features = 0, classes = 0;
};

/// `start` may be empty.
[[nodiscard]] Probe fitProbe(const ProbeData& data, double c, const Probe& start = {});
/// The C of a logarithmic grid with the best macro-F1 on validation, then the lowest loss.
[[nodiscard]] base::Result<Probe> chooseProbe(const ProbeData& train,
                                              const ProbeData& validation,
                                              const base::Stop& stop);
[[nodiscard]] Probabilities probeProbabilities(const Probe& probe,
                                               const float* x,
                                               std::int64_t rows);

[[nodiscard]] base::Status writeProbe(const base::Path& folder, const Probe& probe);
[[nodiscard]] base::Result<Probe> readProbe(const base::Path& folder);

}  // namespace telesoft::engine
