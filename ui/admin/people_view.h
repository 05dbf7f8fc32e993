// Accounts with their roles, and API tokens.
#pragma once

#include <map>

#include <QWidget>

#include "telesoft/ui/models/record_model.h"
#include "telesoft/ui/models/workspace.h"

class QCheckBox;
class QLineEdit;

namespace telesoft::ui {

class Button;
class Card;
class DataTable;
class FormBuilder;
class StateStack;
class TextLabel;

class PeopleView : public QWidget {
  Q_OBJECT

 public:
  explicit PeopleView(Workspace& workspace, QWidget* parent = nullptr);
  /// The form is emptied, for an account that is not there yet.
  void startNew();

 private:
  QWidget* makeLists();
  QWidget* makeForm();
  void onChanged();
  void edit(int row);
  void save();
  void setDisabled(bool disabled);
  void revoke();
  [[nodiscard]] std::vector<std::string> chosenRoles() const;
  void onSaved(const base::Result<protocol::User>& answer);
  Workspace& workspace_;
  RecordModel<protocol::User>* users_;
  RecordModel<protocol::ApiToken>* tokens_;
  DataTable* userTable_;
  DataTable* tokenTable_;
  StateStack* states_;
  Card* card_;
  FormBuilder* form_;
  QLineEdit *name_, *displayName_, *password_;
  std::map<std::string, QCheckBox*> roles_;
  Button *save_, *disable_, *new_, *revoke_;
  TextLabel* message_;
  QString user_;  // being edited; "" for a new one
};

}  // namespace telesoft::ui
