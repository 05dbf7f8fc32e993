// What the run is measured by, what it must not lose, and what it is called.
#pragma once

#include "telesoft/ui/wizards/approach/approach_context.h"
#include "telesoft/ui/wizards/wizard_step.h"

class QComboBox;
class QDoubleSpinBox;
class QLineEdit;

namespace telesoft::ui {

class FormBuilder;

class GoalStep : public WizardStep {
  Q_OBJECT

 public:
  explicit GoalStep(ApproachContext& context, QWidget* parent = nullptr);
  void showContext() override;
  void showProblems() override;
  [[nodiscard]] QWidget* firstField() override;

 private:
  void addCapabilities();
  void connectFields();
  ApproachContext& context_;
  FormBuilder* form_;
  QComboBox* metric_;
  QDoubleSpinBox* minimum_;
  QLineEdit* name_;
  QLineEdit* specialty_;
};

}  // namespace telesoft::ui
