// AdamW over float master parameters. Source: Loshchilov & Hutter (1711.05101), as torch
// optim/adam.py: decay first, epsilon outside the bias-corrected root.
#pragma once

#include <vector>

#include "telesoft/engine/models/parameter.h"

namespace telesoft::engine {

class AdamW {
 public:
  explicit AdamW(Parameters& parameters);

  struct Step {
    double learningRate = 0;
    double weightDecay = 0.01;
    double gradientScale = 1;  // of clipping
  };
  /// Uses the gradients and sets them to 0.
  void step(const Step& how);
  /// The norm over all gradients.
  [[nodiscard]] double gradientNorm() const;

  struct Moments {
    std::vector<float> first, second;
  };
  /// In the order of the parameters: what a checkpoint holds.
  [[nodiscard]] std::vector<Moments>& moments() { return moments_; }
  [[nodiscard]] std::int64_t steps() const { return steps_; }
  void restoreSteps(std::int64_t steps) { steps_ = steps; }

 private:
  Parameters& parameters_;
  std::vector<Moments> moments_;
  std::int64_t steps_ = 0;
};

}  // namespace telesoft::engine
