// What the trainer knows of a model: rows in, a loss and gradients, class probabilities.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "telesoft/base/os/files.h"
#include "telesoft/base/stop.h"
#include "telesoft/engine/models/parameter.h"

namespace telesoft::engine {

/// Rows of a prepared part in the form a model computes with.
struct Examples {
  std::vector<std::int64_t> row;  // numbers in the imported file
  std::vector<std::int64_t> label;
  std::vector<std::vector<std::int32_t>> tokens;  // text
  std::vector<float> features;                    // tabular: [rows, featureCount]
  std::int64_t featureCount = 0;
  [[nodiscard]] std::int64_t size() const { return static_cast<std::int64_t>(label.size()); }
};

/// The part of an optimizer step's loss that a call adds: gradients of
/// scale * sum over rows of weight[label] * cross-entropy.
struct LossTerms {
  double scale = 1;
  std::vector<double> classWeights;  // empty: 1
  double smoothing = 0;              // label smoothing
  [[nodiscard]] double weight(std::int64_t label) const {
    return classWeights.empty() ? 1.0 : classWeights[static_cast<size_t>(label)];
  }
};

/// Which dropout masks are drawn: a function of these and the row, never of the batch.
struct Draw {
  std::uint64_t seed = 0;
  std::int64_t epoch = 0;
};

using Probabilities = std::vector<std::vector<double>>;

class Model {
 public:
  virtual ~Model() = default;
  [[nodiscard]] virtual Parameters& parameters() = 0;
  [[nodiscard]] virtual std::int64_t parameterCount() const = 0;
  [[nodiscard]] virtual std::string precisionName() const = 0;
  /// Adds to the gradients; gives the sum of weight * cross-entropy, unscaled.
  virtual double accumulate(const Examples& examples,
                            const std::vector<std::int64_t>& rows,
                            const Draw& draw,
                            const LossTerms& loss) = 0;
  /// After parameters have changed.
  virtual void refresh() = 0;
  /// [row][class]. Cancelled when stop is requested.
  [[nodiscard]] virtual base::Result<Probabilities> predict(const Examples& examples,
                                                            const base::Stop& stop) = 0;
  /// Writes the model folder. Gives the name of its weights file.
  struct Saved {
    std::string weightsFile;
    std::string kind;  // "peft" | "full"
  };
  [[nodiscard]] virtual base::Result<Saved> save(const base::Path& folder) = 0;
};

/// Softmax of logits [classes] in place; the weighted cross-entropy, and its gradient (scaled) in
/// `gradient`.
[[nodiscard]] double crossEntropy(const float* logits,
                                  std::int64_t classes,
                                  std::int64_t label,
                                  const LossTerms& loss,
                                  float* gradient);
[[nodiscard]] std::vector<double> softmax(const float* logits, std::int64_t classes);

}  // namespace telesoft::engine
