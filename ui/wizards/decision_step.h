// The last step of every wizard: the whole decision in words, the request behind a disclosure, and
// after the start what is happening.
#pragma once

#include "telesoft/ui/models/strings.h"
#include "telesoft/ui/wizards/wizard_context.h"
#include "telesoft/ui/wizards/wizard_step.h"

class QBoxLayout;

namespace telesoft::ui {

class Button;
class Card;
class CodeView;
class PrimaryButton;
class ProgressStrip;
class TextLabel;

class DecisionStep : public WizardStep {
  Q_OBJECT

 public:
  explicit DecisionStep(WizardContext& context, QWidget* parent = nullptr);
  void showContext() override;

  /// Work goes on. `fraction` NaN: of unknown length.
  void showRun(const QString& what, double fraction, bool canCancel);
  /// It ended well; `next` names the button of what comes then, `more` one beside it.
  void showDone(const QString& what, const QString& next, const QString& more = {});
  void showFailed(const ErrorWords& error);
  /// Back to the decision alone.
  void clearRun();

 Q_SIGNALS:
  void cancelRequested();
  void nextRequested();
  void moreRequested();

 private:
  QWidget* makeRun();
  void showButtons(bool cancel, const QString& next, const QString& more);
  WizardContext& context_;
  QBoxLayout* layout_;
  QWidget* lines_ = nullptr;
  Card* decision_;
  CodeView* request_;
  Card* run_;
  TextLabel* what_;
  TextLabel* why_;
  ProgressStrip* progress_;
  Button* cancel_;
  PrimaryButton* next_;
  Button* more_;
};

}  // namespace telesoft::ui
