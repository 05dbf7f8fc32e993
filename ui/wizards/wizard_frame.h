// The scaffold of every wizard: steps at the left, the step in the middle, the growing summary at
// the right, Back and Next under it.
#pragma once

#include <vector>

#include <QWidget>

#include "telesoft/ui/wizards/wizard_context.h"
#include "telesoft/ui/wizards/wizard_step.h"

class QStackedWidget;

namespace telesoft::ui {

class Button;
class Page;
class PrimaryButton;
class StepList;
class SummaryCard;
class TextLabel;

struct WizardWords {
  QString title;      // "Import a file"
  QString sentence;   // what it does, and what it leaves alone
  QString startText;  // of the last step: "Start import"
};

/// Goes no further than the context allows, and says at the step why. Back never loses input:
/// everything lives in the context.
class WizardFrame : public QWidget {
  Q_OBJECT

 public:
  /// Owns the steps, in the context's order; the last one starts.
  WizardFrame(WizardContext& context,
              const WizardWords& words,
              const std::vector<WizardStep*>& steps,
              QWidget* parent = nullptr);
  [[nodiscard]] Page* page() { return page_; }
  /// Next, which starts at the last step.
  [[nodiscard]] Button* nextButton();
  [[nodiscard]] int current() const { return current_; }
  /// Where the context does not allow it, the first step that is not whole is shown with its
  /// problem.
  void goTo(int step);
  /// The context has changed by something else than its pages, such as an answer.
  void refresh();
  /// While work runs or is done, the steps are shut and Back and Next are gone.
  void setRunning(bool running);

 Q_SIGNALS:
  void stepEntered(int step);
  void startRequested();
  void closeRequested();
  void startAnewRequested();

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  [[nodiscard]] QWidget* makeMiddle(const std::vector<WizardStep*>& steps);
  void onNext();
  void showTitle();
  void showMarks();
  void showStep();
  [[nodiscard]] bool isLast() const { return current_ == context_.stepCount() - 1; }
  WizardContext& context_;
  WizardWords words_;
  std::vector<WizardStep*> steps_;
  std::vector<bool> attempted_;  // where somebody wanted to go on: problems are shown there
  int current_ = 0;
  bool running_ = false;
  Page* page_;
  StepList* list_;
  QStackedWidget* stack_;
  TextLabel* title_;
  TextLabel* problem_;
  SummaryCard* summary_;
  Button* back_;
  PrimaryButton* next_;
};

}  // namespace telesoft::ui
