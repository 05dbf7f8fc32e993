// The 18 identifiers of HIPAA Safe Harbor: how each was searched, how often found, what was done.
#pragma once

#include "telesoft/ui/models/record_model.h"
#include "telesoft/ui/wizards/deid/deid_context.h"
#include "telesoft/ui/wizards/wizard_step.h"

namespace telesoft::ui {

class DataTable;
class TextLabel;

class IdentifiersStep : public WizardStep {
  Q_OBJECT

 public:
  explicit IdentifiersStep(DeidContext& context, QWidget* parent = nullptr);
  void showContext() override;
  [[nodiscard]] QWidget* firstField() override;

 private:
  DeidContext& context_;
  RecordModel<protocol::IdentifierRow>* model_;
  DataTable* table_;
  TextLabel* scope_;
};

}  // namespace telesoft::ui
