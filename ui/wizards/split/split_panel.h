// The split wizard: from a dataset to training, validation and test without a shared patient.
#pragma once

#include <QTimer>

#include "telesoft/ui/models/workspace.h"
#include "telesoft/ui/widgets/panel.h"
#include "telesoft/ui/wizards/split/split_context.h"

namespace telesoft::ui {

class DatasetStep;
class DecisionStep;
class PlanStep;
class WizardFrame;

class SplitPanel : public Panel {
  Q_OBJECT

 public:
  explicit SplitPanel(Workspace& workspace, QWidget* parent = nullptr);
  /// A dataset's id; "" goes on with the draft.
  void open(const QString& subject) override;
  [[nodiscard]] QString help() const override;

 private:
  void connectSteps();
  void choose(const QString& id);
  void readValues(const QString& column);
  void planNow();
  void start();
  void startAnew();
  void onDatasetsChanged();
  Workspace& workspace_;
  SplitContext context_;
  DatasetStep* dataset_;
  PlanStep* plan_;
  DecisionStep* decision_;
  WizardFrame* frame_;
  QTimer soon_;     // a preview after the last change of the plan
  int asked_ = 0;   // previews asked for: only the newest answer counts
  QString wanted_;  // to be chosen as soon as the list has it
  QString train_;   // the training part that was made
};

}  // namespace telesoft::ui
