// What each column is, why the program thinks so, and the first rows.
#pragma once

#include "telesoft/ui/models/record_model.h"
#include "telesoft/ui/wizards/import/import_context.h"
#include "telesoft/ui/wizards/wizard_step.h"

class QComboBox;
class QLineEdit;

namespace telesoft::ui {

class Card;
class DataTable;
class FormBuilder;
class TextLabel;

class ColumnsStep : public WizardStep {
  Q_OBJECT

 public:
  explicit ColumnsStep(ImportContext& context, QWidget* parent = nullptr);
  void showContext() override;
  void showProblems() override;
  [[nodiscard]] QWidget* firstField() override;

 private:
  using Row = std::vector<std::string>;
  struct Line {
    int index = 0;
    protocol::ColumnSchema column;
    bool differs = false;
    bool wrong = false;
  };
  [[nodiscard]] QWidget* makeEditor();
  void makePreview();
  void showColumn();
  void fillLines();
  void onEdited();
  ImportContext& context_;
  RecordModel<Line>* lines_;
  RecordModel<Row>* rows_ = nullptr;
  DataTable* table_;
  DataTable* preview_;
  Card* editor_;
  FormBuilder* form_;
  QComboBox* role_;
  QComboBox* type_;
  QLineEdit* unit_;
  TextLabel* evidence_;
  std::vector<std::string> shownNames_;
  int column_ = 0;
};

}  // namespace telesoft::ui
