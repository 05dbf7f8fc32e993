// The run's settings in three groups, each with its difference from the preset.
#pragma once

#include <map>

#include "telesoft/ui/wizards/approach/approach_context.h"
#include "telesoft/ui/wizards/wizard_step.h"

namespace telesoft::ui {

class Disclosure;
class FormBuilder;

class SettingsStep : public WizardStep {
  Q_OBJECT

 public:
  explicit SettingsStep(ApproachContext& context, QWidget* parent = nullptr);
  void showContext() override;
  [[nodiscard]] QWidget* firstField() override;

 private:
  [[nodiscard]] FormBuilder* makeGroup(SettingGroup group);
  void addSetting(FormBuilder* form, const Setting& setting);
  void addSchedule(FormBuilder* form);
  void addPrecision(FormBuilder* form);
  void showDifferences();
  void onEdited();
  ApproachContext& context_;
  std::map<SettingGroup, FormBuilder*> forms_;
  std::map<SettingGroup, Disclosure*> folds_;
};

}  // namespace telesoft::ui
