#include "telesoft/engine/train/presets.h"

namespace telesoft::engine {

using protocol::Approach;
using protocol::Task;

namespace {

struct Preset {
  Task task;
  Approach approach;
  double learningRate;
  std::int64_t epochs;
};

// Text: searched on the medical definitions. Adapters take about ten times the rate of whole
// weights and, on small data, many passes. Risk: the base's knowledge is kept by a small rate.
constexpr Preset kPresets[] = {
    {Task::TextClassification, Approach::Peft, 2e-3, 10},
    {Task::TextClassification, Approach::Full, 1e-4, 5},
    {Task::TextClassification, Approach::Scratch, 5e-4, 20},
    {Task::TextClassification, Approach::HeadOnly, 1e-3, 5},
    {Task::TabularRisk, Approach::Full, 5e-4, 20},
    {Task::TabularRisk, Approach::Scratch, 2e-3, 60},
    {Task::TabularRisk, Approach::HeadOnly, 1e-3, 20},
};

}  // namespace

protocol::Hyperparameters withPresets(const protocol::RunSpec& spec) {
  protocol::Hyperparameters out = spec.hyperparameters;
  for (const Preset& preset : kPresets) {
    if (preset.task == spec.task && preset.approach == spec.approach) {
      out.learningRate = out.learningRate > 0 ? out.learningRate : preset.learningRate;
      out.epochs = out.epochs > 0 ? out.epochs : preset.epochs;
    }
  }
  return out;
}

}  // namespace telesoft::engine
