#include "telesoft/engine/models/zero_shot.h"

namespace telesoft::engine {

namespace {

/// That of sentence-transformers' ranking loss, scale 20, with which such encoders are trained.
constexpr double kTemperature = 0.05;

}  // namespace

Probabilities zeroShot(const float* texts,
                       std::int64_t rows,
                       const float* classes,
                       std::int64_t classCount,
                       std::int64_t width) {
  Probabilities out;
  std::vector<float> logits(static_cast<size_t>(classCount));
  for (std::int64_t row = 0; row < rows; ++row) {
    for (std::int64_t c = 0; c < classCount; ++c) {
      double cosine = 0;
      for (std::int64_t i = 0; i < width; ++i) {
        cosine += static_cast<double>(texts[row * width + i]) *
                  static_cast<double>(classes[c * width + i]);
      }
      logits[static_cast<size_t>(c)] = static_cast<float>(cosine / kTemperature);
    }
    out.push_back(softmax(logits.data(), classCount));
  }
  return out;
}

}  // namespace telesoft::engine
