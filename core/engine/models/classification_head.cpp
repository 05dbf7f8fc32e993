#include "telesoft/engine/models/classification_head.h"

#include <algorithm>
#include <cmath>

#include "telesoft/engine/models/sites.h"

namespace telesoft::engine {

namespace {

void addColumnSums(const float* x, std::int64_t rows, std::int64_t columns, float* sum) {
  rowKernels<float>().columnSums(x, rows, columns, sum, {0, columns});
}

void addRow(const float* row, std::int64_t rows, std::int64_t columns, float* x) {
  rowKernels<float>().finish(x, columns, {row, nullptr, 0}, {0, rows});
}

}  // namespace

void ClassificationHead::addClassifier(Parameters& parameters, base::Rng& rng) {
  weight = &parameters.add("classifier.weight", {classes, hidden}, true);
  bias = &parameters.add("classifier.bias", {classes}, false);
  for (float& x : weight->value) {
    x = static_cast<float>(0.02 * rng.normal());
  }
}

const float* ClassificationHead::forward(const float* first,
                                         std::int64_t rows,
                                         const DropKeys& keys) {
  float* pooled = pooled_.resize(rows * hidden);
  multiply(Product<float>{{first, rows, hidden},
                          Shape::Plain,
                          {poolerWeight.get(), hidden, hidden},
                          Shape::Transposed,
                          {pooled, rows, hidden},
                          false});
  addRow(poolerBias.get(), rows, hidden, pooled);
  std::transform(pooled, pooled + rows * hidden, pooled, [](float x) { return std::tanh(x); });
  float* dropped = dropped_.resize(rows * hidden);
  std::copy(pooled, pooled + rows * hidden, dropped);
  drop_ = dropOf(keys, dropSite(0, Place::Pooled), dropout);
  if (drop_.threshold != 0) {
    rowKernels<float>().mask(dropped, hidden, drop_, {0, rows});
  }
  float* logits = logits_.resize(rows * classes);
  multiply(Product<float>{{dropped, rows, hidden},
                          Shape::Plain,
                          {weight->value.data(), classes, hidden},
                          Shape::Transposed,
                          {logits, rows, classes},
                          false});
  addRow(bias->value.data(), rows, classes, logits);
  return logits;
}

const float* ClassificationHead::backward(const float* first,
                                          std::int64_t rows,
                                          const float* dLogits) {
  multiply(Product<float>{{dLogits, rows, classes},
                          Shape::Transposed,
                          {dropped_.data(), rows, hidden},
                          Shape::Plain,
                          {weight->gradient.data(), classes, hidden},
                          true});
  addColumnSums(dLogits, rows, classes, bias->gradient.data());
  float* dPooled = dPooled_.resize(rows * hidden);
  multiply(Product<float>{{dLogits, rows, classes},
                          Shape::Plain,
                          {weight->value.data(), classes, hidden},
                          Shape::Plain,
                          {dPooled, rows, hidden},
                          false});
  if (drop_.threshold != 0) {
    rowKernels<float>().mask(dPooled, hidden, drop_, {0, rows});
  }
  for (std::int64_t i = 0; i < rows * hidden; ++i) {
    dPooled[i] *= 1.0F - pooled_[i] * pooled_[i];
  }
  if (poolerWeight.trained != nullptr) {
    multiply(Product<float>{{dPooled, rows, hidden},
                            Shape::Transposed,
                            {first, rows, hidden},
                            Shape::Plain,
                            {poolerWeight.gradient(), hidden, hidden},
                            true});
    addColumnSums(dPooled, rows, hidden, poolerBias.gradient());
  }
  float* dFirst = dFirst_.resize(rows * hidden);
  multiply(Product<float>{{dPooled, rows, hidden},
                          Shape::Plain,
                          {poolerWeight.get(), hidden, hidden},
                          Shape::Plain,
                          {dFirst, rows, hidden},
                          false});
  return dFirst;
}

}  // namespace telesoft::engine
