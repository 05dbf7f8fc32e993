// The approach wizard: from a split to a running job.
#pragma once

#include "telesoft/ui/models/workspace.h"
#include "telesoft/ui/widgets/panel.h"
#include "telesoft/ui/wizards/approach/approach_context.h"

namespace telesoft::ui {

class DataStep;
class DecisionStep;
class WizardFrame;

class ApproachPanel : public Panel {
  Q_OBJECT

 public:
  explicit ApproachPanel(Workspace& workspace, QWidget* parent = nullptr);
  /// The id of a split or of its training part; "" goes on with the draft.
  void open(const QString& subject) override;
  [[nodiscard]] QString help() const override;

 private:
  void choose(const QString& splitId);
  void advise();
  void start();
  void startAnew();
  void onSplitsChanged();
  Workspace& workspace_;
  ApproachContext context_;
  DataStep* data_;
  DecisionStep* decision_;
  WizardFrame* frame_;
  int asked_ = 0;   // advice asked for: only the newest answer counts
  QString wanted_;  // a split or part, to be chosen as soon as the list has it
};

}  // namespace telesoft::ui
