// Home: what waits for the person who sits here, the newest result, and the journey so far.
#pragma once

#include "telesoft/ui/models/workspace.h"
#include "telesoft/ui/shell/journey.h"
#include "telesoft/ui/widgets/panel.h"

class QVBoxLayout;

namespace telesoft::ui {

class Badge;
class Card;
class LinkButton;
class Page;
class StateStack;
class StepList;
class TextLabel;

/// What the stores hold now.
[[nodiscard]] JourneyInput journeyInput(Workspace& workspace);
/// All that the journey needs has been read once.
[[nodiscard]] bool isJourneyKnown(Workspace& workspace);

class HomePanel : public Panel {
  Q_OBJECT

 public:
  explicit HomePanel(Workspace& workspace, QWidget* parent = nullptr);
  [[nodiscard]] QString help() const override;

 private:
  QWidget* makeWaiting();
  QWidget* makeResult();
  QWidget* makeJourney();
  void refresh();
  void showWaiting();
  void showResult();
  void showJourney();
  void go(const Place& place);
  Workspace& workspace_;
  Page* page_;
  StateStack* stack_;
  Card* waiting_ = nullptr;
  QVBoxLayout* rows_ = nullptr;
  Card* result_ = nullptr;
  Badge* verdict_ = nullptr;
  TextLabel* summary_ = nullptr;
  LinkButton* openResult_ = nullptr;
  StepList* journey_ = nullptr;
  std::vector<JourneyStep> steps_;
  QString shown_ = QStringLiteral("\n");  // what the rows say: made anew only when it changes
  QString evaluation_;                    // of the newest result
};

}  // namespace telesoft::ui
