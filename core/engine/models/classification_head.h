// The head of BertForSequenceClassification: pooler (dense, tanh), dropout, classifier, in float.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "telesoft/base/rng.h"
#include "telesoft/engine/models/linear.h"
#include "telesoft/engine/models/model.h"

namespace telesoft::engine {

class ClassificationHead {
 public:
  std::int64_t hidden = 0, classes = 0;
  Values poolerWeight, poolerBias;  // [hidden, hidden], [hidden]
  Parameter* weight = nullptr;      // [classes, hidden]
  Parameter* bias = nullptr;
  double dropout = 0;

  /// Adds "classifier.weight" and "classifier.bias", drawn from N(0, 0.02) as Hugging Face does.
  void addClassifier(Parameters& parameters, base::Rng& rng);

  /// first [rows, hidden] -> logits [rows, classes].
  const float* forward(const float* first, std::int64_t rows, const DropKeys& keys);
  /// pooled [rows, hidden] of the last forward(), before dropout.
  [[nodiscard]] const float* pooled() const { return pooled_.data(); }
  /// After forward(): dLogits [rows, classes] -> dFirst, and the head's own gradients.
  const float* backward(const float* first, std::int64_t rows, const float* dLogits);

 private:
  Buffer<float> pooled_, dropped_, logits_, dPooled_, dFirst_, product_;
  Drop drop_;
};

}  // namespace telesoft::engine
