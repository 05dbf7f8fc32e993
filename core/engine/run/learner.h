// A run's data and model brought together: rows as examples, and a model that training may change.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "telesoft/engine/models/model.h"
#include "telesoft/engine/run/run_data.h"

namespace telesoft::engine {

struct Learner {
  std::unique_ptr<Model> model;
  Examples train, validation;
  struct Warning {
    std::string message, hint;
  };
  std::vector<Warning> warnings;
  /// What is computed once before the first step, also on resuming; may be long.
  std::function<base::Status(const Learner& learner, const base::Stop& stop)> prepare =
      [](const Learner&, const base::Stop&) { return base::Status(); };
  std::string dataFingerprint;  // hashes of the parts
};

/// Peft or Full for expert feedback: as the model is that it goes on from, else as the task's way
/// from a base is; any other approach as it stands.
[[nodiscard]] protocol::Approach trainedAs(const RunInput& input);

/// `hyperparameters` with presets filled in. With a warm start the model gives what the stored one
/// gives. Errors: Unsupported for approaches that train no weights; InvalidInput for a warm start
/// of other classes; those of data and model.
[[nodiscard]] base::Result<Learner> makeLearner(const RunInput& input,
                                                const protocol::Hyperparameters& hyperparameters,
                                                const base::Stop& stop);

/// What can be known before training to go wrong: one class only, a metric that has no value.
[[nodiscard]] base::Status checkLearnable(const Learner& learner, const protocol::RunSpec& spec);

}  // namespace telesoft::engine
