// What the approach wizard says, and what it does not let pass.
#include "telesoft/ui/models/strings.h"
#include "telesoft/ui/wizards/approach/approach_context.h"

namespace telesoft::ui {

using protocol::ApproachAdvice;

const std::vector<Capability>& capabilities() {
  static const std::vector<Capability> all = {
      {"general_medical_knowledge",
       QCoreApplication::translate("ApproachContext", "General medical knowledge"),
       QCoreApplication::translate("ApproachContext",
                                   "Recommended: what the base knows beyond these data.")},
      {"regulatory_compliance",
       QCoreApplication::translate("ApproachContext", "Regulatory compliance"),
       QCoreApplication::translate("ApproachContext", "What the base's approval rests on.")}};
  return all;
}

QString fitTitle(const std::string& fit) {
  const char* const text =
      fit == "recommended"     ? QT_TRANSLATE_NOOP("ApproachContext", "Recommended")
      : fit == "possible"      ? QT_TRANSLATE_NOOP("ApproachContext", "Possible")
      : fit == "not_advised"   ? QT_TRANSLATE_NOOP("ApproachContext", "Not advised")
      : fit == "not_available" ? QT_TRANSLATE_NOOP("ApproachContext", "Not available")
                               : nullptr;
  return text == nullptr ? toQString(fit) : QCoreApplication::translate("ApproachContext", text);
}

Tone fitTone(const std::string& fit) {
  return fit == "recommended"   ? Tone::Good
         : fit == "possible"    ? Tone::Info
         : fit == "not_advised" ? Tone::Caution
                                : Tone::Neutral;
}

QString costText(const ApproachAdvice& advice) {
  QStringList parts;
  if (advice.minutes > 0) {
    parts << QCoreApplication::translate("ApproachContext", "about %1")
                 .arg(durationText(advice.minutes * 60));
  }
  if (advice.memoryMb > 0) {
    parts << QCoreApplication::translate("ApproachContext", "%1 of memory")
                 .arg(bytesText(advice.memoryMb * 1e6));
  }
  if (advice.trainableParameters > 0) {
    parts << QCoreApplication::translate("ApproachContext", "%1 trained weights")
                 .arg(countText(advice.trainableParameters));
  }
  return parts.join(QStringLiteral(", "));
}

QString ApproachContext::stepTitle(int step) const {
  switch (step) {
    case kData:
      return tr("Data");
    case kApproach:
      return tr("Approach");
    case kSettings:
      return tr("Settings");
    case kGoal:
      return tr("Goal");
    default:
      return tr("Start");
  }
}

QString ApproachContext::stepNote(int step) const {
  const ApproachAdvice* const chosen = approach();
  switch (step) {
    case kData:
      return split_ ? toQString(split_->name) : QString();
    case kApproach:
      return chosen == nullptr ? QString() : titleOf(chosen->approach);
    case kSettings: {
      const int own = differences(SettingGroup::Basic) + differences(SettingGroup::Optimiser) +
                      differences(SettingGroup::AdapterAndMachine);
      return chosen == nullptr ? QString()
             : own == 0        ? tr("as preset")
                               : tr("%1 of your own").arg(own);
    }
    case kGoal:
      return chosen == nullptr ? QString() : metricTitle(target_.primary);
    default:
      return {};
  }
}

QString ApproachContext::approachProblem() const {
  if (!why_.isEmpty()) {
    return why_;
  }
  if (!advice_) {
    return tr("What the data allows is still being worked out.");
  }
  const protocol::BaseModel* const base = baseModel();
  if (base == nullptr) {
    return tr("No base model is chosen.");
  }
  if (!base->available) {
    return tr("\"%1\" is not on this computer. Choose another base model, or fetch it with the "
              "installer.")
        .arg(toQString(base->title));
  }
  const ApproachAdvice* const chosen = approach();
  if (chosen == nullptr) {
    return tr("No approach is chosen.");
  }
  return chosen->fit == "not_available"
             ? tr("\"%1\" is not available here. Choose another approach.")
                   .arg(titleOf(chosen->approach))
             : QString();
}

QString ApproachContext::settingsProblem() const {
  for (const Setting& setting : settings()) {
    const double value = setting.value(hyperparameters_);
    if (!setting.isSwitch() && !(value >= setting.low && value <= setting.high)) {
      return tr("%1 is outside %2 to %3.")
          .arg(setting.title, numberText(setting.low), numberText(setting.high));
    }
  }
  return {};
}

QString ApproachContext::stepProblem(int step) const {
  switch (step) {
    case kData:
      if (!split_) {
        return tr("No split is chosen. Choose one, or split a dataset first.");
      }
      return part("train") != nullptr && part("validation") != nullptr
                 ? QString()
                 : tr("This split has no training or no validation part. Choose another one.");
    case kApproach:
      return approachProblem();
    case kSettings:
      return settingsProblem();
    case kGoal:
      return name().trimmed().isEmpty()
                 ? tr("The job has no name. Give it one that names no patient.")
                 : QString();
    default:
      return {};
  }
}

std::vector<SummaryLine> ApproachContext::summary() const {
  std::vector<SummaryLine> lines;
  if (!split_) {
    return lines;
  }
  lines.push_back({tr("Split"), toQString(split_->name)});
  if (const auto* train = part("train")) {
    lines.push_back({tr("Training"),
                     tr("%1, %2").arg(countText(train->rows, tr("row"), tr("rows")),
                                      countText(train->patients, tr("patient"), tr("patients")))});
  }
  if (const auto* base = baseModel()) {
    lines.push_back({tr("Base model"), toQString(base->title)});
  }
  if (const ApproachAdvice* const chosen = approach()) {
    lines.push_back({tr("Approach"), titleOf(chosen->approach)});
    if (chosen->minutes > 0) {
      lines.push_back({tr("Takes about"), durationText(chosen->minutes * 60)});
    }
    if (chosen->memoryMb > 0) {
      lines.push_back({tr("Memory"), bytesText(chosen->memoryMb * 1e6)});
    }
    lines.push_back({tr("Goal"), metricTitle(target_.primary)});
  }
  return lines;
}

std::vector<DecisionLine> ApproachContext::decision() const {
  std::vector<DecisionLine> lines;
  const ApproachAdvice* const chosen = approach();
  const auto* const base = baseModel();
  const auto* const train = part("train");
  if (chosen == nullptr || base == nullptr || train == nullptr) {
    return lines;
  }
  lines.push_back(
      {tr("\"%1\" is adapted to %3 of %4. Approach: %2. The base model itself is not changed.")
           .arg(toQString(base->title), titleOf(chosen->approach),
                countText(train->rows, tr("row"), tr("rows")),
                countText(train->patients, tr("patient"), tr("patients")))});
  if (const QString cost = costText(*chosen); !cost.isEmpty()) {
    lines.push_back(
        {tr("It runs on this computer: %1. The window may be closed meanwhile; the job can be "
            "paused and cancelled.")
             .arg(cost)});
  }
  lines.push_back({tr("The best state by %1 on the validation part is kept.")
                       .arg(metricTitle(target_.primary))});
  if (target_.minimum > 0) {
    lines.push_back({tr("At least %1 is asked for.").arg(shareText(target_.minimum))});
  }
  QStringList own;
  for (const Setting& setting : settings()) {
    if (applies(setting) && !difference(setting).isEmpty()) {
      own << tr("%1 %2").arg(setting.title.toLower(),
                             setting.text(setting.value(hyperparameters_)));
    }
  }
  lines.push_back({own.isEmpty()
                       ? tr("All settings are as preset.")
                       : tr("Settings of your own: %1.").arg(own.join(QStringLiteral(", ")))});
  QStringList kept;
  for (const Capability& capability : capabilities()) {
    if (isPreserved(capability.id)) {
      kept << capability.title.toLower();
    }
  }
  if (!kept.isEmpty()) {
    lines.push_back({tr("To be preserved: %1.").arg(kept.join(QStringLiteral(", ")))});
  }
  if (chosen->fit == "not_advised") {
    QStringList why;
    for (const std::string& reason : chosen->reasons) {
      why << toQString(reason);
    }
    lines.push_back(
        {tr("This approach is not advised for these data: %1").arg(why.join(QStringLiteral("; "))),
         Tone::Caution});
  }
  return lines;
}

}  // namespace telesoft::ui
