#include "telesoft/engine/train/batch_plan.h"

#include <algorithm>
#include <numeric>
#include <string>

#include "telesoft/base/rng.h"

namespace telesoft::engine {

std::int64_t BatchPlan::stepsPerEpoch() const {
  const std::int64_t rowsPerStep = shape_.batchSize * shape_.accumulationSteps;
  return (shape_.rows + rowsPerStep - 1) / rowsPerStep;
}

std::int64_t BatchPlan::positionOf(std::int64_t step) const {
  return step % stepsPerEpoch() * shape_.batchSize * shape_.accumulationSteps;
}

std::vector<std::vector<std::int64_t>> BatchPlan::batches(std::int64_t step) {
  const std::int64_t epoch = epochOf(step);
  if (orderedEpoch_ != epoch) {
    order_.resize(static_cast<size_t>(shape_.rows));
    std::iota(order_.begin(), order_.end(), std::int64_t{0});
    base::Rng rng(shape_.seed, "order of epoch " + std::to_string(epoch));
    rng.shuffle(order_);
    orderedEpoch_ = epoch;
  }
  const std::int64_t begin = positionOf(step);
  const std::int64_t end =
      std::min(shape_.rows, begin + shape_.batchSize * shape_.accumulationSteps);
  std::vector<std::vector<std::int64_t>> out;
  for (std::int64_t at = begin; at < end; at += shape_.batchSize) {
    out.emplace_back(order_.begin() + at, order_.begin() + std::min(end, at + shape_.batchSize));
  }
  return out;
}

}  // namespace telesoft::engine
