// The first step of a wizard that works on a dataset: which one.
#pragma once

#include <functional>

#include "telesoft/ui/models/record_model.h"
#include "telesoft/ui/models/workspace.h"
#include "telesoft/ui/wizards/wizard_step.h"

namespace telesoft::ui {

class DataTable;
class StateStack;
class TextLabel;

class DatasetStep : public WizardStep {
  Q_OBJECT

 public:
  struct Words {
    QString sentence;  // what a fitting dataset is, and which one is recommended
    QString nothing;   // why there is none, and what to do
  };
  using Fits = std::function<bool(const protocol::Dataset&)>;
  using Current = std::function<std::string()>;  // the id that the context has

  DatasetStep(DatasetStore& store,
              const Words& words,
              Fits fits,
              Current current,
              QWidget* parent = nullptr);
  void showContext() override;
  [[nodiscard]] QWidget* firstField() override;

 Q_SIGNALS:
  void datasetChosen(const QString& id);
  /// There is none, and somebody wants to import one.
  void importRequested();

 private:
  DatasetStore& store_;
  Fits fits_;
  Current chosen_;
  RecordModel<protocol::Dataset>* model_;
  DataTable* table_;
  StateStack* states_;
};

}  // namespace telesoft::ui
