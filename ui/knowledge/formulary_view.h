// A drug against the formulary and against what the patient takes.
#pragma once

#include <QWidget>

#include "telesoft/ui/models/workspace.h"

class QLineEdit;
class QVBoxLayout;

namespace telesoft::ui {

class StateStack;

class FormularyView : public QWidget {
  Q_OBJECT

 public:
  explicit FormularyView(Workspace& workspace, QWidget* parent = nullptr);
  void takeFocus();

 private:
  QWidget* makeQuestion();
  void check();
  void showAnswer(const protocol::FormularyAnswer& answer);
  Workspace& workspace_;
  QLineEdit* drug_;
  QLineEdit* taking_;
  StateStack* states_;
  QVBoxLayout* answer_;
};

}  // namespace telesoft::ui
