// The dataset's name, the label where it must be made, and a sentence for each class.
#pragma once

#include "telesoft/ui/wizards/import/import_context.h"
#include "telesoft/ui/wizards/wizard_step.h"

class QDoubleSpinBox;
class QLineEdit;

namespace telesoft::ui {

class Card;
class FormBuilder;

class NamesStep : public WizardStep {
  Q_OBJECT

 public:
  explicit NamesStep(ImportContext& context, QWidget* parent = nullptr);
  void showContext() override;
  void showProblems() override;
  [[nodiscard]] QWidget* firstField() override;

 private:
  void makeClasses();
  void addClass();
  ImportContext& context_;
  FormBuilder* form_;
  QLineEdit* name_;
  QDoubleSpinBox* horizon_;
  Card* classes_;
  FormBuilder* sentences_ = nullptr;
  QStringList shown_;
  QLineEdit* more_;
};

}  // namespace telesoft::ui
