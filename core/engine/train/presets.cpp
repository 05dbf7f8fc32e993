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
  double warmupFraction = 0;
  double labelSmoothing = 0;
};

// Adapters take about ten times the rate of whole weights and, on small data, many passes; theirs
// is the best on the medical definitions over rates, epochs and seeds. A risk base's knowledge is
// kept by a small rate.
constexpr Preset kPresets[] = {
    {Task::TextClassification, Approach::Peft, 1e-3, 8, 0.06, 0.1},
    {Task::TextClassification, Approach::Full, 1e-4, 5, 0.06, 0.1},
    {Task::TextClassification, Approach::Scratch, 5e-4, 20},
    {Task::TextClassification, Approach::HeadOnly, 1e-3, 5},
    {Task::TabularRisk, Approach::Full, 2e-4, 20},
    {Task::TabularRisk, Approach::Scratch, 1e-3, 40},
    {Task::TabularRisk, Approach::HeadOnly, 1e-3, 20},
};

constexpr double kGoOnRate = 0.3;

}  // namespace

Presets withPresets(const protocol::RunSpec& spec, Approach approach) {
  const bool goesOn = !spec.warmStart.path.empty();
  Presets out{spec.hyperparameters, 0, 0};
  protocol::Hyperparameters& h = out.hyperparameters;
  for (const Preset& preset : kPresets) {
    if (preset.task != spec.task || preset.approach != approach) {
      continue;
    }
    if (h.learningRate == 0) {
      h.learningRate = preset.learningRate * (goesOn ? kGoOnRate : 1);
      out.warmupFraction = preset.warmupFraction;
      out.labelSmoothing = preset.labelSmoothing;
    }
    h.epochs = h.epochs > 0 ? h.epochs : goesOn ? (preset.epochs + 1) / 2 : preset.epochs;
  }
  return out;
}

}  // namespace telesoft::engine
