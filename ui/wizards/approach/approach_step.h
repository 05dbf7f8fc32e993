// The base model, and the approaches side by side.
#pragma once

#include <vector>

#include "telesoft/ui/wizards/approach/approach_context.h"
#include "telesoft/ui/wizards/wizard_step.h"

class QButtonGroup;
class QComboBox;
class QGridLayout;

namespace telesoft::ui {

class ApproachCard;
class FormBuilder;
class StateStack;
class TextLabel;

class ApproachStep : public WizardStep {
  Q_OBJECT

 public:
  explicit ApproachStep(ApproachContext& context, QWidget* parent = nullptr);
  void showContext() override;
  [[nodiscard]] QWidget* firstField() override;

 Q_SIGNALS:
  /// Advice is needed for another base model, or again.
  void adviceRequested();

 private:
  void fillBaseModels();
  void makeCards();
  void showChosen();
  ApproachContext& context_;
  FormBuilder* form_;
  QComboBox* base_;
  TextLabel* summary_;
  QWidget* grid_ = nullptr;
  QWidget* holder_;
  StateStack* states_;
  std::vector<ApproachCard*> cards_;
};

}  // namespace telesoft::ui
