#include <algorithm>
#include <cmath>

#include "telesoft/engine/models/model.h"

namespace telesoft::engine {

std::vector<double> softmax(const float* logits, std::int64_t classes) {
  std::vector<double> out(logits, logits + classes);
  const double top = *std::max_element(out.begin(), out.end());
  double total = 0;
  for (double& x : out) {
    x = std::exp(x - top);
    total += x;
  }
  for (double& x : out) {
    x /= total;
  }
  return out;
}

double crossEntropy(const float* logits,
                    std::int64_t classes,
                    std::int64_t label,
                    const LossTerms& loss,
                    float* gradient) {
  const double top = *std::max_element(logits, logits + classes);
  double total = 0;
  double sum = 0;
  for (std::int64_t c = 0; c < classes; ++c) {
    total += std::exp(static_cast<double>(logits[c]) - top);
    sum += static_cast<double>(logits[c]);
  }
  const double logTotal = top + std::log(total);
  const double weight = loss.weight(label);
  const double share = loss.smoothing / static_cast<double>(classes);
  for (std::int64_t c = 0; c < classes; ++c) {
    const double target = share + (c == label ? 1.0 - loss.smoothing : 0.0);
    const double p = std::exp(static_cast<double>(logits[c]) - logTotal);
    gradient[c] = static_cast<float>(loss.scale * weight * (p - target));
  }
  const double own = logTotal - static_cast<double>(logits[label]);
  const double mean = logTotal - sum / static_cast<double>(classes);
  return weight * ((1.0 - loss.smoothing) * own + loss.smoothing * mean);
}

}  // namespace telesoft::engine
