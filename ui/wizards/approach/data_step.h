// Which split is trained on.
#pragma once

#include "telesoft/ui/models/record_model.h"
#include "telesoft/ui/models/workspace.h"
#include "telesoft/ui/wizards/approach/approach_context.h"
#include "telesoft/ui/wizards/wizard_step.h"

namespace telesoft::ui {

class DataTable;
class StateStack;

class DataStep : public WizardStep {
  Q_OBJECT

 public:
  DataStep(SplitStore& store, ApproachContext& context, QWidget* parent = nullptr);
  void showContext() override;
  [[nodiscard]] QWidget* firstField() override;

 Q_SIGNALS:
  void splitChosen(const QString& id);
  /// There is none, and somebody wants to make one.
  void splitRequested();

 private:
  SplitStore& store_;
  ApproachContext& context_;
  RecordModel<protocol::Split>* model_;
  DataTable* table_;
  StateStack* states_;
};

}  // namespace telesoft::ui
