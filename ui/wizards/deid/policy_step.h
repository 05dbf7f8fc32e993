// What happens to each column, and to what is found inside notes.
#pragma once

#include "telesoft/ui/models/record_model.h"
#include "telesoft/ui/wizards/deid/deid_context.h"
#include "telesoft/ui/wizards/wizard_step.h"

class QCheckBox;
class QComboBox;
class QLineEdit;

namespace telesoft::ui {

class Card;
class DataTable;
class FormBuilder;
class ProgressStrip;
class SegmentedControl;
class TextLabel;

class PolicyStep : public WizardStep {
  Q_OBJECT

 public:
  explicit PolicyStep(DeidContext& context, QWidget* parent = nullptr);
  void showContext() override;
  [[nodiscard]] QWidget* firstField() override;

 Q_SIGNALS:
  /// The preview no longer fits.
  void policyChanged();

 private:
  struct Line {
    protocol::ColumnSchema column;
    std::string action;
    bool chosen = false;
    bool risky = false;
  };
  [[nodiscard]] QWidget* makeText();
  [[nodiscard]] QWidget* makeColumns();
  void fillActions(const std::string& recommended);
  void showColumn();
  void onEdited();
  DeidContext& context_;
  FormBuilder* text_;
  SegmentedControl* policy_;
  QCheckBox* shift_;
  QLineEdit* name_;
  RecordModel<Line>* lines_;
  DataTable* table_;
  FormBuilder* form_;
  QComboBox* action_;
  ProgressStrip* searching_;
  int column_ = 0;
};

}  // namespace telesoft::ui
