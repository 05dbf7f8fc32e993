// Which rows each optimizer step sees: a pure function of seed and step, so that a run can go on
// anywhere without reading what lies before.
#pragma once

#include <cstdint>
#include <vector>

namespace telesoft::engine {

struct BatchShape {
  std::int64_t rows = 0, batchSize = 1, accumulationSteps = 1, epochs = 1;
  std::uint64_t seed = 0;
};

/// Every row once an epoch, in an order of its own; the last step of an epoch takes what is left.
class BatchPlan {
 public:
  explicit BatchPlan(const BatchShape& shape) : shape_(shape) {}
  [[nodiscard]] std::int64_t stepsPerEpoch() const;
  [[nodiscard]] std::int64_t totalSteps() const { return stepsPerEpoch() * shape_.epochs; }
  /// Steps and epochs are counted from 0.
  [[nodiscard]] std::int64_t epochOf(std::int64_t step) const { return step / stepsPerEpoch(); }
  /// How many rows of its epoch have been seen before `step`.
  [[nodiscard]] std::int64_t positionOf(std::int64_t step) const;
  /// The micro-batches of a step, at most batchSize rows each.
  [[nodiscard]] std::vector<std::vector<std::int64_t>> batches(std::int64_t step);

 private:
  BatchShape shape_;
  std::int64_t orderedEpoch_ = -1;
  std::vector<std::int64_t> order_;
};

}  // namespace telesoft::engine
