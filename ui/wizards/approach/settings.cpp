#include "telesoft/ui/wizards/approach/settings.h"

#include <QCoreApplication>
#include <QLocale>

namespace telesoft::ui {

using protocol::Hyperparameters;

namespace {

QString say(const char* text) {
  return QCoreApplication::translate("Settings", text);
}

std::vector<Setting> basicSettings() {
  using H = Hyperparameters;
  constexpr auto kGroup = SettingGroup::Basic;
  return {
      {QStringLiteral("epochs"), say("Epochs"),
       say("How often the training part is gone through. The preset fits approach and task."),
       kGroup, &H::epochs, 0, 10000, 1, 0, say("preset")},
      {QStringLiteral("learningRate"), say("Learning rate"),
       say("How far one step goes. The preset fits approach and task; ten times more usually "
           "breaks a "
           "model."),
       kGroup, &H::learningRate, 0, 10, 0.0001, 6, say("preset")},
      {QStringLiteral("batchSize"), say("Batch size"),
       say("Examples a step; more needs more memory."), kGroup, &H::batchSize, 1, 65536, 8},
      {QStringLiteral("maxLength"),
       say("Longest text"),
       say("In tokens; longer texts are cut at the end."),
       kGroup,
       &H::maxLength,
       4,
       8192,
       32,
       0,
       {},
       false,
       true},
  };
}

std::vector<Setting> optimiserSettings() {
  using H = Hyperparameters;
  constexpr auto kGroup = SettingGroup::Optimiser;
  return {
      {QStringLiteral("warmupSteps"), say("Warm-up steps"),
       say("The learning rate rises over these steps."), kGroup, &H::warmupSteps, 0, 1e9, 10},
      {QStringLiteral("weightDecay"), say("Weight decay"), say("Pulls weights towards zero."),
       kGroup, &H::weightDecay, 0, 10, 0.01, 4},
      {QStringLiteral("clipNorm"), say("Largest gradient norm"),
       say("Longer gradients are cut to this."), kGroup, &H::clipNorm, 0, 1e6, 0.1, 2,
       say("not cut")},
      {QStringLiteral("accumulationSteps"), say("Batches a step"),
       say("Gradients of so many batches are added up before a step."), kGroup,
       &H::accumulationSteps, 1, 65536, 1},
      {QStringLiteral("dropout"), say("Dropout"),
       say("Share of activations left out while training."), kGroup, &H::dropout, 0, 0.9, 0.05, 2},
      {QStringLiteral("earlyStoppingPatience"), say("Stop early after"),
       say("Evaluations without a better one."), kGroup, &H::earlyStoppingPatience, 0, 1e6, 1, 0,
       say("never")},
      {QStringLiteral("evalEverySteps"), say("Evaluate every"), say("Steps between evaluations."),
       kGroup, &H::evalEverySteps, 0, 1e9, 10, 0, say("epoch")},
      {QStringLiteral("classWeights"), say("Weigh rare classes more"),
       say("Each class counts alike in the loss, however rare."), kGroup, &H::classWeights},
      {QStringLiteral("seed"), say("Seed"),
       say("The same seed, data and settings give the same model."), kGroup, &H::seed, 0, 1e9, 1},
  };
}

std::vector<Setting> adapterSettings() {
  using H = Hyperparameters;
  constexpr auto kGroup = SettingGroup::AdapterAndMachine;
  return {
      {QStringLiteral("loraRank"),
       say("Adapter rank"),
       say("Width of the adapter: 8 is enough for most tasks."),
       kGroup,
       &H::loraRank,
       1,
       512,
       4,
       0,
       {},
       true},
      {QStringLiteral("loraAlpha"),
       say("Adapter alpha"),
       say("The adapter's weight is alpha divided by rank."),
       kGroup,
       &H::loraAlpha,
       0.001,
       4096,
       1,
       3,
       {},
       true},
      {QStringLiteral("loraDropout"),
       say("Adapter dropout"),
       say("Share of the adapter's inputs left out while training."),
       kGroup,
       &H::loraDropout,
       0,
       0.9,
       0.05,
       2,
       {},
       true},
      {QStringLiteral("threads"), say("Processor threads"),
       say("One makes a run repeatable to the last bit."), kGroup, &H::threads, 0, 1024, 1, 0,
       say("one a core")},
  };
}

}  // namespace

double Setting::value(const Hyperparameters& from) const {
  return std::visit([&](auto member) { return static_cast<double>(from.*member); }, field);
}

void Setting::set(Hyperparameters& to, double value) const {
  std::visit(
      [&](auto member) {
        using T = std::remove_reference_t<decltype(to.*member)>;
        to.*member = static_cast<T>(value);
      },
      field);
}

QString Setting::text(double value) const {
  if (isSwitch()) {
    return value != 0 ? say("on") : say("off");
  }
  if (value == 0 && !zero.isEmpty()) {
    return zero;
  }
  return decimals == 0 ? QLocale().toString(static_cast<qlonglong>(value))
                       : QLocale().toString(value, 'g', 6);
}

const std::vector<Setting>& settings() {
  static const std::vector<Setting> all = [] {
    std::vector<Setting> out = basicSettings();
    for (const auto& more : {optimiserSettings(), adapterSettings()}) {
      out.insert(out.end(), more.begin(), more.end());
    }
    return out;
  }();
  return all;
}

QString groupTitle(SettingGroup group) {
  switch (group) {
    case SettingGroup::Basic:
      return say("Basic");
    case SettingGroup::Optimiser:
      return say("Optimiser and stopping");
    case SettingGroup::AdapterAndMachine:
      break;
  }
  return say("Adapter and machine");
}

}  // namespace telesoft::ui
