// The documents behind the knowledge base: their state, their validity, adding and retiring.
#pragma once

#include <QWidget>

#include "telesoft/ui/models/record_model.h"
#include "telesoft/ui/models/workspace.h"

class QComboBox;
class QLineEdit;
class QStackedWidget;

namespace telesoft::ui {

class Button;
class Card;
class DataTable;
class FileField;
class FormBuilder;
class StateStack;
class TextLabel;

class DocumentsView : public QWidget {
  Q_OBJECT

 public:
  explicit DocumentsView(Workspace& workspace, QWidget* parent = nullptr);
  void select(const QString& id);
  /// Shows the form for a new document.
  void startAdding();

 private:
  QWidget* makeTable();
  QWidget* makeDetail();
  QWidget* makeForm();
  void onChanged();
  void onRow(int row);
  void showDetail();
  void add();
  void retire();
  Workspace& workspace_;
  RecordModel<protocol::KnowledgeDocument>* model_;
  DataTable* table_;
  StateStack* states_;
  QStackedWidget* side_;
  Card* detail_;
  TextLabel* facts_;
  Button* retire_;
  FormBuilder* form_;
  FileField* file_;
  QLineEdit *title_, *owner_, *version_, *until_;
  QComboBox *kind_, *replaces_;
  TextLabel* error_;
  QString wanted_, shown_;
};

}  // namespace telesoft::ui
