// The de-identification wizard: from a dataset with identifiers to one without.
#pragma once

#include <QTimer>

#include "telesoft/ui/models/workspace.h"
#include "telesoft/ui/widgets/panel.h"
#include "telesoft/ui/wizards/deid/deid_context.h"

namespace telesoft::ui {

class DatasetStep;
class DecisionStep;
class WizardFrame;

class DeidPanel : public Panel {
  Q_OBJECT

 public:
  explicit DeidPanel(Workspace& workspace, QWidget* parent = nullptr);
  /// A dataset's id; "" goes on with the draft.
  void open(const QString& subject) override;
  [[nodiscard]] QString help() const override;

 private:
  void choose(const QString& id);
  void searchNow();
  void start();
  void cancel();
  void startAnew();
  void onDatasetsChanged();
  void showDataset(const protocol::Dataset& dataset);
  Workspace& workspace_;
  DeidContext context_;
  DatasetStep* dataset_;
  DecisionStep* decision_;
  WizardFrame* frame_;
  QTimer soon_;     // a preview after the last change of a policy
  int asked_ = 0;   // previews asked for: only the newest answer counts
  QString wanted_;  // to be chosen as soon as the list has it
  QString made_;    // being made, or done
  bool done_ = false;
};

}  // namespace telesoft::ui
