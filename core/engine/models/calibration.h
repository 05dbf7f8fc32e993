// Temperature scaling: one number that makes a model's probabilities mean what they say, fitted on
// rows that it was not trained on. It changes no answer's order.
// Source: Guo et al., On Calibration of Modern Neural Networks (1706.04599), section 4.2.
#pragma once

#include <cstdint>
#include <vector>

#include "telesoft/engine/models/model.h"

namespace telesoft::engine {

struct Calibration {
  double temperature = 1;
  std::int64_t rows = 0;  // that it was fitted on; 0: none was
};

/// softmax(logits / temperature), from softmax(logits).
void applyTemperature(std::vector<double>& probabilities, double temperature);

/// The mean negative log-likelihood of the labels.
[[nodiscard]] double meanLogLoss(const Probabilities& probabilities,
                                 const std::vector<std::int64_t>& labels,
                                 double temperature);

/// The temperature in [0.05, 20] with the least mean log loss. None with fewer than 30 rows, and
/// none where the loss still falls at 0.05: rows that a model gets all right say nothing of how
/// sure it may be.
[[nodiscard]] Calibration fitTemperature(const Probabilities& probabilities,
                                         const std::vector<std::int64_t>& labels);

}  // namespace telesoft::engine
