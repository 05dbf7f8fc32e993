// The comparison of a tuned model with its base: the verdict first, then its evidence.
#pragma once

#include <optional>

#include "telesoft/ui/models/workspace.h"
#include "telesoft/ui/widgets/panel.h"

namespace telesoft::ui {

class Button;
class CompareView;
class Page;
class StateStack;

class ComparePanel : public Panel {
  Q_OBJECT

 public:
  explicit ComparePanel(Workspace& workspace, QWidget* parent = nullptr);
  /// An evaluation's id; "" shows the newest.
  void open(const QString& subject) override;
  [[nodiscard]] std::vector<PanelAction> actions() override;
  [[nodiscard]] QString help() const override;

 private:
  void read();
  void onListChanged();
  void showEvaluation();
  void showUnfinished();
  void openReport();
  [[nodiscard]] QString titleText() const;
  Workspace& workspace_;
  Page* page_;
  StateStack* states_;
  CompareView* view_;
  Button* report_;
  QString id_;
  QString shownStatus_;
  std::optional<protocol::Evaluation> evaluation_;
};

}  // namespace telesoft::ui
