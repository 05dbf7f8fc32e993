#include "telesoft/engine/train/adamw.h"

#include <algorithm>
#include <cmath>

namespace telesoft::engine {

namespace {

constexpr double kBeta1 = 0.9;
constexpr double kBeta2 = 0.999;
constexpr double kEpsilon = 1e-8;
constexpr std::int64_t kGrain = 1 << 15;

}  // namespace

AdamW::AdamW(Parameters& parameters) : parameters_(parameters) {
  for (const auto& p : parameters.all()) {
    moments_.push_back({std::vector<float>(p->value.size()), std::vector<float>(p->value.size())});
  }
}

double AdamW::gradientNorm() const {
  double total = 0;
  for (const auto& p : parameters_.all()) {
    double squares = 0;
    for (const float g : p->gradient) {
      squares += static_cast<double>(g) * static_cast<double>(g);
    }
    total += squares;
  }
  return std::sqrt(total);
}

void AdamW::step(const Step& how) {
  ++steps_;
  const auto t = static_cast<double>(steps_);
  for (size_t i = 0; i < moments_.size(); ++i) {
    Parameter& p = *parameters_.all()[i];
    AdamStep call{};
    call.value = p.value.data();
    call.gradient = p.gradient.data();
    call.first = moments_[i].first.data();
    call.second = moments_[i].second.data();
    call.learningRate = static_cast<float>(how.learningRate);
    call.weightDecay = p.decays ? static_cast<float>(how.weightDecay) : 0.0F;
    call.beta1 = static_cast<float>(kBeta1);
    call.beta2 = static_cast<float>(kBeta2);
    call.epsilon = static_cast<float>(kEpsilon);
    call.correction1 = static_cast<float>(1.0 - std::pow(kBeta1, t));
    call.rootCorrection2 = static_cast<float>(std::sqrt(1.0 - std::pow(kBeta2, t)));
    call.gradientScale = static_cast<float>(how.gradientScale);
    parallel(static_cast<std::int64_t>(p.value.size()), kGrain,
             [&](Range range) { kernelTable().adam(call, range); });
    std::fill(p.gradient.begin(), p.gradient.end(), 0.0F);
  }
}

}  // namespace telesoft::engine
