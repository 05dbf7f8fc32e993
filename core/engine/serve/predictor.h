// A model that is open and warm: rows in; calibrated probabilities, explanations, embeddings out.
#pragma once

#include <memory>
#include <vector>

#include "telesoft/base/result.h"
#include "telesoft/engine/models/calibration.h"
#include "telesoft/protocol/worker.h"

namespace telesoft::engine {

/// A row's answer does not depend on the rows beside it. Thread: one at a time.
class Predictor {
 public:
  using Rows = std::vector<protocol::WorkerRow>;
  using Answers = std::vector<protocol::WorkerAnswer>;

  /// Opens the tuned model, or the base where the spec names no tuned one or one of approach
  /// knowledge_base, which has no weights of its own. Sets the number of threads. Errors: Corrupt
  /// where weights are not those that the spec names; InvalidInput where classes or features do not
  /// fit the model; NotFound; Unsupported.
  [[nodiscard]] static base::Result<std::unique_ptr<Predictor>> open(
      const protocol::ServeSpec& spec);
  virtual ~Predictor() = default;

  /// Probabilities in the order of the spec's classes; explanations are of the likeliest class.
  /// Errors: InvalidInput names the row, counted from 1, and the feature that it does not fit.
  [[nodiscard]] virtual base::Result<Answers> predict(const Rows& rows, bool explain) = 0;
  /// Mean-pooled embeddings of length 1. Errors: Unsupported for a model of measurements.
  [[nodiscard]] virtual base::Result<Answers> embed(const Rows& rows) = 0;
  [[nodiscard]] virtual std::int64_t embeddingWidth() const { return 0; }
  /// That are read of a text, special ones counted; 0: no texts are read.
  [[nodiscard]] virtual std::int64_t maxTokens() const { return 0; }
  [[nodiscard]] const Calibration& calibration() const { return calibration_; }

 protected:
  explicit Predictor(const Calibration& calibration) : calibration_(calibration) {}
  void calibrate(Probabilities& probabilities) const;

 private:
  Calibration calibration_;
};

}  // namespace telesoft::engine
