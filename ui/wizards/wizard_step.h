// A page of a wizard: thin, it shows its context and writes into it.
#pragma once

#include <QWidget>

namespace telesoft::ui {

class WizardStep : public QWidget {
  Q_OBJECT

 public:
  using QWidget::QWidget;
  /// Shows the context as it is now; called when the step is entered and when answers arrive.
  virtual void showContext() = 0;
  /// Shows what is missing at the fields; called when somebody wants to go on too early.
  virtual void showProblems() {}
  /// What gets the keyboard when the step is entered; null leaves it where it is.
  [[nodiscard]] virtual QWidget* firstField() { return nullptr; }

 Q_SIGNALS:
  /// The context has changed.
  void edited();
};

}  // namespace telesoft::ui
