// Which file, and what it was read as.
#pragma once

#include "telesoft/ui/wizards/import/import_context.h"
#include "telesoft/ui/wizards/wizard_step.h"

namespace telesoft::ui {

class Card;
class FileField;
class FormBuilder;
class ProgressStrip;
class TextLabel;

class FileStep : public WizardStep {
  Q_OBJECT

 public:
  explicit FileStep(ImportContext& context, QWidget* parent = nullptr);
  void showContext() override;
  void showProblems() override;
  [[nodiscard]] QWidget* firstField() override;

 Q_SIGNALS:
  void pathChosen(const QString& path);

 private:
  ImportContext& context_;
  FormBuilder* form_;
  FileField* file_;
  ProgressStrip* reading_;
  Card* facts_;
  TextLabel* read_;
  TextLabel* warnings_;
};

}  // namespace telesoft::ui
